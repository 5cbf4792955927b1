-- migrate:up

-- The last place given on each local day. Its row is locked until the ticket is there, so that a day has no gaps.
create table ticket_days (
    day date primary key,
    last_place integer not null
);

create table tickets (
    number text primary key, -- YYYYMMDD-NNNN
    version integer not null default 1,
    status text not null default 'open'
        check (status in ('open', 'dispatched', 'in_progress', 'resolved', 'closed', 'cancelled')),
    source text not null,
    category text not null,
    priority text not null,
    difficult boolean not null default false,
    title text not null default '',
    household bigint references households on delete set null,
    contact text not null default '',
    phone text not null default '',
    assignee text,
    trade text,
    resolution text not null default '',
    opened_at timestamptz not null,
    clock_from timestamptz, -- null: opened_at
    responded_at timestamptz,
    resolved_at timestamptz,
    closed_at timestamptz,
    response_due_at timestamptz, -- null: nothing promised, or paused
    due_at timestamptz,
    response_told text check (response_told in ('due_soon', 'overdue')), -- about this response_due_at
    due_told text check (due_told in ('due_soon', 'overdue')),
    pauses jsonb not null default '[]', -- [[since_us, until_us | null, reason], …]
    steps_done jsonb not null default '[]', -- [[step, who, at_us, evidence], …]
    steps_waived jsonb not null default '[]', -- [[step, who, at_us, why], …]
    complaint jsonb, -- valid, response, responded_at_us, settlement, satisfaction
    reopened_count integer not null default 0,
    returned_count integer not null default 0,
    merged_into text references tickets,
    split_from text references tickets,
    rating integer check (rating between 1 and 5),
    rating_comment text not null default ''
) with (fillfactor = 80);

create index tickets_by_opening on tickets (opened_at, number);
create index tickets_by_resolution on tickets (resolved_at) where resolved_at is not null;
create index tickets_by_household on tickets (household, opened_at) where household is not null;
create index tickets_by_phone on tickets (phone, opened_at) where phone <> '';
create index tickets_by_assignee on tickets (assignee, due_at) where status in ('open', 'dispatched', 'in_progress');
create index tickets_due on tickets (due_at)
    where due_at is not null and due_told is distinct from 'overdue' and status in ('open', 'dispatched', 'in_progress');
create index tickets_response_due on tickets (response_due_at)
    where response_due_at is not null and response_told is distinct from 'overdue' and responded_at is null;

-- A change is a row. `version` is the ticket's after it.
create table ticket_changes (
    ticket text not null references tickets on delete cascade,
    version integer not null,
    at timestamptz not null,
    who text not null,
    what text not null,
    from_status text not null,
    to_status text not null,
    why text not null default '',
    to_whom text,
    primary key (ticket, version)
);

-- Every call that the desk has dealt with: the gate through which one call opens one ticket.
create table desk_calls (
    pbx text not null,
    linkedid text not null,
    ended boolean not null default false, -- dealt with as an ended call: missed, or proof
    primary key (pbx, linkedid)
);

-- Since when there is a desk: calls before it get no ticket. One row.
create table desk (
    site boolean primary key default true check (site),
    born_at timestamptz not null default now()
);
insert into desk default values;

create table ticket_calls (
    pbx text not null,
    linkedid text not null,
    ticket text not null references tickets on delete cascade,
    primary key (pbx, linkedid)
);
create index ticket_calls_by_ticket on ticket_calls (ticket);

-- migrate:down

drop table ticket_calls;
drop table desk;
drop table desk_calls;
drop table ticket_changes;
drop table tickets;
drop table ticket_days;
