-- Tickets that are not resolved, the first due first.
select number, category, priority, status, opened_at, next_due_at as due_at, overdue::text as overdue
from wall.tickets
where unresolved and category <> 'short_call'
order by next_due_at nulls last, number
limit 200
