-- name: write_calls
-- Calls as they stand now, with all that hangs on them; one statement, so one transaction.
with
batch as (
    select *
    from unnest(
        $1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
        $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::timestamptz[], $12::timestamptz[],
        $13::timestamptz[], $14::float8[], $15::int4[], $16::float8[], $17::float8[], $18::text[], $19::bool[],
        $20::text[], $21::text[], $22::int4[], $23::text[], $24::int4[], $25::text[], $26::text[], $27::text[]
    )
),
written_calls as (
    insert into calls (
        pbx, linkedid, direction, hotline, caller, caller_raw, dialled,
        arrived_at, queued_at, alerted_at, answered_at, ring_ended_at, ended_at,
        ring_seconds, rings, wait_seconds, talk_seconds, disposition, within_target,
        excluded, policy, policy_version, ring_zone, rings_within, agent, measurement, housekeeper
    )
    select * from batch
    on conflict (pbx, linkedid) do update set
        direction = excluded.direction, hotline = excluded.hotline, caller = excluded.caller,
        caller_raw = excluded.caller_raw, dialled = excluded.dialled, arrived_at = excluded.arrived_at,
        queued_at = excluded.queued_at, alerted_at = excluded.alerted_at, answered_at = excluded.answered_at,
        ring_ended_at = excluded.ring_ended_at, ended_at = excluded.ended_at, ring_seconds = excluded.ring_seconds,
        rings = excluded.rings, wait_seconds = excluded.wait_seconds, talk_seconds = excluded.talk_seconds,
        disposition = excluded.disposition, within_target = excluded.within_target, excluded = excluded.excluded,
        policy = excluded.policy, policy_version = excluded.policy_version, ring_zone = excluded.ring_zone,
        rings_within = excluded.rings_within, agent = excluded.agent, measurement = excluded.measurement,
        housekeeper = excluded.housekeeper
),
written_attempts as (
    insert into attempts (
        pbx, linkedid, number, agent, device, began_at, alerted_at, ended_at, ring_seconds, outcome
    )
    select * from unnest(
        $28::text[], $29::text[], $30::int4[], $31::text[], $32::text[], $33::timestamptz[], $34::timestamptz[],
        $35::timestamptz[], $36::float8[], $37::text[]
    )
    on conflict (pbx, linkedid, number) do update set
        agent = excluded.agent, device = excluded.device, began_at = excluded.began_at,
        alerted_at = excluded.alerted_at, ended_at = excluded.ended_at, ring_seconds = excluded.ring_seconds,
        outcome = excluded.outcome
),
written_transfers as (
    insert into transfers (pbx, linkedid, number, at, kind, from_agent, to_agent)
    select * from unnest(
        $38::text[], $39::text[], $40::int4[], $41::timestamptz[], $42::text[], $43::text[], $44::text[]
    )
    on conflict (pbx, linkedid, number) do update set
        at = excluded.at, kind = excluded.kind, from_agent = excluded.from_agent, to_agent = excluded.to_agent
),
written_receipts as (
    insert into receipts (pbx, linkedid, events)
    select * from unnest($45::text[], $46::text[], $47::json[])
    on conflict (pbx, linkedid) do update set events = excluded.events
)
update fold
set applied_position = $48, resume_position = $49, changed_at = now()
where $48::bigint is not null;

-- name: trim_calls
-- What an earlier derivation of these calls had more than this one: ($1, $2) calls, $3 attempts, $4 transfers.
with kept as (
    select * from unnest($1::text[], $2::text[], $3::int4[], $4::int4[]) as k (pbx, linkedid, attempts, transfers)
),
trimmed as (
    delete from attempts a using kept k
    where a.pbx = k.pbx and a.linkedid = k.linkedid and a.number > k.attempts
)
delete from transfers t using kept k
where t.pbx = k.pbx and t.linkedid = k.linkedid and t.number > k.transfers;

-- name: take_position
-- From here on positions are those of the journal $1, whose last is $2. How far is it applied, and where does a fresh
-- fold begin to read? A null is of the time before this was asked.
update fold
set
    applied_position = case when coalesce(journal, $1) = $1 then least(applied_position, $2) else 0 end,
    resume_position = case when coalesce(journal, $1) = $1 then least(resume_position, $2::bigint + 1) else 0 end,
    journal = $1
returning applied_position, resume_position;

-- name: write_position
-- Events that changed no call were passed.
update fold set applied_position = $1, resume_position = $2, changed_at = now();
