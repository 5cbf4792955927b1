-- name: households
-- A page of households, each with all that is kept about it: conditions, order and limit follow.
select * from households_with_people h

-- name: residents
-- A page of people, each with phones and household: conditions, order and limit follow.
select
    r.id, r.version, r.household, r.name, r.part,
    h.estate, h.building, h.unit, h.room, h.housekeeper, h.consent, coalesce(h.vip, false) as vip,
    (
        select coalesce(json_agg(json_build_array(p.number, p.raw) order by p.number), '[]'::json)
        from resident_phones p
        where p.resident = r.id
    ) as phones,
    (
        select max(c.last_called_at)
        from resident_phones p
        join number_calls c on c.number = p.number and c.household = r.household
        where p.resident = r.id
    ) as last_called_at
from residents r
join households h on h.id = r.household

-- name: household_at
-- The household at this place.
select id from households where estate = $1 and building = $2 and unit = $3 and room = $4
