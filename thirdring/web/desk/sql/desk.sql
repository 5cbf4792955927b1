-- name: tickets
-- Tickets, newest first, at most $1. `true` becomes predicates that stand in lists.py; never input.
select
    t.*, h.building, h.unit, h.room,
    array(select row (k.pbx, k.linkedid) from ticket_calls k where k.ticket = t.number order by k.linkedid) as calls,
    array(select c.id from callbacks c where c.ticket = t.number order by c.id) as callbacks
from (
    select * from tickets t where true order by opened_at desc, number desc limit $1
) t
left join households h on h.id = t.household
order by t.opened_at desc, t.number desc

-- name: callbacks
-- Callbacks, the most urgent first, at most $1.
select * from callbacks c where true order by due_at, id limit $1

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
select id from households where estate = $1 and building = $2 and unit = $3 and room = $4

-- name: household_exists
select exists (select from households where id = $1)
