-- Callbacks that are open, by the hour in which they are due, twelve hours ahead and at least until midnight, when those of
-- today are due; what is late is due now.
select
    to_char(begins, 'HH24') as hour,
    count(c.id) filter (where c.due_at >= now())::int as due,
    count(c.id) filter (where c.due_at < now())::int as overdue
from generate_series(
    date_trunc('hour', now() at time zone '${timezone}'),
    greatest(
        date_trunc('hour', now() at time zone '${timezone}') + interval '11 hours',
        date_trunc('day', now() at time zone '${timezone}') + interval '1 day'
    ),
    '1 hour'
) as begins
left join wall.callbacks c on c.waiting and greatest(c.due_at, now()) >= begins at time zone '${timezone}'
    and greatest(c.due_at, now()) < (begins + interval '1 hour') at time zone '${timezone}'
group by begins
order by begins
