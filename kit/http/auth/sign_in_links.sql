-- name: add
-- A new link of a user who may sign in; no row where there is none.
insert into sign_in_links (code_sha256, user_name, expires_at)
select $1, name, now() + make_interval(secs => $3::int) from users where name = $2 and deactivated_at is null
returning user_name

-- name: forget
-- Links that nobody used in time.
delete from sign_in_links where expires_at <= now()

-- name: use
-- Whose link it is; from now on it is nobody's.
delete from sign_in_links where code_sha256 = $1 and expires_at > now() returning user_name

-- name: open_session
-- A session of a user who may sign in; no other change of the user comes between.
insert into tokens (token_sha256, role, user_name, expires_at, used_at)
select $1, role, name, now() + make_interval(secs => $3::int), now()
from users
where name = $2 and deactivated_at is null
for share
returning role, expires_at

-- name: end_of
-- The links of a user.
delete from sign_in_links where user_name = $1

-- name: end_all
-- All of them.
delete from sign_in_links
