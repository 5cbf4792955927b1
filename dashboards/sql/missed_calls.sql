-- Counted calls answered too late or not at all with their causes, the last first.
select arrived_at, hotline, rings::text as rings, ring_seconds, disposition, cause, ticket, pbx, linkedid
from wall.missed_calls
where $__timeFilter(arrived_at) and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
order by arrived_at desc
limit 200
