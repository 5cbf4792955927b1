-- name: page
-- Calls, newest first, at most $1. `true` becomes predicates that stand in calls_store.py; never input.
select
    c.*,
    array(
        select row (a.agent, a.device, a.alerted_at, a.ended_at, a.ring_seconds, a.outcome)
        from attempts a
        where a.pbx = c.pbx and a.linkedid = c.linkedid
        order by a.number
    ) as attempts,
    array(
        select row (t.at, t.kind, t.from_agent, t.to_agent)
        from transfers t
        where t.pbx = c.pbx and t.linkedid = c.linkedid
        order by t.number
    ) as transfers,
    coalesce(
        (select k.ticket from ticket_calls k where k.pbx = c.pbx and k.linkedid = c.linkedid),
        (
            select b.ticket
            from callback_attempts o
            join callbacks b on b.id = o.callback
            where o.pbx = c.pbx and o.linkedid = c.linkedid and b.ticket is not null
            order by b.id
            limit 1
        )
    ) as ticket
from (
    select * from calls where true order by arrived_at desc, pbx desc, linkedid desc limit $1
) c
order by c.arrived_at desc, c.pbx desc, c.linkedid desc

-- name: events
-- The events behind one call.
select events from receipts where pbx = $1 and linkedid = $2
