-- Callbacks that are open, the first due first.
select id, reason, state, ticket, due_at, overdue::text as overdue, attempts
from wall.callbacks
where waiting
order by due_at, id
limit 200
