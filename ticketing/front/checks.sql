-- name: user_exists
-- Whether there is a user of this name.
select exists (select from users where name = $1)

-- name: household_exists
-- Whether there is a household with this id.
select exists (select from households where id = $1)
