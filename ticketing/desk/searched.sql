-- name: tickets_to_mask
select number, title, contact, resolution from tickets where searched is null limit $1 for update skip locked

-- name: tickets_masked
update tickets t set searched = w.searched
from unnest($1::text[], $2::text[]) as w (number, searched)
where t.number = w.number

-- name: households_to_mask
select id, estate, building, unit, room, notes from households where searched is null limit $1 for update skip locked

-- name: households_masked
update households h set searched = w.searched
from unnest($1::bigint[], $2::text[]) as w (id, searched)
where h.id = w.id

-- name: residents_to_mask
select id, name from residents where searched is null limit $1 for update skip locked

-- name: residents_masked
update residents r set searched = w.searched
from unnest($1::bigint[], $2::text[]) as w (id, searched)
where r.id = w.id
