-- Attempts to call back with the calls that were made, the last first.
select a.at, c.reason, a.outcome, a.talk_seconds, c.ticket, a.pbx, a.linkedid
from wall.callback_attempts a
join wall.callbacks c on c.id = a.callback
where $__timeFilter(a.at)
order by a.at desc
limit 200
