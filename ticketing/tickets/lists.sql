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
