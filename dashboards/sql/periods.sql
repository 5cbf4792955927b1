-- How the chosen lines of the sheet stood when their periods were closed.
select
    first_day::timestamp at time zone '${timezone}' as "time", lpad(objective::text, 2, '0') as metric,
    ratio::float8 as value
from wall.objective_periods
where objective in (${objective:csv}) and $__timeFilter(first_day::timestamp at time zone '${timezone}')
order by 1, 2
