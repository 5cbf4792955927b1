-- name: find
-- Every person with this number, and when it last called about that household; households that somebody said it is of.
select
    h.id, h.estate, h.building, h.unit, h.room, r.name, r.part, h.housekeeper, coalesce(h.vip, false) as vip,
    c.last_called_at
from resident_phones p
join residents r on r.id = p.resident
join households h on h.id = r.household
left join number_calls c on c.number = p.number and c.household = h.id
where p.number = $1
union all
select
    h.id, h.estate, h.building, h.unit, h.room, '', 'contact', h.housekeeper, coalesce(h.vip, false),
    greatest(l.learned_at, c.last_called_at)
from learned_numbers l
join households h on h.id = l.household
left join number_calls c on c.number = l.number and c.household = h.id
where l.number = $1

-- name: known
-- Which of these households are there.
select h.id, h.estate, h.building, h.unit, h.room
from households h
join unnest($1::text[], $2::text[], $3::text[], $4::text[]) as w (estate, building, unit, room)
    using (estate, building, unit, room)

-- name: put_households
-- New ones, and those about which the sheet says something else. What it does not say stays.
insert into households (estate, building, unit, room, housekeeper, notes, consent, vip)
select * from unnest(
    $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::boolean[], $8::boolean[]
)
on conflict (estate, building, unit, room) do update set
    housekeeper = coalesce(excluded.housekeeper, households.housekeeper),
    notes = coalesce(excluded.notes, households.notes),
    consent = coalesce(excluded.consent, households.consent),
    vip = coalesce(excluded.vip, households.vip),
    version = households.version + 1,
    changed_at = now()
where (
    coalesce(excluded.housekeeper, households.housekeeper), coalesce(excluded.notes, households.notes),
    coalesce(excluded.consent, households.consent), coalesce(excluded.vip, households.vip)
) is distinct from (households.housekeeper, households.notes, households.consent, households.vip)
returning id

-- name: put_residents
-- Adds the people of a sheet, or changes their part. Returns the households that changed.
insert into residents (household, name, part)
select * from unnest($1::bigint[], $2::text[], $3::text[])
on conflict (household, name) do update set part = excluded.part, version = residents.version + 1
where residents.part is distinct from excluded.part
returning household

-- name: put_phones
-- Adds the phones of a sheet; they are learned no longer. Returns the households that changed.
with
unlearned as (
    delete from learned_numbers l
    using unnest($1::bigint[], $3::text[]) as w (household, number)
    where l.household = w.household and l.number = w.number
),
put as (
    insert into resident_phones (resident, number, raw)
    select r.id, w.number, w.raw
    from unnest($1::bigint[], $2::text[], $3::text[], $4::text[]) as w (household, name, number, raw)
    join residents r on r.household = w.household and r.name = w.name
    on conflict (number, resident) do update set raw = excluded.raw
    where resident_phones.raw is distinct from excluded.raw
    returning resident
)
update residents set version = version + 1 where id in (select resident from put)
returning household

-- name: put_documents
-- Adds the documents of a sheet, or their dates. Returns the households that changed.
insert into household_documents (household, title, since)
select * from unnest($1::bigint[], $2::text[], $3::date[])
on conflict (household, title) do update set since = coalesce(excluded.since, household_documents.since)
where coalesce(excluded.since, household_documents.since) is distinct from household_documents.since
returning household

-- name: page
-- Households in the order of their places, after one, each with all that is kept about it.
select * from households_with_people
where (estate, building, unit, room) > ($1, $2, $3, $4)
order by estate, building, unit, room
limit $5

-- name: one
-- One household with its people.
select * from households_with_people where id = $1

-- name: forget_callbacks
-- Before a household is deleted on request: nobody is called about it any more, and no number of theirs stays.
update callbacks set
    state = case when state in ('pending', 'calling') then 'cancelled' else state end,
    claimed_by = null, claimed_until = null, phone = '', household = null, version = version + 1,
    why = case when state in ('pending', 'calling') then 'household deleted on request' else why end
where household = $1

-- name: forget_responses
-- What they wrote in surveys goes, and that it was them; what they chose stays counted.
update survey_responses set household = null, comments = '{}', who = '' where household = $1

-- name: forget_tickets
-- Before a household is deleted on request: its tickets lose contact, number and photos.
with
files_gone as (
    delete from files where record = 'ticket' and record_id in (select number from tickets where household = $1)
),
ticket as (
    update tickets set contact = '', phone = '', version = version + 1
    where household = $1
    returning number, version, status
)
insert into ticket_changes (ticket, version, at, who, what, from_status, to_status)
select number, version, $3, $2, 'contact deleted on request', status, status from ticket

-- name: delete
-- Deletes a household with its people, phones and documents.
delete from households where id = $1 returning id

-- name: rename_housekeeper
-- The same person under another name.
update households set housekeeper = $2, version = version + 1 where housekeeper = $1
