-- migrate:up

-- What a duty is called by the settings, which line of the sheet it feeds, and whether its sign-off is there.
create or replace view wall.duties as
select
    d.id, d.kind, d.first_day, d.number, d.since, d.until, d.done_at, d.called_off_at,
    d.done_at is null and d.called_off_at is null and d.until <= now() as missed,
    d.zh, d.en, d.objective, d.sign_off, d.signed_at
from duties d;

-- migrate:down

drop view wall.duties;
create view wall.duties as
select
    d.id, d.kind, d.first_day, d.number, d.since, d.until, d.done_at, d.called_off_at,
    d.done_at is null and d.called_off_at is null and d.until <= now() as missed
from duties d;
