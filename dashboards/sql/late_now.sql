-- What is late now, the longest first.
select kind, status, count(*)::int as late, min(due_at) as since
from (
    select category as kind, status, next_due_at as due_at from wall.tickets where overdue
    union all
    select reason, state, due_at from wall.callbacks where overdue
) late
group by kind, status
order by since
