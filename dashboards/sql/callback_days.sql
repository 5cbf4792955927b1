-- The callback rate of past days, as each was closed.
select day::timestamp at time zone '${timezone}' as "time", 'rate' as metric, ratio::float8 as value
from wall.callback_days
where $__timeFilter(day::timestamp at time zone '${timezone}')
order by 1
