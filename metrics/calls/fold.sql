-- name: write_calls
-- Calls as they stand now, with all that hangs on them; one statement, so one transaction.
with
written_calls as (
    insert into calls ({call.columns})
    select * from unnest({call.arrays})
    on conflict (pbx, linkedid) do update set {call.excluded}
),
written_attempts as (
    insert into attempts ({attempt.columns})
    select * from unnest({attempt.arrays})
    on conflict (pbx, linkedid, number) do update set {attempt.excluded}
),
written_transfers as (
    insert into transfers ({transfer.columns})
    select * from unnest({transfer.arrays})
    on conflict (pbx, linkedid, number) do update set {transfer.excluded}
),
written_receipts as (
    insert into receipts ({receipt.columns})
    select * from unnest({receipt.arrays})
    on conflict (pbx, linkedid) do update set {receipt.excluded}
)
update fold
set
    applied_position = :applied_position,
    resume_position = :resume_position,
    applied_us = coalesce(nullif(:heard_us::bigint, 0), applied_us),
    changed_at = now()
where :applied_position::bigint is not null;

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

-- name: known_position
-- What take_position has last said, without taking anything.
select journal, applied_position, resume_position from fold;

-- name: write_position
-- Events that changed no call were passed.
update fold
set
    applied_position = $1,
    resume_position = $2,
    applied_us = coalesce(nullif($3::bigint, 0), applied_us),
    changed_at = now();

-- name: other_journal
-- Where the positions are those of another journal than $1: when the last event applied was heard, and since when a
-- call lives that was live within $2 microseconds before it. A call of more than $3 microseconds is not waited for.
select
    applied_us,
    least(applied_us, coalesce((
        select (extract(epoch from min(c.arrived_at)) * 1000000)::bigint
        from calls c
        where
            c.arrived_at > to_timestamp((f.applied_us - $3::bigint) / 1000000.0)
            and (c.ended_at is null or c.ended_at > to_timestamp((f.applied_us - $2::bigint) / 1000000.0))
    ), applied_us)) as since_us
from fold f
where f.journal <> $1 and f.applied_us > 0;

-- name: place_position
-- From here on positions are those of the journal $1.
update fold set journal = $1, applied_position = $2, resume_position = $3;
