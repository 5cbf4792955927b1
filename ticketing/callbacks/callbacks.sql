-- name: lock_people
-- One change at a time about a person, in whatever process; until the transaction ends. Taken before any row is
-- changed and always in the same order, so that nobody waits for each other.
select pg_advisory_xact_lock(hashtextextended(person, 0))
from (select unnest($1::text[]) as person order by 1) as people

-- name: try_to_lock_people
-- The same without waiting; false: somebody decides about them right now.
select bool_and(pg_try_advisory_xact_lock(hashtextextended(person, 0))) from unnest($1::text[]) as person

-- name: lock_people_of_number
-- The same for a number and the households that have it. Gives these households, and null for the number.
select household, pg_advisory_xact_lock(hashtextextended(person, 0))
from (
    select 'phone ' || $1::text as person, null::bigint as household
    union all
    select 'household ' || household, household from household_numbers where number = $1::text
    order by 1
) as people

-- name: about_person
-- What is open, or was given up, about a household or a number; oldest first.
select * from callbacks
where
    (household = $1::bigint or phone = $2)
    and state in ('pending', 'calling', 'unreachable')
order by id

-- name: about_number
-- What is open, or was given up, about a number or the households that have it.
select * from callbacks
where (phone = $1 or household = any($2::bigint[])) and state in ('pending', 'calling', 'unreachable')
order by id

-- name: of_ticket
-- The callbacks of a ticket, oldest first.
select * from callbacks where ticket = $1 order by id

-- name: get
-- One callback by its id.
select * from callbacks where id = $1

-- name: attempts
-- The attempts of these callbacks, in order.
select * from callback_attempts where callback = any($1::bigint[]) order by callback, number

-- name: insert
-- Creates a callback.
insert into callbacks ({callback.columns}) values ({callback.values})
returning id

-- name: save
-- Compare and set: no row where somebody was faster.
update callbacks set {callback.assignments}
where id = :id and version = :version_before
returning id

-- name: insert_attempt
-- Records an attempt; the same call counts once.
insert into callback_attempts ({attempt.columns}) values ({attempt.values})
on conflict do nothing

-- name: called_now
-- Is the same person, or the same phone, being called on behalf of another callback?
select exists (
    select from callbacks
    where
        state = 'calling'
        and claimed_until > $4
        and id <> $1
        and (household = $2::bigint or phone = $3)
)

-- name: expired_of_person
-- Claims that ran out, of a person or of a phone, so that somebody else may call.
select * from callbacks
where state = 'calling' and claimed_until <= $3 and (household = $1::bigint or phone = $2)
order by id
for update

-- name: expired
-- Claims that ran out; what somebody changes right now is looked at in the next round.
select * from callbacks where state = 'calling' and claimed_until <= $1 order by id for update skip locked

-- name: held_by_agent
-- An agent is gone: whom he was to call, others may call now.
select * from callbacks where state = 'calling' and claimed_by = $1 order by id for update

-- name: assigned_to_agent
-- What somebody is to call who is gone, or has another name.
select * from callbacks where state in ('pending', 'calling') and assigned_to = $1 order by id for update

-- name: to_do
-- Pending ones that may be called now, the most urgent first; not of people who are being called. $3: anybody may be
-- called at this hour. Not what somebody else than the agent $4 is to call, before it is due.
select * from callbacks c
where
    state = 'pending'
    and not_before <= $1
    and (assigned_to is null or assigned_to = $4 or due_at <= $1)
    and ($3 or exists (select from tickets t where t.number = c.ticket and t.call_any_hour_from <= $1))
    and not exists (
        select from callbacks o
        where o.state = 'calling' and (o.phone = c.phone or o.household = c.household)
    )
order by due_at, id
limit $2

-- name: any_hour
-- Of these tickets those about which somebody may be called at any hour.
select number from tickets where number = any($1::text[]) and call_any_hour_from <= $2

-- name: numbers_of_household
-- The phone numbers of a household.
select number from household_numbers where household = $1

-- name: mark_call_ended
-- The gate through which an ended call is dealt with once. Gives whether its caller asked for a callback by key.
insert into desk_calls (pbx, linkedid, ended) values ($1, $2, true)
on conflict (pbx, linkedid) do update set ended = true where not desk_calls.ended
returning asked

-- name: mark_call_asked
-- The gate through which a callback asked for by key is dealt with once a call.
insert into desk_calls (pbx, linkedid, asked) values ($1, $2, true)
on conflict (pbx, linkedid) do update set asked = true where not desk_calls.asked
returning true

-- name: reached_since
-- A wish told late: have they been spoken to since?
select exists (
    select from callbacks
    where
        (household = $1::bigint or phone = $2)
        and settled_at >= $3
        and state = 'reached'
        and way in ('click', 'by_hand', 'inbound')
)

-- name: phone_of_household
-- Where a household is called about a ticket that names no number: the owner's first phone.
select p.number
from residents r
join resident_phones p on p.resident = r.id
where r.household = $1
order by array_position(array['owner', 'tenant', 'family', 'contact'], r.part), r.id, p.number
limit 1

-- name: open_after
-- A page of the open ones, for computing what is due again.
select * from callbacks where state in ('pending', 'calling') and id > $1 order by id limit $2 for update

-- name: set_due
-- Moves the due instants; no row where they stay the same.
update callbacks set due_at = $2, not_before = $3
where id = $1 and (due_at, not_before) is distinct from ($2, $3)
returning id

-- name: open_of_ticket
-- Callbacks about the resolution of a ticket that is no longer resolved.
select * from callbacks
where ticket = $1 and reason = 'resolved_ticket' and state in ('pending', 'calling', 'unreachable')
order by id

-- name: not_dealt_with
-- Calls that ended, and that the desk has not heard of: it, or PostgreSQL, was away.
select
    c.pbx, c.linkedid, c.direction, c.hotline, c.caller_raw, c.dialled, c.arrived_at, c.answered_at, c.ended_at,
    c.talk_seconds, c.disposition, c.agent, c.alerted_at, c.ring_ended_at, c.measurement,
    (
        select a.outcome
        from attempts a
        where a.pbx = c.pbx and a.linkedid = c.linkedid
        order by a.number desc
        limit 1
    ) as last_outcome
from calls c
left join desk_calls d on d.pbx = c.pbx and d.linkedid = c.linkedid
where
    c.arrived_at >= (select born_at from desk)
    and c.arrived_at >= $1
    and c.ended_at <= $2
    and c.direction in ('inbound', 'outbound')
    and d.ended is distinct from true
order by c.arrived_at, c.pbx, c.linkedid
limit $3

-- name: ended_call
-- One call that has ended, for an agent who says what it was about.
select
    c.pbx, c.linkedid, c.direction, c.hotline, c.caller_raw, c.dialled, c.arrived_at, c.answered_at, c.ended_at,
    c.talk_seconds, c.disposition, c.agent, c.alerted_at, c.ring_ended_at, c.measurement,
    (
        select a.outcome
        from attempts a
        where a.pbx = c.pbx and a.linkedid = c.linkedid
        order by a.number desc
        limit 1
    ) as last_outcome
from calls c
where c.pbx = $1 and c.linkedid = $2 and c.ended_at is not null and c.direction in ('inbound', 'outbound')
