-- name: callbacks
-- A page of callbacks: conditions, order and limit follow.
select * from callbacks c
