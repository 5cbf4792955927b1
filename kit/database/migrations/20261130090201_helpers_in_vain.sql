-- migrate:up

-- Attempts with the instant at which they began: a phone that never rang has no other. Helpers' phones, which ring
-- beside those of the desk, only where they had the call: that others were faster is nobody's ringing in vain.
create or replace view wall.attempts as
select a.pbx, a.linkedid, a.number, a.alerted_at, a.ended_at, a.ring_seconds, a.outcome, a.began_at
from attempts a
where not a.is_rescue or a.outcome = 'answered';

-- Counted calls that missed the target, each with its cause, as docs/measurement.md defines the causes: by the phones
-- that the dialplan rang.
create or replace view wall.missed_calls as
select
    c.arrived_at, c.hotline, c.rings, c.ring_seconds, c.disposition, c.ticket, c.pbx, c.linkedid,
    case
        when tried.housekeeper_away and (c.disposition = 'answered' or tried.others_rang = 0) then 'housekeeper_away'
        when c.disposition = 'answered' and tried.rang_out > 0 then 'rang_out_first'
        when c.disposition = 'answered' then 'answered_late'
        when tried.rang > 0 then 'rang_out'
        when c.disposition = 'no_agent' then 'nobody_signed_in'
        else 'nobody_free'
    end as cause
from wall.calls c
join calls own on own.pbx = c.pbx and own.linkedid = c.linkedid
cross join lateral (
    select
        count(*) filter (where a.alerted_at is not null) as rang,
        count(*) filter (where a.alerted_at is not null and a.agent is distinct from own.housekeeper) as others_rang,
        count(*) filter (where a.outcome = 'no_answer') as rang_out,
        own.housekeeper is not null and coalesce(
            (array_agg(a.outcome order by a.number) filter (where a.agent = own.housekeeper))[1], 'failed'
        ) in ('no_answer', 'failed') as housekeeper_away
    from attempts a
    where a.pbx = c.pbx and a.linkedid = c.linkedid and not a.is_rescue
) tried
where c.within_target is false;

-- migrate:down

create or replace view wall.missed_calls as
select
    c.arrived_at, c.hotline, c.rings, c.ring_seconds, c.disposition, c.ticket, c.pbx, c.linkedid,
    case
        when tried.housekeeper_away and (c.disposition = 'answered' or tried.others_rang = 0) then 'housekeeper_away'
        when c.disposition = 'answered' and tried.rang_out > 0 then 'rang_out_first'
        when c.disposition = 'answered' then 'answered_late'
        when tried.rang > 0 then 'rang_out'
        when c.disposition = 'no_agent' then 'nobody_signed_in'
        else 'nobody_free'
    end as cause
from wall.calls c
join calls own on own.pbx = c.pbx and own.linkedid = c.linkedid
cross join lateral (
    select
        count(*) filter (where a.alerted_at is not null) as rang,
        count(*) filter (where a.alerted_at is not null and a.agent is distinct from own.housekeeper) as others_rang,
        count(*) filter (where a.outcome = 'no_answer') as rang_out,
        own.housekeeper is not null and coalesce(
            (array_agg(a.outcome order by a.number) filter (where a.agent = own.housekeeper))[1], 'failed'
        ) in ('no_answer', 'failed') as housekeeper_away
    from attempts a
    where a.pbx = c.pbx and a.linkedid = c.linkedid
) tried
where c.within_target is false;
create or replace view wall.attempts as
select a.pbx, a.linkedid, a.number, a.alerted_at, a.ended_at, a.ring_seconds, a.outcome, a.began_at
from attempts a;
