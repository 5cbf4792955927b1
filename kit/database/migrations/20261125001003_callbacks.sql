-- migrate:up

create table callbacks (
    id bigint generated always as identity primary key,
    reason text not null check (reason in ('missed_call', 'resolved_ticket', 'requested')),
    phone text not null, -- E.164, or the digits of an extension or intercom
    household bigint references households on delete set null,
    ticket text references tickets on delete cascade,
    state text not null default 'pending'
        check (state in ('pending', 'calling', 'reached', 'unreachable', 'cancelled')),
    version integer not null default 1,
    born_at timestamptz not null,
    due_at timestamptz not null,
    not_before timestamptz not null,
    claimed_by text,
    claimed_until timestamptz,
    missed_count integer not null default 0,
    settled_at timestamptz,
    way text check (way in ('click', 'by_hand', 'inbound', 'manual')),
    why text not null default ''
) with (fillfactor = 80);

-- Whom a callback is about: the household, or the number of nobody known.
create unique index callbacks_one_open_a_person on callbacks (coalesce('household ' || household, phone), reason)
    where state in ('pending', 'calling') and reason <> 'resolved_ticket';
create unique index callbacks_one_open_a_ticket on callbacks (ticket)
    where state in ('pending', 'calling') and reason = 'resolved_ticket';
-- No two agents ever call the same person, nor the same phone.
create unique index callbacks_one_call_a_person on callbacks (coalesce('household ' || household, phone))
    where state = 'calling';
create unique index callbacks_one_call_a_phone on callbacks (phone) where state = 'calling';

create index callbacks_to_do on callbacks (due_at, id) where state = 'pending';
create index callbacks_claimed on callbacks (claimed_until) where state = 'calling';
create index callbacks_by_phone on callbacks (phone, id);
create index callbacks_by_household on callbacks (household, id) where household is not null;
create index callbacks_by_ticket on callbacks (ticket) where ticket is not null;

create table callback_attempts (
    callback bigint not null references callbacks on delete cascade,
    number integer not null, -- 1, 2, 3 … within the callback
    at timestamptz not null,
    agent text not null,
    outcome text not null,
    pbx text,
    linkedid text,
    talk_seconds double precision not null default 0,
    primary key (callback, number),
    unique (callback, pbx, linkedid)
);

-- migrate:down

drop table callback_attempts;
drop table callbacks;
