-- Callbacks that are open, by the hour in which they are due, twelve hours ahead; what is late is due now. Where the service
-- has stopped, one row that says so (-1): what was open then may have been called since.
select name, due from (
    select
        begins,
        case
            when begins < date_trunc('hour', now() at time zone '${timezone}') + interval '12 hours' then to_char(begins, 'HH24')
            else 'later'
        end as name,
        count(c.id)::int as due
    from wall.service
    cross join generate_series(
        date_trunc('hour', now() at time zone '${timezone}'),
        date_trunc('hour', now() at time zone '${timezone}') + interval '12 hours',
        '1 hour'
    ) as begins
    left join wall.callbacks c on c.waiting and greatest(c.due_at, now()) >= begins at time zone '${timezone}'
        and (
            greatest(c.due_at, now()) < (begins + interval '1 hour') at time zone '${timezone}'
            or begins >= date_trunc('hour', now() at time zone '${timezone}') + interval '12 hours'
        )
    where stores
    group by begins
    union all
    select null, 'system', -1 from wall.service where not stores
) due_by_hour
order by begins
