-- name: household_exists
-- Whether there is a household with this id.
select exists (select from households where id = $1)
