-- migrate:up

-- A PBX whose clock said the year 9999 left instants that no calendar shows: they broke every page they stood on, stood
-- first in each list, and no retention ever reached them. Instants of calls are possible ones from now on; here the
-- stored ones become so. A call that had one says so: it is estimated, and no verdict counts.

create function pg_temp.possible(at timestamptz) returns timestamptz language sql immutable as $$
    select case when at >= '1970-01-01Z' and at < '2100-01-01Z' then at end
$$;

-- The second in which Asterisk made the call's first channel stands in its linkedid.
create function pg_temp.made_at(linkedid text) returns timestamptz language sql immutable as $$
    select pg_temp.possible(to_timestamp(substring(linkedid from '(\d{9,10})\.\d+$')::double precision))
$$;

create temporary table mended on commit drop as
select
    pbx,
    linkedid,
    coalesce(
        least(
            pg_temp.possible(arrived_at), pg_temp.possible(queued_at), pg_temp.possible(alerted_at),
            pg_temp.possible(answered_at), pg_temp.possible(ring_ended_at), pg_temp.possible(ended_at)
        ),
        pg_temp.made_at(linkedid),
        now()
    ) as at
from calls
where
    greatest(arrived_at, queued_at, alerted_at, answered_at, ring_ended_at, ended_at) >= '2100-01-01Z'
    or least(arrived_at, queued_at, alerted_at, answered_at, ring_ended_at, ended_at) < '1970-01-01Z';

update calls c
set
    arrived_at = coalesce(pg_temp.possible(c.arrived_at), m.at),
    queued_at = case when c.queued_at is not null then coalesce(pg_temp.possible(c.queued_at), m.at) end,
    alerted_at = case when c.alerted_at is not null then coalesce(pg_temp.possible(c.alerted_at), m.at) end,
    answered_at = case when c.answered_at is not null then coalesce(pg_temp.possible(c.answered_at), m.at) end,
    ring_ended_at = case when c.ring_ended_at is not null then coalesce(pg_temp.possible(c.ring_ended_at), m.at) end,
    ended_at = case when c.ended_at is not null then coalesce(pg_temp.possible(c.ended_at), m.at) end,
    ring_seconds = 0,
    rings = 0,
    wait_seconds = 0,
    talk_seconds = 0,
    within_target = null,
    excluded = coalesce(c.excluded, 'unknown_after_gap'),
    measurement = 'estimated'
from mended m
where c.pbx = m.pbx and c.linkedid = m.linkedid;

-- Attempts and transfers of any call: their own instants may be the only ones that are impossible.
update attempts a
set
    began_at = coalesce(pg_temp.possible(a.began_at), c.arrived_at),
    alerted_at = case when a.alerted_at is not null then coalesce(pg_temp.possible(a.alerted_at), c.arrived_at) end,
    ended_at = case when a.ended_at is not null then coalesce(pg_temp.possible(a.ended_at), c.arrived_at) end,
    ring_seconds = 0
from calls c
where
    c.pbx = a.pbx and c.linkedid = a.linkedid
    and (greatest(a.began_at, a.alerted_at, a.ended_at) >= '2100-01-01Z' or a.began_at < '1970-01-01Z');

update transfers t
set at = c.arrived_at
from calls c
where c.pbx = t.pbx and c.linkedid = t.linkedid and pg_temp.possible(t.at) is null;

-- What the desk made of such calls.
update tickets set opened_at = now() where pg_temp.possible(opened_at) is null;
update tickets set responded_at = now() where responded_at >= '2100-01-01Z';
update callbacks set born_at = now() where pg_temp.possible(born_at) is null;
update callbacks set due_at = now() where pg_temp.possible(due_at) is null;
update callbacks set not_before = now() where pg_temp.possible(not_before) is null;
update callbacks set settled_at = now() where settled_at >= '2100-01-01Z';

drop function pg_temp.made_at(text);
drop function pg_temp.possible(timestamptz);

-- migrate:down

select 1; -- what is possible stays so
