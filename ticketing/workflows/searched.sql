-- name: tickets_to_mask
-- Tickets whose search texts are missing, at most $1.
select number, title, contact, resolution from tickets where searched is null or pinyin is null limit $1 for update skip locked

-- name: tickets_masked
-- Stores the search texts of tickets.
update tickets t set searched = w.searched, pinyin = array_to_tsvector(string_to_array(w.spelled, ' '))
from unnest($1::text[], $2::text[], $3::text[]) as w (number, searched, spelled)
where t.number = w.number

-- name: households_to_mask
-- Households whose search texts are missing, at most $1.
select id, estate, building, unit, room, notes from households where searched is null or pinyin is null limit $1 for update skip locked

-- name: households_masked
-- Stores the search texts of households.
update households h set searched = w.searched, pinyin = array_to_tsvector(string_to_array(w.spelled, ' '))
from unnest($1::bigint[], $2::text[], $3::text[]) as w (id, searched, spelled)
where h.id = w.id

-- name: residents_to_mask
-- Residents whose search texts are missing, at most $1.
select id, name from residents where searched is null or pinyin is null limit $1 for update skip locked

-- name: residents_masked
-- Stores the search texts of residents.
update residents r set searched = w.searched, pinyin = array_to_tsvector(string_to_array(w.spelled, ' '))
from unnest($1::bigint[], $2::text[], $3::text[]) as w (id, searched, spelled)
where r.id = w.id
