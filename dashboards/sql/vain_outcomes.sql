-- Why phones were not picked up, the most frequent cause first.
select a.outcome, count(*)::int as attempts
from wall.attempts a
join wall.calls c using (pbx, linkedid)
where
    a.outcome in ('no_answer', 'busy', 'dropped', 'failed') and c.direction = 'inbound' and $__timeFilter(c.arrived_at)
    and coalesce(c.hotline, 'other') ~ '^(${hotline:regex})$'
group by a.outcome
order by attempts desc, a.outcome
