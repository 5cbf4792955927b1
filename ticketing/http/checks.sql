-- name: user_exists
-- Whether there is a user of this name.
select exists (select from users where name = $1)

-- name: place_in_use
-- Whether there is a place with this id, and whether it still takes tickets, or is that of this ticket already.
select retired_at is null or exists (select from tickets where number = $2 and place_id = $1) from places where id = $1

-- name: on_retired_place
-- Whether this ticket is about a place that takes no new tickets.
select exists (
    select from tickets t join places p on p.id = t.place_id where t.number = $1 and p.retired_at is not null
)

-- name: household_exists
-- Whether there is a household with this id.
select exists (select from households where id = $1)
