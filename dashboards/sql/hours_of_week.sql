-- Counted calls by weekday and hour of the site's own time zone.
select
    week.weekday::text as weekday,
    coalesce(sum(calls) filter (where hour = 0), 0)::int as "00",
    coalesce(sum(calls) filter (where hour = 1), 0)::int as "01",
    coalesce(sum(calls) filter (where hour = 2), 0)::int as "02",
    coalesce(sum(calls) filter (where hour = 3), 0)::int as "03",
    coalesce(sum(calls) filter (where hour = 4), 0)::int as "04",
    coalesce(sum(calls) filter (where hour = 5), 0)::int as "05",
    coalesce(sum(calls) filter (where hour = 6), 0)::int as "06",
    coalesce(sum(calls) filter (where hour = 7), 0)::int as "07",
    coalesce(sum(calls) filter (where hour = 8), 0)::int as "08",
    coalesce(sum(calls) filter (where hour = 9), 0)::int as "09",
    coalesce(sum(calls) filter (where hour = 10), 0)::int as "10",
    coalesce(sum(calls) filter (where hour = 11), 0)::int as "11",
    coalesce(sum(calls) filter (where hour = 12), 0)::int as "12",
    coalesce(sum(calls) filter (where hour = 13), 0)::int as "13",
    coalesce(sum(calls) filter (where hour = 14), 0)::int as "14",
    coalesce(sum(calls) filter (where hour = 15), 0)::int as "15",
    coalesce(sum(calls) filter (where hour = 16), 0)::int as "16",
    coalesce(sum(calls) filter (where hour = 17), 0)::int as "17",
    coalesce(sum(calls) filter (where hour = 18), 0)::int as "18",
    coalesce(sum(calls) filter (where hour = 19), 0)::int as "19",
    coalesce(sum(calls) filter (where hour = 20), 0)::int as "20",
    coalesce(sum(calls) filter (where hour = 21), 0)::int as "21",
    coalesce(sum(calls) filter (where hour = 22), 0)::int as "22",
    coalesce(sum(calls) filter (where hour = 23), 0)::int as "23"
from generate_series(1, 7) as week (weekday)
left join (
    select extract(isodow from local)::int as weekday, extract(hour from local)::int as hour, count(*) as calls
    from (
        select arrived_at at time zone '${timezone}' as local
        from wall.calls
        where
            within_target is not null and $__timeFilter(arrived_at)
            and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
    ) each
    group by 1, 2
) hours on hours.weekday = week.weekday
group by week.weekday
order by week.weekday
