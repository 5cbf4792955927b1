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

-- name: latest
-- The calls that ended last.
select pbx, linkedid, arrived_at, caller_raw, rings, ring_seconds, agent, disposition, within_target, excluded
  from calls
 where arrived_at >= $1 and ended_at is not null and direction = 'inbound'
 order by ended_at desc
 limit $2;
