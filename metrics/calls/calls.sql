-- name: calls
-- A page of calls: conditions, order and limit follow.
select
    c.*,
    array(
        select row (a.agent, a.device, a.alerted_at, a.ended_at, a.ring_seconds, a.outcome, a.is_rescue)
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
    select *, case when alerted_at is not null then ring_seconds end as rang_seconds from calls
) c

-- name: events
-- The events behind one call.
select events from receipts where pbx = $1 and linkedid = $2
