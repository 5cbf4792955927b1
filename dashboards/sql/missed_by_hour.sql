-- When calls missed the target: each hour of the time chosen, by whether somebody answered after all. The first hour has
-- a row in any case, so that no missed call looks other than no answer.
select "time", metric, sum(calls)::float8 as value
from (
    select date_trunc('hour', $__timeFrom()::timestamptz, '${timezone}') as "time", metric, 0 as calls
    from (values ('late'), ('unanswered')) as always (metric)
    union all
    select
        date_trunc('hour', arrived_at, '${timezone}'),
        case when disposition = 'answered' then 'late' else 'unanswered' end, 1
    from wall.missed_calls
    where $__timeFilter(arrived_at) and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
) each
group by 1, 2
order by 1, 2
