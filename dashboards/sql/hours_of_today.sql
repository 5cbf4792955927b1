-- Of each hour of today, of the site's own time zone: the share of counted calls that were answered in time, in whole percents
-- and never rounded up. -3: nobody called in that hour. -4: it is still to come.
select
    to_char(hour, 'HH24') as name,
    case
        when hour > now() at time zone '${timezone}' then -4
        when count(c.within_target) = 0 then -3
        else floor(100.0 * count(*) filter (where within_target) / count(c.within_target)) / 100
    end::float8 as share
from generate_series(
    date_trunc('day', now() at time zone '${timezone}'), date_trunc('day', now() at time zone '${timezone}')
    + interval '23 hours', '1 hour'
) as hour
left join wall.calls c on c.arrived_at >= hour at time zone '${timezone}'
    and c.arrived_at < (hour + interval '1 hour') at time zone '${timezone}'
group by hour
order by hour
