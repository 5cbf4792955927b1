-- Callbacks that are open, by the hour in which they are due, twelve hours ahead; what is late is due now.
select
    case
        when begins < date_trunc('hour', now() at time zone '${timezone}') + interval '12 hours' then to_char(begins, 'HH24')
        else 'later'
    end as name,
    count(c.id)::int as due
from generate_series(
    date_trunc('hour', now() at time zone '${timezone}'),
    date_trunc('hour', now() at time zone '${timezone}') + interval '12 hours',
    '1 hour'
) as begins
left join wall.callbacks c on c.waiting and greatest(c.due_at, now()) >= begins at time zone '${timezone}'
    and (
        greatest(c.due_at, now()) < (begins + interval '1 hour') at time zone '${timezone}'
        or begins >= date_trunc('hour', now() at time zone '${timezone}') + interval '12 hours'
    )
group by begins
order by begins
