-- name: note
-- Who did what that changed or disclosed something.
insert into audit (actor, action, detail) values ($1, $2, $3)

-- name: list
-- A page of them: conditions, order and limit follow.
select id, at, actor, action, detail from audit
