-- name: find
-- Which of these tokens may be used now.
select
    token_sha256, id, role, coalesce(user_name, nullif(label, ''), 'token ' || id) as who,
    user_name is not null as session, extract(epoch from expires_at - now())::float8 as lasts_seconds, scope
from tokens
where token_sha256 = any($1::bytea[]) and revoked_at is null and (expires_at is null or expires_at > now())

-- name: add
-- A new token; only its hash is kept.
insert into tokens (token_sha256, role, label, expires_at, scope)
values ($1, $2, $3, now() + make_interval(days => $4::int), $5)
returning id

-- name: list
-- Every token there was, the newest last.
select id, role, label, created_at, expires_at, revoked_at, scope, used_at from tokens where user_name is null order by id

-- name: count_good
-- Tokens and sessions that may be used now.
select count(*) from tokens where revoked_at is null and (expires_at is null or expires_at > now())

-- name: revoke_all
-- All of them, sessions too.
update tokens set revoked_at = now()
where revoked_at is null and (expires_at is null or expires_at > now())
returning id

-- name: revoke
-- From now on the token opens nothing; null where no token that could be revoked has this number.
update tokens set revoked_at = now() where id = $1 and revoked_at is null returning id
