-- name: callbacks
-- Callbacks, the most urgent first, at most $1.
select * from callbacks c where true order by due_at, id limit $1
