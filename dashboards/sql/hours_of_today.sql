-- Counted calls of each hour of today, of the site's own time zone, by how the promise was kept.
select
    to_char(hour, 'HH24') as hour,
    count(*) filter (where within_target)::int as within,
    count(*) filter (where not within_target and disposition = 'answered')::int as late,
    count(*) filter (where not within_target and disposition is distinct from 'answered')::int as unanswered
from generate_series(
    date_trunc('day', now() at time zone '${timezone}'), date_trunc('day', now() at time zone '${timezone}')
    + interval '23 hours', '1 hour'
) as hour
left join wall.calls c on c.arrived_at >= hour at time zone '${timezone}'
    and c.arrived_at < (hour + interval '1 hour') at time zone '${timezone}'
group by hour
order by hour
