-- name: amend_household
-- Compare and set: no row where somebody was faster, or where there is none.
update households set
    housekeeper = :housekeeper, notes = :notes, consent = :consent, vip = :vip, version = version + 1,
    changed_at = now()
where id = :id and version = :version
returning id

-- name: drop_documents
-- Deletes the documents of a household, before the new ones are written.
delete from household_documents where household = $1

-- name: namesake
-- Is somebody else of the same household called so?
select exists (
    select from residents r join residents o using (household) where r.id = $1 and o.id <> $1 and o.name = $2
)

-- name: amend_resident
-- Compare and set, as above.
update residents set name = $3, part = $4, version = version + 1 where id = $1 and version = $2 returning id

-- name: drop_phones
-- Deletes the phones of a person, before the new ones are written.
delete from resident_phones where resident = $1

-- name: add_phones
-- Adds phones of a person; they are learned no longer.
with unlearned as (
    delete from learned_numbers l
    using residents r
    where r.id = $1 and l.household = r.household and l.number = any($2::text[])
)
insert into resident_phones (resident, number, raw)
select $1, number, raw from unnest($2::text[], $3::text[]) as w (number, raw)
on conflict do nothing

-- name: version_of_household
-- The current version of a household.
select version from households where id = $1

-- name: version_of_resident
-- The current version of a person.
select version from residents where id = $1

-- name: resident_to_forget
-- The person, and the numbers that nobody else of the household has.
select r.household, r.name, array(
    select p.number
    from resident_phones p
    where p.resident = r.id and not exists (
        select from resident_phones q
        join residents o on o.id = q.resident
        where q.number = p.number and o.household = r.household and o.id <> r.id
    )
) as numbers
from residents r
where r.id = $1

-- name: forget_callbacks_to
-- Nobody is called at these numbers about this household any more, and they stay nowhere.
update callbacks set
    state = case when state in ('pending', 'calling') then 'cancelled' else state end,
    claimed_by = null, claimed_until = null, phone = '', version = version + 1,
    why = case when state in ('pending', 'calling') then 'resident deleted on request' else why end
where household = $1 and phone = any($2::text[])

-- name: forget_tickets_of
-- Before a person is deleted on request: the household's tickets lose their name and numbers.
with
ticket as (
    update tickets set
        contact = case when contact = $2 then '' else contact end,
        phone = case when phone = any($3::text[]) then '' else phone end,
        version = version + 1
    where household = $1 and (contact = $2 or phone = any($3::text[]))
    returning number, version, status
)
insert into ticket_changes (ticket, version, at, who, what, from_status, to_status)
select number, version, $5, $4, 'contact deleted on request', status, status from ticket

-- name: forget_calls_of
-- Before a person is deleted on request: forgets when these numbers called, and whose somebody said they are.
with unlearned as (delete from learned_numbers where household = $1 and number = any($2::text[]))
delete from number_calls where household = $1 and number = any($2::text[])

-- name: delete_resident
-- Deletes a person with their phones.
delete from residents where id = $1
