-- name: end_quietly
-- Deals with the end of a call that has its ticket, where of its number no callback and no short call's ticket is open.
-- No row: there is more to it, it was dealt with before, or somebody decides about it or these people right now; nothing
-- waits for anybody here.
with
gate as (
    select pbx, linkedid
    from desk_calls
    where pbx = :pbx and linkedid = :linkedid and not ended
    for update skip locked
),
households as (
    select household from household_numbers where number = :phone::text
),
people as (
    select pg_try_advisory_xact_lock(hashtextextended(person, 0)) as free
    from (
        select 'phone ' || :phone::text as person
        union all
        select 'household ' || household from households
    ) as known
)
update desk_calls d set ended = true
from gate g
where
    d.pbx = g.pbx
    and d.linkedid = g.linkedid
    and (select bool_and(free) from people)
    and exists (
        select
        from ticket_calls k
        join tickets t on t.number = k.ticket
        where k.pbx = :pbx and k.linkedid = :linkedid and (not k.opened or :phone::text in ('', t.phone))
    )
    and not exists (
        select
        from callbacks c
        where
            c.state in ('pending', 'calling', 'unreachable')
            and (c.phone = :phone::text or c.household = any(array(select household from households)))
    )
    and not exists (
        select
        from tickets t
        where
            t.category = 'short_call'
            and t.status in ('open', 'dispatched', 'in_progress')
            and (t.phone = :phone::text or t.household = any(array(select household from households)))
    )
returning true
