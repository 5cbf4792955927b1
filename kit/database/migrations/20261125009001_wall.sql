-- migrate:up

-- What Grafana may see: verdicts, states and instants; nobody's name or number, no place, no word that a person wrote.
-- Its role reaches this schema and nothing else.
create schema wall;

create view wall.calls as
select
    c.pbx, c.linkedid, c.direction, c.hotline, c.arrived_at, c.queued_at, c.alerted_at, c.answered_at, c.ended_at,
    c.ring_seconds, c.rings, c.wait_seconds, c.talk_seconds, c.disposition, c.within_target, c.excluded, c.measurement,
    c.policy, c.policy_version, c.ring_zone, c.rings_within, t.ticket
from calls c
left join ticket_calls t on t.pbx = c.pbx and t.linkedid = c.linkedid;

-- The longest ringing attempts of a call, without whose phone it was.
create view wall.attempts as
select a.pbx, a.linkedid, a.number, a.alerted_at, a.ended_at, a.ring_seconds, a.outcome
from attempts a;

create view wall.tickets as
select
    t.number, t.status, t.source, t.category, t.priority, t.difficult, t.opened_at, t.responded_at, t.resolved_at,
    t.closed_at, t.response_due_at, t.due_at, t.reopened_count, t.returned_count, t.rating,
    t.merged_into is not null as merged,
    t.status in ('open', 'dispatched', 'in_progress') as unresolved,
    t.status in ('open', 'dispatched', 'in_progress') and coalesce(t.due_at < now(), false) as overdue
from tickets t;

create view wall.ticket_changes as
select h.ticket, h.version, h.at, h.what, h.from_status, h.to_status
from ticket_changes h;

create view wall.callbacks as
select
    c.id, c.reason, c.state, c.ticket, c.born_at, c.due_at, c.not_before, c.settled_at, c.way, c.missed_count,
    c.state in ('pending', 'calling') as waiting,
    c.state in ('pending', 'calling') and c.due_at < now() as overdue,
    (select count(*) from callback_attempts a where a.callback = c.id) as attempts
from callbacks c;

create view wall.callback_attempts as
select a.callback, a.number, a.at, a.outcome, a.pbx, a.linkedid, a.talk_seconds
from callback_attempts a;

create view wall.objective_periods as
select
    p.objective, p.first_day, p.last_day, p.rule_version, p.target_ratio, p.eligible, p.met,
    p.met / nullif(p.eligible, 0) as ratio, p.status, p.closed_at
from objective_periods p;

-- The callback rate of past days as each was closed; line 9 of the sheet. Today's is a metric.
create view wall.callback_days as
select p.first_day as day, p.eligible, p.met as reached, p.eligible - p.met as missing, p.target_ratio, p.ratio, p.status
from wall.objective_periods p
where p.objective = 9;

create view wall.duties as
select
    d.id, d.kind, d.first_day, d.number, d.since, d.until, d.done_at, d.called_off_at,
    d.done_at is null and d.called_off_at is null and d.until <= now() as missed
from duties d;

-- Makes the role where there is none, and lets it see this schema as it is now: call it again when a view comes.
create procedure wall.admit() language plpgsql as $$
begin
    if not exists (select from pg_roles where rolname = 'thirdring_grafana') then
        begin
            create role thirdring_grafana nologin connection limit 20;
            alter role thirdring_grafana set default_transaction_read_only = on;
            alter role thirdring_grafana set statement_timeout = '10s';
        exception when duplicate_object or unique_violation then null; -- another database of this server was faster
        end;
    end if;
    grant usage on schema wall to thirdring_grafana;
    grant select on all tables in schema wall to thirdring_grafana;
end
$$;
revoke execute on procedure wall.admit() from public;

-- Where we may not make roles, `thirdring db grafana` says what an administrator types.
do $$
begin
    call wall.admit();
exception when insufficient_privilege then null;
end
$$;

-- migrate:down

drop schema wall cascade;
