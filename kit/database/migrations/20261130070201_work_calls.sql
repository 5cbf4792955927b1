-- migrate:up

-- A call of the PBX to a workman about work that nobody has accepted. No number stands here.
create table work_calls (
    id bigint generated always as identity primary key,
    ticket text not null references tickets on delete cascade,
    link bigint not null references work_links on delete cascade, -- that nobody had accepted
    who text not null default '', -- the person who is called
    trade text not null default '', -- whose number is called where who is empty
    channel text not null unique, -- the identifier that we gave the PBX's channel
    called_at timestamptz not null,
    answered_at timestamptz,
    ended_at timestamptz,
    outcome text not null default ''
    check (outcome in ('', 'accepted', 'too_late', 'no_key', 'no_answer', 'refused', 'unknown')),
    check ((ended_at is null) = (outcome = ''))
);
create index work_calls_of_ticket on work_calls (ticket, id);
create unique index work_calls_one_a_ticket on work_calls (ticket) where ended_at is null;
create unique index work_calls_one_a_person on work_calls (who, trade) where ended_at is null;

-- migrate:down

drop table work_calls;
