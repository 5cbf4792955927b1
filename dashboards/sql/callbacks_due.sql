-- Callbacks that are open, by the hour in which they are due, twelve hours ahead; what is late is due now.
select
    to_char(hour, 'HH24') as hour,
    count(c.id) filter (where c.due_at >= now())::int as due,
    count(c.id) filter (where c.due_at < now())::int as overdue
from generate_series(
    date_trunc('hour', now() at time zone '${timezone}'), date_trunc('hour', now() at time zone '${timezone}')
    + interval '11 hours', '1 hour'
) as hour
left join wall.callbacks c on c.waiting and greatest(c.due_at, now()) >= hour at time zone '${timezone}'
    and greatest(c.due_at, now()) < (hour + interval '1 hour') at time zone '${timezone}'
group by hour
order by hour
