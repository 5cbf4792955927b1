-- Of each hour of today, of the site's own time zone: the share of counted calls that were answered in time, in whole percents
-- and never rounded up. -3: nobody called in that hour. -4: it is still to come. -6: not known, since the service has
-- stopped and this hour has no call, nor has one after it.
select
    to_char(hour, 'HH24') as name,
    case
        when hour > now() at time zone '${timezone}' then -4
        when count(c.within_target) > 0
            then floor(100.0 * count(*) filter (where within_target) / count(c.within_target)) / 100
        when not stores and hour > last_known at time zone '${timezone}' then -6
        else -3
    end::float8 as share
from wall.service
cross join (select coalesce(max(arrived_at), '-infinity') as last_known from wall.calls) known
cross join generate_series(
    date_trunc('day', now() at time zone '${timezone}'), date_trunc('day', now() at time zone '${timezone}')
    + interval '23 hours', '1 hour'
) as hour
left join wall.calls c on c.arrived_at >= hour at time zone '${timezone}'
    and c.arrived_at < (hour + interval '1 hour') at time zone '${timezone}'
group by hour, stores, last_known
order by hour
