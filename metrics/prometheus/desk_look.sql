-- name: tickets_counted
-- Tickets that are neither closed nor cancelled, by category and status; a due instant is the first that is too late.
select
    category, status, count(*) as number,
    count(*) filter (where status <> 'resolved' and due_at <= $1) as overdue,
    count(*) filter (where status <> 'resolved' and due_at > $1 and due_at <= $2) as due_soon
from tickets
where status in ('open', 'dispatched', 'in_progress', 'resolved')
group by category, status

-- name: complaints_overdue
-- Complaints whose first answer is late and still missing.
select count(*)
from tickets
where
    status in ('open', 'dispatched', 'in_progress')
    and category = any($2::text[])
    and response_due_at <= $1
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

-- name: duties_counted
-- Duties that may be done now, and those whose time ended since $2, the beginning of today, without their being done.
select
    count(*) filter (where done_at is null and until > $1) as due,
    count(*) filter (where done_at is not null and until > $1) as done,
    count(*) filter (where done_at is null and until <= $1) as missed
from duties
where until >= $2 and since <= $1 and called_off_at is null

-- name: used_up
-- How many people were shown as many masked numbers today, $1, as they may be, $2; and looked up as many, $3.
select
    (
        select count(*)
        from (select from disclosures where day = $1 and counted group by who having count(*) >= $2) s
    ) as shown,
    (select count(*) from (select from lookups where day = $1 group by who having count(*) >= $3) l) as looked_up
