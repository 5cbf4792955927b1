-- Why calls missed the target, the most frequent cause first.
select cause, count(*)::int as calls
from wall.missed_calls
where $__timeFilter(arrived_at) and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
group by cause
order by calls desc, cause
