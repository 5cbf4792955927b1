-- Callbacks that are open, the first due first.
select id::text as id, reason, state, ticket, due_at, overdue::text as overdue, attempts::text as attempts
from wall.callbacks
where waiting
order by due_at, id
limit 200
