-- Recurring duties, the missed first.
select kind, until, case when done_at is not null then 'done' when missed then 'missed' else 'due' end as standing
from wall.duties
where called_off_at is null and $__timeFilter(until)
order by missed desc, until
limit 200
