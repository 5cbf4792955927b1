-- Counted calls of each hour of each day, of the site's own time zone; hours to come have no row.
select
    day at time zone '${timezone}' as "time", to_char(hour, 'FM00') as metric, coalesce(sum(calls), 0)::float8 as value
from generate_series(
    date_trunc('day', $__timeFrom()::timestamptz at time zone '${timezone}'), now() at time zone '${timezone}', '1 day'
) as day
cross join generate_series(0, 23) as hour
left join (
    select
        date_trunc('day', local) as day, extract(hour from local)::int as hour, count(*) as calls
    from (
        select arrived_at at time zone '${timezone}' as local
        from wall.calls
        where
            within_target is not null and $__timeFilter(arrived_at)
            and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
    ) each
    group by 1, 2
) as counted using (day, hour)
where day + hour * interval '1 hour' <= now() at time zone '${timezone}'
group by day, hour
order by 1, 2
