-- name: password
-- What a password is held against.
select password_hash, role from users where name = $1 and deactivated_at is null

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
-- Lists users by name, with the sessions that may be used now.
select
    u.name, u.role, u.created_at, u.changed_at, u.deactivated_at, u.password_hash is not null as has_password,
    u.issuer, u.subject, count(t.id)::int as sessions, max(coalesce(t.used_at, t.created_at)) as seen_at
from users u
left join tokens t
    on t.user_name = u.name and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
where $1::text is null or u.name = $1
group by u.name
order by u.name

-- name: lock_users
-- One change of roles at a time: else two at once could each leave the other as the last admin.
lock table users in share row exclusive mode

-- name: other_admins
-- Is there an admin besides this one who can sign in?
select exists (select from users where role = 'admin' and deactivated_at is null and name <> $1)

-- name: anybody
-- Is there any user?
select exists (select from users)

-- name: set_role
-- Changes a user's role.
update users set role = $2, changed_at = now() where name = $1

-- name: set_active
-- Whether the user may sign in.
update users set deactivated_at = case when $2 then null else now() end, changed_at = now() where name = $1

-- name: rename
-- Their sessions follow; no row where the name is taken.
update users set name = $2, changed_at = now()
where name = $1 and not exists (select from users where name = $2)
returning name

-- name: rename_labelled
-- Tokens that act under this name go on under the new one.
update tokens set label = $2 where user_name is null and label = $1

-- name: delete
-- Their sessions go as well.
delete from users where name = $1

-- name: end_sessions
-- Whoever signed in before has to do it again; the session $2, where it is one, goes on.
update tokens set revoked_at = now()
where user_name = $1 and id <> $2 and revoked_at is null and (expires_at is null or expires_at > now())
returning id

-- name: end_labelled
-- Tokens without a session that act under this name.
update tokens set revoked_at = now()
where user_name is null and label = $1 and revoked_at is null and (expires_at is null or expires_at > now())
returning id

-- name: open_session
-- Only while the user has the password that was checked; no other change of the user comes between.
insert into tokens (token_sha256, role, user_name, expires_at, used_at)
select $1, role, name, now() + make_interval(secs => $4::int), now()
from users
where name = $2 and password_hash = $3 and deactivated_at is null
for share
returning role, expires_at

-- name: sessions
-- The sessions of a user that may be used now, the latest first.
select id, created_at, used_at, expires_at from tokens
where user_name = $1 and revoked_at is null and (expires_at is null or expires_at > now())
order by id desc

-- name: used
-- When somebody last did something with each of these tokens.
update tokens t set used_at = greatest(coalesce(t.used_at, u.at), u.at)
from unnest($1::bigint[], $2::timestamptz[]) as u (id, at)
where t.id = u.id

-- name: busy
-- The sessions of people who are in a call are in use.
update tokens set used_at = $2
where user_name = any($1) and revoked_at is null and (expires_at is null or expires_at > now())

-- name: end_idle
-- Sessions that nobody has used since $1.
update tokens set revoked_at = now()
where
    user_name is not null and revoked_at is null and (expires_at is null or expires_at > now())
    and coalesce(used_at, created_at) < $1
returning id, user_name
