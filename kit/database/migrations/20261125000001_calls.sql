-- migrate:up

-- One row a call; key (pbx, linkedid). Written by the fold only. Personal data: caller, caller_raw, dialled; nowhere else.
create table calls (
    pbx text not null,
    linkedid text not null,
    direction text not null,
    hotline text,
    caller text, -- E.164
    caller_raw text not null, -- empty: withheld, or purged
    dialled text not null,
    arrived_at timestamptz not null,
    queued_at timestamptz,
    alerted_at timestamptz,
    answered_at timestamptz,
    ring_ended_at timestamptz, -- answered, given up or gone: what ring_seconds and wait_seconds run to
    ended_at timestamptz, -- null: live
    ring_seconds double precision not null,
    rings integer not null,
    wait_seconds double precision not null,
    talk_seconds double precision not null,
    disposition text,
    within_target boolean,
    excluded text,
    policy text not null,
    policy_version integer not null,
    ring_zone text not null,
    rings_within integer not null,
    agent text,
    measurement text not null,
    primary key (pbx, linkedid)
) with (fillfactor = 80);

-- A page of calls: newest first, from (arrived_at, pbx, linkedid), narrowed by one column or by none.
create index calls_by_arrival on calls (arrived_at, pbx, linkedid);
create index calls_by_hotline on calls (hotline, arrived_at) where hotline is not null;
create index calls_by_agent on calls (agent, arrived_at) where agent is not null;
create index calls_by_disposition on calls (disposition, arrived_at) where disposition is not null;
create index calls_late on calls (arrived_at) where within_target is false;
create index calls_apart on calls (arrived_at) where excluded is not null;
create index calls_live on calls (arrived_at) where ended_at is null;

-- attempts, transfers and receipts refer to calls without a foreign key: only the fold and the purge write them, in one
-- statement with their call, and a check of each row would cost a third of the write.
create table attempts (
    pbx text not null,
    linkedid text not null,
    number integer not null, -- 1, 2, 3 … within the call
    agent text not null,
    device text not null,
    began_at timestamptz not null,
    alerted_at timestamptz,
    ended_at timestamptz,
    ring_seconds double precision not null,
    outcome text,
    primary key (pbx, linkedid, number)
);

create table transfers (
    pbx text not null,
    linkedid text not null,
    number integer not null,
    at timestamptz not null,
    kind text not null,
    from_agent text,
    to_agent text,
    primary key (pbx, linkedid, number)
);

-- The events behind a call: [[at_us, position, event, device, effect], …].
create table receipts (
    pbx text not null,
    linkedid text not null,
    events json not null,
    primary key (pbx, linkedid)
);

-- How far the journal is folded into these tables; one row.
create table fold (
    site boolean primary key default true check (site),
    applied_position bigint not null default 0,
    resume_position bigint not null default 0, -- where a fresh fold begins to read: the oldest call still live
    changed_at timestamptz not null default now()
);
insert into fold default values;

-- Who may use the API. Only a hash of the token is kept.
create table tokens (
    id bigint generated always as identity primary key,
    token_sha256 bytea not null unique check (length(token_sha256) = 32),
    role text not null,
    label text not null default '',
    created_at timestamptz not null default now(),
    expires_at timestamptz,
    revoked_at timestamptz
);

-- Who did what that changed or disclosed something; kept apart from calls.
create table audit (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    actor text not null,
    action text not null,
    detail json not null default '{}'
);
create index audit_by_time on audit (at desc);

-- migrate:down

drop table audit;
drop table tokens;
drop table fold;
drop table receipts;
drop table transfers;
drop table attempts;
drop table calls;
