-- migrate:up
-- What happened while nobody listened is null, rather than a figure that nobody measured.
alter table calls
    alter column ring_seconds drop not null,
    alter column rings drop not null,
    alter column wait_seconds drop not null,
    alter column talk_seconds drop not null;
alter table attempts alter column ring_seconds drop not null;

-- migrate:down
update calls set
    ring_seconds = coalesce(ring_seconds, 0), rings = coalesce(rings, 0),
    wait_seconds = coalesce(wait_seconds, 0), talk_seconds = coalesce(talk_seconds, 0)
where ring_seconds is null or rings is null or wait_seconds is null or talk_seconds is null;
update attempts set ring_seconds = 0 where ring_seconds is null;
alter table calls
    alter column ring_seconds set not null,
    alter column rings set not null,
    alter column wait_seconds set not null,
    alter column talk_seconds set not null;
alter table attempts alter column ring_seconds set not null;
