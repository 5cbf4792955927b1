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
        response_due_at, due_at
    )
    select number, 'call', :category, :priority, :difficult, '', :household, :contact, :phone, :opened_at, :response_due_at, :due_at from place
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

-- name: opened_by_call
-- The ticket that a call opened.
select t.*
from ticket_calls k
join tickets t on t.number = k.ticket
where k.pbx = $1 and k.linkedid = $2 and k.opened
for update of t

-- name: short_calls_of
-- Open tickets of short calls before $2, of this number or of a household that has it.
select t.*
from tickets t
where
    t.category = 'short_call'
    and t.status in ('open', 'dispatched', 'in_progress')
    and t.opened_at < $2
    and (
        t.phone = $1
        or t.household in (select n.household from household_numbers n where n.number = $1)
    )
order by t.number
for update of t

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
    (select array[h.building, h.unit, h.room] from households h where h.id = t.household) as place
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
    t.*, (select array[h.building, h.unit, h.room] from households h where h.id = t.household) as place
from ticket t

-- name: take_place
-- The next number of the day; its row stays locked until the transaction ends.
insert into ticket_days (day, last_place) values ($1, 1)
on conflict (day) do update set last_place = ticket_days.last_place + 1
returning last_place

-- name: insert
-- Creates a ticket. Returns the place of its household.
insert into tickets ({ticket.columns}) values ({ticket.values})
returning (select array[h.building, h.unit, h.room] from households h where h.id = tickets.household) as place

-- name: save
-- Compare and set: no row where the version is not the one before. What was told is about the due instants it had.
update tickets set
    {ticket.assignments},
    response_told = case when response_due_at is not distinct from :response_due_at then response_told end,
    due_told = case when due_at is not distinct from :due_at then due_told end
where number = :number and version = :version - 1
returning (select array[h.building, h.unit, h.room] from households h where h.id = tickets.household) as place

-- name: insert_change
-- Records a change of a ticket.
insert into ticket_changes ({change.columns}) values ({change.values})

-- name: get
-- One ticket, with the place of its household.
select
    t.*, (select array[h.building, h.unit, h.room] from households h where h.id = t.household) as place
from tickets t
where t.number = $1

-- name: active_of
-- What somebody still has to do.
select number from tickets
where assignee = $1 and status in ('open', 'dispatched', 'in_progress')
order by number

-- name: history
-- The changes of a ticket, oldest first.
select * from ticket_changes where ticket = $1 order by version

-- name: calls
-- The calls of a ticket.
select pbx, linkedid from ticket_calls where ticket = $1 order by linkedid

-- name: move_calls
-- Moves the calls of a ticket to another one, into which it is merged.
update ticket_calls set ticket = $2, opened = false where ticket = $1

-- name: link_call
-- A repeat call about a ticket that is there already.
insert into ticket_calls (pbx, linkedid, ticket) values ($1, $2, $3)
on conflict (pbx, linkedid) do update set ticket = excluded.ticket, opened = false

-- name: alarming
-- Candidates of the clocks' alarms; which alarm it is, if any, is not decided here.
select number, response_due_at, responded_at, response_told, due_at, resolved_at, due_told
from tickets
where
    status in ('open', 'dispatched', 'in_progress')
    and (
        (due_at <= $2 and due_told is distinct from 'overdue' and (due_told is null or due_at <= $1))
        or (
            response_due_at <= $2
            and responded_at is null
            and response_told is distinct from 'overdue'
            and (response_told is null or response_due_at <= $1)
        )
    )
order by number
limit $3
for update skip locked

-- name: told
-- Records which alarms of a ticket were sent.
update tickets set response_told = $2, due_told = $3 where number = $1

-- name: active_after
-- A page of the tickets whose clocks run, for computing what is due anew.
select * from tickets
where status in ('open', 'dispatched', 'in_progress') and number > $1
order by number
limit $2
for update

-- name: set_dues
-- Moves the due instants of a ticket; what was sent about the old ones is forgotten. No row where they stay the same.
update tickets set
    response_told = case when response_due_at is not distinct from :response_due_at then response_told end,
    due_told = case when due_at is not distinct from :due_at then due_told end,
    response_due_at = :response_due_at, due_at = :due_at
where number = :number and (response_due_at, due_at) is distinct from (:response_due_at, :due_at)
returning number

-- name: called_back
-- Was somebody reached about this ticket by a proven call since it was resolved?
select exists (
    select from tickets t
    join callbacks c on c.ticket = t.number
    where t.number = $1 and c.state = 'reached' and c.way in ('click', 'by_hand') and c.settled_at >= t.resolved_at
)

-- name: resolved_between
-- For the callback rate: tickets that stand resolved, with the first proven outbound call after their resolution, and
-- whether there is somebody to call about them.
select
    t.number, t.category, t.resolved_at,
    (
        select min(c.settled_at)
        from callbacks c
        where c.ticket = t.number and c.state = 'reached' and c.way in ('click', 'by_hand')
            and c.settled_at >= t.resolved_at
    ) as connected_at,
    (
        t.phone <> ''
        or exists (select from callbacks c where c.ticket = t.number)
        or exists (
            select from residents r join resident_phones p on p.resident = r.id where r.household = t.household
        )
    ) as somebody,
    t.call_any_hour_from is not null as any_hour
from tickets t
where t.resolved_at >= $1 and t.resolved_at < $2 and t.status in ('resolved', 'closed')
order by t.resolved_at, t.number
