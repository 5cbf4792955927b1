-- When work was late: each hour of the time chosen, by what was due then and not done, whether it was done later or not.
-- The first hour has a row in any case, so that nothing late looks other than no answer.
select date_trunc('hour', due_at, '${timezone}') as "time", metric, sum(late)::float8 as value
from (
    select $__timeFrom()::timestamptz as due_at, metric, 0 as late
    from (values ('tickets'), ('callbacks')) as always (metric)
    union all
    select due_at, 'tickets', 1
    from wall.tickets
    where due_at < coalesce(resolved_at, now()) and status <> 'cancelled' and not merged and $__timeFilter(due_at)
    union all
    select due_at, 'tickets', 1
    from (
        select unnest(late_steps || step_due_at) as due_at
        from wall.tickets
        where (late_steps <> '{}' or step_due_at is not null) and status <> 'cancelled' and not merged
    ) steps
    where due_at < now() and $__timeFilter(due_at)
    union all
    select due_at, 'callbacks', 1
    from wall.callbacks
    where due_at < coalesce(settled_at, now()) and state <> 'cancelled' and $__timeFilter(due_at)
) each
group by 1, 2
order by 1, 2
