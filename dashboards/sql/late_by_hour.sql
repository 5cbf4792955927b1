-- When work was late: each hour of the time chosen, by what was due then and not done, whether it was done later or not.
select date_trunc('hour', due_at, '${timezone}') as "time", metric, count(*)::float8 as value
from (
    select due_at, 'tickets' as metric
    from wall.tickets
    where due_at < coalesce(resolved_at, now()) and status <> 'cancelled' and not merged
    union all
    select due_at, 'callbacks'
    from wall.callbacks
    where due_at < coalesce(settled_at, now()) and state <> 'cancelled'
) late
where $__timeFilter(due_at)
group by 1, 2
order by 1, 2
