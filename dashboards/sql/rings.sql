-- Counted calls of the time chosen by the rings that callers heard, and how the promise was kept. 15 is 15 and more.
select
    series.ring::text || case when series.ring = 15 then '+' else '' end as ring,
    count(*) filter (where within_target)::int as within,
    count(*) filter (where not within_target and disposition = 'answered')::int as late,
    count(*) filter (where not within_target and disposition is distinct from 'answered')::int as unanswered
from generate_series(0, 15) as series (ring)
left join (
    select least(rings, 15) as ring, within_target, disposition
    from wall.calls
    where
        within_target is not null and $__timeFilter(arrived_at)
        and coalesce(hotline, 'other') ~ '^(${hotline:regex})$'
) counted on counted.ring = series.ring
group by series.ring
order by series.ring
