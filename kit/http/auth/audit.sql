-- name: note
-- Who did what that changed or disclosed something.
insert into audit (actor, action, detail) values ($1, $2, $3)

-- name: page
-- The newest first, from before $1 on; at most $2; of somebody, or of a kind, where that is asked for.
select id, at, actor, action, detail from audit
where id < $1 and ($3::text is null or actor = $3) and ($4::text is null or action = $4)
order by id desc
limit $2
