-- Recurring duties of the time chosen and of the week to come, the missed first, by the names that the settings give them.
select
    coalesce(nullif(${language}, ''), kind) as duty, objective::text as objective, until,
    case
        when done_at is null and missed then 'missed'
        when done_at is null then 'due'
        when sign_off and signed_at is null then 'unsigned'
        else 'done'
    end as standing
from wall.duties
where called_off_at is null and until >= $__timeFrom()::timestamptz and since <= now() + interval '7 days'
order by done_at is null and missed desc, until
limit 200
