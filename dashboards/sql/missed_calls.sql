-- Counted calls answered too late or not at all, the last first.
select arrived_at, hotline, rings, ring_seconds, disposition, ticket, pbx, linkedid
from wall.calls
where within_target is false and $__timeFilter(arrived_at) and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
order by arrived_at desc
limit 200
