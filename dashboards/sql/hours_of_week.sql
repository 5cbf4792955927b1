-- Counted calls by weekday and hour of the site's own time zone.
select
    extract(isodow from local)::text as weekday,
    count(*) filter (where extract(hour from local) = 0) as "00",
    count(*) filter (where extract(hour from local) = 1) as "01",
    count(*) filter (where extract(hour from local) = 2) as "02",
    count(*) filter (where extract(hour from local) = 3) as "03",
    count(*) filter (where extract(hour from local) = 4) as "04",
    count(*) filter (where extract(hour from local) = 5) as "05",
    count(*) filter (where extract(hour from local) = 6) as "06",
    count(*) filter (where extract(hour from local) = 7) as "07",
    count(*) filter (where extract(hour from local) = 8) as "08",
    count(*) filter (where extract(hour from local) = 9) as "09",
    count(*) filter (where extract(hour from local) = 10) as "10",
    count(*) filter (where extract(hour from local) = 11) as "11",
    count(*) filter (where extract(hour from local) = 12) as "12",
    count(*) filter (where extract(hour from local) = 13) as "13",
    count(*) filter (where extract(hour from local) = 14) as "14",
    count(*) filter (where extract(hour from local) = 15) as "15",
    count(*) filter (where extract(hour from local) = 16) as "16",
    count(*) filter (where extract(hour from local) = 17) as "17",
    count(*) filter (where extract(hour from local) = 18) as "18",
    count(*) filter (where extract(hour from local) = 19) as "19",
    count(*) filter (where extract(hour from local) = 20) as "20",
    count(*) filter (where extract(hour from local) = 21) as "21",
    count(*) filter (where extract(hour from local) = 22) as "22",
    count(*) filter (where extract(hour from local) = 23) as "23"
from (
    select arrived_at at time zone '${timezone}' as local
    from wall.calls
    where within_target is not null and $__timeFilter(arrived_at) and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
) calls
group by 1
order by 1
