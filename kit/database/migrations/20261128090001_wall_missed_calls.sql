-- migrate:up

-- Counted calls that missed the target, each with its cause, as docs/measurement.md defines the causes.
create view wall.missed_calls as
select
    c.arrived_at, c.hotline, c.rings, c.ring_seconds, c.disposition, c.ticket, c.pbx, c.linkedid,
    case
        when c.disposition = 'answered' and tried.rang_out > 0 then 'rang_out_first'
        when c.disposition = 'answered' then 'answered_late'
        when tried.rang > 0 then 'rang_out'
        when c.disposition = 'no_agent' then 'nobody_signed_in'
        else 'nobody_free'
    end as cause
from wall.calls c
cross join lateral (
    select
        count(*) filter (where a.alerted_at is not null) as rang,
        count(*) filter (where a.outcome = 'no_answer') as rang_out
    from attempts a
    where a.pbx = c.pbx and a.linkedid = c.linkedid
) tried
where c.within_target is false;

do $$
begin
    call wall.admit();
exception when insufficient_privilege then null;
end
$$;

-- migrate:down

drop view wall.missed_calls;
