-- name: household_exists
select exists (select from households where id = $1)
