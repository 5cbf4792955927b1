-- name: tickets_to_mask
-- Tickets whose masked search text is missing, at most $1.
select number, title, contact, resolution from tickets where searched is null limit $1 for update skip locked

-- name: tickets_masked
-- Stores the masked search text of tickets.
update tickets t set searched = w.searched
from unnest($1::text[], $2::text[]) as w (number, searched)
where t.number = w.number

-- name: households_to_mask
-- Households whose masked search text is missing, at most $1.
select id, estate, building, unit, room, notes from households where searched is null limit $1 for update skip locked

-- name: households_masked
-- Stores the masked search text of households.
update households h set searched = w.searched
from unnest($1::bigint[], $2::text[]) as w (id, searched)
where h.id = w.id

-- name: residents_to_mask
-- Residents whose masked search text is missing, at most $1.
select id, name from residents where searched is null limit $1 for update skip locked

-- name: residents_masked
-- Stores the masked search text of residents.
update residents r set searched = w.searched
from unnest($1::bigint[], $2::text[]) as w (id, searched)
where r.id = w.id
