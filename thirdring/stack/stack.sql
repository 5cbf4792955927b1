-- name: is_revoked
-- Whether this token was revoked.
select revoked_at is not null from tokens where token_sha256 = $1;

-- name: admit
-- The token of another part, once.
insert into tokens (token_sha256, role, label) values ($1, $2, $3) on conflict (token_sha256) do nothing
returning id;

-- name: local_times
-- The statement by which others that read this database see the site's times; our own sessions are in UTC.
select format('alter database %I set timezone to %L', current_database(), $1::text)
