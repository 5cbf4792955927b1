-- name: by_subject
-- Who comes from the provider.
select name from users where issuer = $1 and subject = $2

-- name: bind
-- Whoever was expected by this name is this one from now on.
update users set subject = $2, changed_at = now() where name = $3 and issuer = $1 and subject is null returning name

-- name: create
-- Somebody new; no row where the name is taken.
insert into users (name, role, issuer, subject) values ($3, $4, $1, $2) on conflict (name) do nothing returning name

-- name: open_session
-- Only while the user may sign in, with the role of now.
insert into tokens (token_sha256, role, user_name, expires_at, used_at)
select $1, role, name, now() + make_interval(secs => $3::int), now()
from users
where name = $2 and deactivated_at is null
for share
returning role, expires_at

-- name: expect
-- From now on, or no more, the user may sign in by the provider.
update users set issuer = $2, subject = null, changed_at = now() where name = $1 returning name

-- name: admin_came
-- Has an admin signed in by this provider, who still may?
select exists (
    select from users where role = 'admin' and issuer = $1 and subject is not null and deactivated_at is null
)
