-- The chosen lines' closed periods that were missed, the last first.
select
    objective::text as objective, first_day::text as first_day, last_day::text as last_day,
    eligible::float8 as eligible, met::float8 as met, ratio::float8 as ratio, target_ratio::float8 as target
from wall.objective_periods
where status = 'missed' and objective in (${objective:csv})
    and $__timeFilter(first_day::timestamp at time zone '${timezone}')
order by closed_at desc, objective
limit 200
