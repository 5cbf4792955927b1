-- name: open_for_call
-- One ticket a call: who comes first through desk_calls takes the next number of the day, or joins the open ticket of a
-- learned number. No row: it has one already.
-- Its commit does not wait for the disk, so that nobody waits behind another's for the row of the day: docs/ticketing.md.
with
gate as (
    insert into desk_calls (pbx, linkedid)
    select :pbx, :linkedid from set_config('synchronous_commit', 'off', true)
    on conflict do nothing
    returning 1
),
known as (
    select min(t.number) as number
    from tickets t
    where
        t.phone = :phone and :phone <> '' and t.household = :household::bigint and t.source = 'call'
        and t.status in ('open', 'dispatched', 'in_progress') and t.category <> 'short_call'
        and exists (select from learned_numbers l where l.number = t.phone and l.household = t.household)
    having count(*) = 1
),
place as (
    insert into ticket_days (day, last_place)
    select :day::date, 1 from gate where not exists (select from known)
    on conflict (day) do update set last_place = ticket_days.last_place + 1
    returning to_char(day, 'YYYYMMDD') || '-' || lpad(last_place::text, greatest(4, length(last_place::text)), '0')
        as number
),
ticket as (
    insert into tickets (
        number, source, category, priority, difficult, title, household, contact, phone, opened_at,
        response_due_at, due_at, step_due_at
    )
    select
        number, 'call', :category, :priority, :difficult, '', :household, :contact, :phone, :opened_at,
        :response_due_at, :due_at, :step_due_at
    from place
    returning number, opened_at
),
change as (
    insert into ticket_changes (ticket, version, at, who, what, from_status, to_status)
    select number, 1, opened_at, :who, 'opened', 'open', 'open' from ticket
),
link as (
    insert into ticket_calls (pbx, linkedid, ticket, opened)
    select :pbx, :linkedid, number, true from ticket
    union all
    select :pbx, :linkedid, known.number, false from known, gate
),
caller as (
    insert into number_calls (number, household, last_called_at)
    select :phone, :household::bigint, :opened_at::timestamptz from gate
    where :household::bigint is not null and :phone <> ''
    on conflict (number, household) do update
        set last_called_at = greatest(number_calls.last_called_at, excluded.last_called_at)
)
select
    number,
    (
        select count(*)
        from tickets o
        where
            o.status in ('open', 'dispatched', 'in_progress')
            and o.category <> 'short_call'
            and (o.household = :household::bigint or (o.phone = :phone and o.phone <> ''))
            and o.number not in (select number from known)
    ) as others,
    joined
from (
    select number, false as joined from ticket
    union all
    select known.number, true from known, gate
) as own

-- name: of_call
-- The ticket of a call.
select ticket from ticket_calls where pbx = $1 and linkedid = $2

-- name: known_call
-- The ticket of a call, unless the call's number $3 is still to be written there.
select k.ticket
from ticket_calls k
join tickets t on t.number = k.ticket
where k.pbx = $1 and k.linkedid = $2 and (not k.opened or $3 in ('', t.phone))

-- name: number_call
-- The caller's number came after the call: the ticket that the call opened has it, unless somebody wrote another there.
with
known as (
    select t.*
    from ticket_calls k
    join tickets t on t.number = k.ticket
    where k.pbx = :pbx and k.linkedid = :linkedid and k.opened and t.phone <> :phone and (t.phone = '' or t.version = 1)
    for update of t
),
ticket as (
    update tickets t set
        phone = :phone, version = t.version + 1,
        household = case when t.household is null or t.version = 1 then :household::bigint else t.household end,
        contact = case when t.contact = '' or t.version = 1 then :contact else t.contact end
    from known o
    where t.number = o.number
    returning t.*
),
change as (
    insert into ticket_changes (ticket, version, at, who, what, from_status, to_status)
    select number, version, now(), :who, 'amended: phone', status, status from ticket
),
caller as (
    insert into number_calls (number, household, last_called_at)
    select :phone, :household::bigint, now() from ticket where :household::bigint is not null
    on conflict (number, household) do update
        set last_called_at = greatest(number_calls.last_called_at, excluded.last_called_at)
)
select
    t.*, o.phone as phone_before, o.household as household_before, o.contact as contact_before,
    ticket_place(t.household, t.place_id) as place
from ticket t
join known o on o.number = t.number

-- name: unknown_calls
-- Which of these calls have no ticket yet.
select c.pbx, c.linkedid
from unnest($1::text[], $2::text[]) as c (pbx, linkedid)
where not exists (select from desk_calls d where d.pbx = c.pbx and d.linkedid = c.linkedid)

-- name: take
-- Who answered the call has its ticket, unless somebody has it already. The hotline gives them the one that the call
-- opened; another one, which somebody linked the call to, they took themselves.
with
ticket as (
    update tickets t set
        assignee = $3, assigned_by = case when k.opened then 'hotline' else $3 end, version = version + 1
    from ticket_calls k
    where
        k.pbx = $1 and k.linkedid = $2 and t.number = k.ticket
        and status = 'open' and assignee is null and trade is null
    returning t.*
),
change as (
    insert into ticket_changes (ticket, version, at, who, what, from_status, to_status, to_whom)
    select number, version, $4, $3, 'answered', 'open', 'open', $3 from ticket
)
select
    t.*, ticket_place(t.household, t.place_id) as place
from ticket t
