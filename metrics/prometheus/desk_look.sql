-- name: tickets_counted
-- Tickets that are neither closed nor cancelled, by category and status; a due instant is the first that is too late.
-- Of a resolved one only a step of its procedure is due.
select
    category, status, count(*) as number,
    count(*) filter (where due_at <= $1) as overdue,
    count(*) filter (where due_at > $1 and due_at <= $2) as due_soon
from (
    select category, status, least(case when status <> 'resolved' then due_at end, step_due_at) as due_at
    from tickets
    where status in ('open', 'dispatched', 'in_progress', 'resolved')
) running
group by category, status

-- name: complaints_overdue
-- Complaints whose first answer is late and still missing.
select count(*)
from tickets
where
    status in ('open', 'dispatched', 'in_progress')
    and category = any(:complaint_categories::text[])
    and response_due_at <= :now
    and complaint ->> 'responded_at_us' is null

-- name: incidents
-- Major incidents that are not closed; they are few.
select * from tickets
where status in ('open', 'dispatched', 'in_progress', 'resolved') and category = any($1::text[])
order by number
limit 500

-- name: callbacks_counted
-- Open callbacks by reason and state; one that may not be tried yet again is not overdue. Two halves, an index each.
select reason, state, count(*) as number, count(*) filter (where due_at <= $1 and not_before <= $1) as overdue
from (
    select reason, state, due_at, not_before from callbacks where state = 'pending'
    union all
    select reason, state, due_at, not_before from callbacks where state = 'calling'
) as open_ones
group by reason, state

-- name: duties
-- Duties that may be done now, and those whose time ended since midnight without their being done.
select state, number
from (
    select
        count(*) filter (where done_at is null and until > :now) as due,
        count(*) filter (where done_at is not null and until > :now) as done,
        count(*) filter (where done_at is null and until <= :now) as missed
    from duties
    where until >= :midnight and since <= :now and called_off_at is null
) as c
cross join lateral (values ('due', c.due), ('done', c.done), ('missed', c.missed)) as v (state, number)

-- name: disclosures_used_up
-- How many people were shown as many masked numbers today as they may be, and how many looked up as many.
select 'shown', count(*)
from (
    select from disclosures where day = :today and counted group by who having count(*) >= :numbers_per_day
) as shown
union all
select 'looked_up', count(*)
from (select from lookups where day = :today group by who having count(*) >= :lookups_per_day) as looked_up
