-- name: households
-- Households in the order in which they were first known, at most $1, each with all that is kept about it.
select * from households_with_people h where true order by id limit $1

-- name: residents
-- People in the order in which they were first known, at most $1, each with phones and household.
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
from (
    select * from residents r where true order by id limit $1
) r
join households h on h.id = r.household
order by r.id

-- name: household_at
-- The household at this place.
select id from households where estate = $1 and building = $2 and unit = $3 and room = $4
