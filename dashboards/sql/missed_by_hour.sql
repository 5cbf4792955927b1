-- When calls missed the target: each hour of the time chosen, by whether somebody answered after all.
select
    date_trunc('hour', arrived_at, '${timezone}') as "time",
    case when disposition = 'answered' then 'late' else 'unanswered' end as metric,
    count(*)::float8 as value
from wall.missed_calls
where $__timeFilter(arrived_at) and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
group by 1, 2
order by 1, 2
