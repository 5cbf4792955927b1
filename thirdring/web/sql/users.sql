-- name: password
-- What a password is held against.
select password_hash, role from users where name = $1

-- name: rehash
-- The same password, hashed by the rules of today.
update users set password_hash = $2 where name = $1

-- name: create
insert into users (name, password_hash, role) values ($1, $2, $3)
on conflict do nothing
returning name

-- name: passwd
update users set password_hash = $2, changed_at = now() where name = $1 returning name

-- name: list
select name, role, created_at, changed_at from users order by name

-- name: end_sessions
-- Whoever signed in before has to do it again.
update tokens set revoked_at = now() where user_name = $1 and revoked_at is null

-- name: open_session
insert into tokens (token_sha256, role, user_name, expires_at)
values ($1, $2, $3, now() + make_interval(secs => $4::int))
returning expires_at
