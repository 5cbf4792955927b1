-- name: password
-- What a password is held against.
select password_hash, role from users where name = $1

-- name: rehash
-- The same password, hashed by the rules of today.
update users set password_hash = $3 where name = $1 and password_hash = $2

-- name: create
-- Creates a user; no row where the name is taken.
insert into users (name, password_hash, role) values ($1, $2, $3)
on conflict do nothing
returning name

-- name: passwd
-- Sets a user's password.
update users set password_hash = $2, changed_at = now() where name = $1 returning name

-- name: list
-- Lists the users by name.
select name, role, created_at, changed_at from users order by name

-- name: one
-- One user by name.
select name, role, created_at, changed_at from users where name = $1

-- name: lock_users
-- One change of roles at a time: else two at once could each leave the other as the last admin.
lock table users in share row exclusive mode

-- name: other_admins
-- Is there an admin besides this one?
select exists (select from users where role = 'admin' and name <> $1)

-- name: set_role
-- Changes a user's role.
update users set role = $2, changed_at = now() where name = $1 returning name, role, created_at, changed_at

-- name: delete
-- Their sessions go as well.
delete from users where name = $1

-- name: end_sessions
-- Whoever signed in before has to do it again.
update tokens set revoked_at = now()
where user_name = $1 and revoked_at is null and (expires_at is null or expires_at > now())
returning id

-- name: end_labelled
-- Tokens without a session that act under this name.
update tokens set revoked_at = now()
where user_name is null and label = $1 and revoked_at is null and (expires_at is null or expires_at > now())
returning id

-- name: open_session
-- Only while the user has the password that was checked; no other change of the user comes between.
insert into tokens (token_sha256, role, user_name, expires_at)
select $1, role, name, now() + make_interval(secs => $4::int)
from users
where name = $2 and password_hash = $3
for share
returning role, expires_at
