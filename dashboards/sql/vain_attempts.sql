-- Attempts at a phone that nobody picked up, the last first.
select a.began_at, c.hotline, a.outcome, a.ring_seconds, c.disposition, a.pbx, a.linkedid
from wall.attempts a
join wall.calls c using (pbx, linkedid)
where
    a.outcome in ('no_answer', 'busy', 'dropped', 'failed') and c.direction = 'inbound' and $__timeFilter(c.arrived_at)
    and coalesce(c.hotline, 'other') ~ '^(${hotline:regex})$'
order by a.began_at desc
limit 200
