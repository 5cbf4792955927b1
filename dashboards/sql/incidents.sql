-- Major incidents from their report to their resolution, or until now.
select opened_at as "time", coalesce(resolved_at, now()) as timeend, '${name} · ' || number as text
from wall.tickets
where category = 'major_incident' and not merged and status <> 'cancelled'
    and (coalesce(resolved_at, now()) >= $__timeFrom() and opened_at <= $__timeTo())
