-- migrate:up

-- Deals with the end of a call that has its ticket, where of its number no callback and no short call's ticket is open.
-- False: there is more to it, it was dealt with before, or somebody decides about it or these people right now; nothing
-- waits for anybody here. Each statement of a function sees what was committed before it began: what is open is asked
-- after these people are locked, and so no callback that is committed meanwhile is overlooked.
create function end_quietly(of_pbx text, of_linkedid text, of_phone text) returns boolean volatile language plpgsql as $$
declare
    households bigint[] := array(select household from household_numbers where number = of_phone);
begin
    perform from desk_calls where pbx = of_pbx and linkedid = of_linkedid and not ended for update skip locked;
    if not found then
        return false;
    end if;
    if not (
        select bool_and(pg_try_advisory_xact_lock(hashtextextended(person, 0)))
        from (
            select 'phone ' || of_phone as person
            union all
            select 'household ' || household from unnest(households) as household
        ) as people
    ) then
        return false;
    end if;
    update desk_calls
    set ended = true
    where
        pbx = of_pbx
        and linkedid = of_linkedid
        and exists (
            select
            from ticket_calls k
            join tickets t on t.number = k.ticket
            where k.pbx = of_pbx and k.linkedid = of_linkedid and (not k.opened or of_phone in ('', t.phone))
        )
        and not exists (
            select
            from callbacks c
            where
                c.state in ('pending', 'calling', 'unreachable')
                and (c.phone = of_phone or c.household = any(households))
        )
        and not exists (
            select
            from tickets t
            where
                t.category = 'short_call'
                and t.status in ('open', 'dispatched', 'in_progress')
                and (t.phone = of_phone or t.household = any(households))
        );
    return found;
end
$$;

-- migrate:down

drop function end_quietly(text, text, text);
