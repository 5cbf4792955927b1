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

-- name: next_free
-- The most urgent ticket that nobody has: of the trades $1, or an open one of no trade where $2. It is held until the end
-- of the transaction; what another transaction holds is passed over.
select * from tickets
where
    assignee is null
    and status in ('open', 'dispatched', 'in_progress')
    and (trade = any($1::text[]) or ($2 and status = 'open' and trade is null))
    and (pauses = '[]' or pauses -> -1 ->> 1 is not null)
order by
    array_position(array['critical', 'urgent', 'normal'], priority),
    least(due_at, case when responded_at is null then response_due_at end, step_due_at),
    opened_at
limit 1
for update skip locked

-- name: next_free_held
-- The same, waiting for what another transaction holds: it may have only been amended.
select * from tickets
where
    assignee is null
    and status in ('open', 'dispatched', 'in_progress')
    and (trade = any($1::text[]) or ($2 and status = 'open' and trade is null))
    and (pauses = '[]' or pauses -> -1 ->> 1 is not null)
order by
    array_position(array['critical', 'urgent', 'normal'], priority),
    least(due_at, case when responded_at is null then response_due_at end, step_due_at),
    opened_at
limit 1
for update

-- name: take_place
-- The next number of the day; its row stays locked until the transaction ends.
insert into ticket_days (day, last_place) values ($1, 1)
on conflict (day) do update set last_place = ticket_days.last_place + 1
returning last_place

-- name: insert
-- Creates a ticket. Returns where it is about.
insert into tickets ({ticket.columns}) values ({ticket.values})
returning ticket_place(household, place_id) as place

-- name: save
-- Compare and set: no row where the version is not the one before. What was told is about the due instants it had.
update tickets set
    {ticket.assignments},
    response_told = case when response_due_at is not distinct from :response_due_at then response_told end,
    due_told = case when due_at is not distinct from :due_at then due_told end,
    step_told = case when step_due_at is not distinct from :step_due_at then step_told end
where number = :number and version = :version - 1
returning ticket_place(household, place_id) as place

-- name: insert_change
-- Records a change of a ticket.
insert into ticket_changes ({change.columns}) values ({change.values})

-- name: get
-- One ticket, with where it is about.
select
    t.*, ticket_place(t.household, t.place_id) as place
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
select
    number, status, response_due_at, responded_at, response_told, due_at, resolved_at, due_told,
    step_due_at, null::timestamptz as step_at, step_told
from tickets
where
    (
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
    )
    or (
        status in ('open', 'dispatched', 'in_progress', 'resolved')
        and step_due_at <= $2
        and step_told is distinct from 'overdue'
        and (step_told is null or step_due_at <= $1)
    )
order by number
limit $3
for update skip locked

-- name: told
-- Records which alarms of a ticket were sent.
update tickets set response_told = $2, due_told = $3, step_told = $4 where number = $1

-- name: active_after
-- A page of the tickets whose clocks run, for computing what is due again: also of resolved ones that may have steps
-- to be done still, by their categories $3.
select * from tickets
where
    (status in ('open', 'dispatched', 'in_progress') or (status = 'resolved' and category = any($3::text[])))
    and number > $1
order by number
limit $2
for update

-- name: set_dues
-- Moves the due instants of a ticket; what was sent about the old ones is forgotten. No row where they stay the same.
update tickets set
    response_told = case when response_due_at is not distinct from :response_due_at then response_told end,
    due_told = case when due_at is not distinct from :due_at then due_told end,
    step_told = case when step_due_at is not distinct from :step_due_at then step_told end,
    response_due_at = :response_due_at, due_at = :due_at, step_due_at = :step_due_at, late_steps = :late_steps
where
    number = :number
    and (response_due_at, due_at, step_due_at, late_steps)
    is distinct from (:response_due_at, :due_at, :step_due_at, :late_steps::timestamptz[])
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

-- name: wanting_a_hand
-- Tickets that nobody has, also by a link, and that somebody on duty may be given: $1 and $3 are pairs of a trade and a
-- name. The urgent ones, and those dispatched until $2. `had`: to whom each was given by rule since then. They are held until the end of
-- the transaction; what another one holds waits for the next round.
select t.*, given.had
from tickets t
join lateral (
    select
        c.at,
        array(
            select g.to_whom from ticket_changes g
            where g.ticket = t.number and g.version > c.version and g.what = 'given'
        ) as had
    from ticket_changes c
    where c.ticket = t.number and c.what in ('dispatch', 'hand_over')
    order by c.version desc limit 1
) given on true
where
    t.status = 'dispatched'
    and t.assignee is null
    and t.trade = any($1::text[])
    and not exists (select from work_links l where l.ticket = t.number and l.accepted_at is not null and l.ended_at is null)
    and (t.pauses = '[]' or t.pauses -> -1 ->> 1 is not null)
    and (t.priority <> 'normal' or given.at <= $2)
    and exists (
        select from unnest($1::text[], $3::text[]) as d (trade, name)
        where d.trade = t.trade and d.name <> all(given.had)
    )
order by array_position(array['critical', 'urgent', 'normal'], t.priority), given.at
limit 50
for update of t skip locked

-- name: open_work
-- How many tickets that are not resolved each of these people has.
select assignee, count(*) as many from tickets
where assignee = any($1::text[]) and status in ('open', 'dispatched', 'in_progress')
group by assignee

-- name: waiting_of
-- How many tickets of each of these trades nobody has; null: of all trades.
select trade, count(*) as many from tickets
where trade is not null and ($1::text[] is null or trade = any($1)) and assignee is null and status = 'dispatched'
group by trade
