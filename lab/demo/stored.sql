-- name: today
-- The calls since midnight in one row. Whether one counts may be decided before it is over.
select count(*)::int as calls,
       count(within_target)::int as counted,
       (count(*) filter (where within_target))::int as within,
       (count(*) filter (where disposition = 'answered'))::int as answered,
       (count(*) filter (where disposition = 'abandoned'))::int as abandoned,
       (count(*) filter (where excluded is not null))::int as apart
  from calls
 where arrived_at >= $1 and direction = 'inbound';

-- name: tickets
-- Those of today.
select count(*)::int from tickets where opened_at >= $1;

-- name: latest
-- The calls that ended last.
select pbx, linkedid, ended_at, caller_raw, rings, ring_seconds, agent, disposition, within_target, excluded
  from calls
 where arrived_at >= $1 and ended_at is not null and direction = 'inbound'
 order by ended_at desc
 limit $2;

-- name: parties
-- Of calls, whose ticket it is and where they live.
select c.linkedid, t.number, t.contact, concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) as place
  from ticket_calls c
  join tickets t on t.number = c.ticket
  left join households h on h.id = t.household
 where c.linkedid = any($1::text[]);

-- name: attempts
-- The last calls to customers, newest first.
select a.callback, a.number, a.at, a.agent, a.outcome, a.talk_seconds, b.reason, b.way, b.ticket, b.phone,
       concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) as place
  from callback_attempts a
  join callbacks b on b.id = a.callback
  left join households h on h.id = b.household
 order by a.at desc
 limit $1;
