-- name: find
-- A token that may be used now.
select id, role
from tokens
where token_sha256 = $1 and revoked_at is null and (expires_at is null or expires_at > now())

-- name: add
-- A new token; only its hash is kept.
insert into tokens (token_sha256, role, label) values ($1, $2, $3) returning id
