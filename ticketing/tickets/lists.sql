-- name: tickets
-- A page of tickets: conditions, order and limit follow. What stands around a ticket is selected, not joined, so that it
-- is read for the tickets of the page alone.
select
    t.*,
    ticket_place(t.household, t.place_id) as place,
    array(select row (k.pbx, k.linkedid) from ticket_calls k where k.ticket = t.number order by k.linkedid) as calls,
    array(select c.id from callbacks c where c.ticket = t.number order by c.id) as callbacks
from (
    select
        *,
        ticket_next_due(status, due_at, responded_at, response_due_at, step_due_at) as next_due,
        priority_rank(priority) as rank
    from tickets
) t

-- name: ticket
-- One ticket with all that stands around it: a row for each of its changes, or one where it has none.
with one as materialized (
    select
        t.*,
        ticket_place(t.household, t.place_id) as place,
        array(select row (k.pbx, k.linkedid) from ticket_calls k where k.ticket = t.number order by k.linkedid) as calls,
        array(select c.id from callbacks c where c.ticket = t.number order by c.id) as callbacks
    from tickets t
    where t.number = $1
)
select one.*, c.ticket, c.version as change_version, c.at, c.who, c.what, c.from_status, c.to_status, c.why, c.to_whom
from one
left join ticket_changes c on c.ticket = one.number
order by c.version
