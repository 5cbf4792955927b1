-- migrate:up

-- A form filled in. What it says is never changed; what comes of a finding stands in the finding's history.
create table inspections (
    id bigint generated always as identity primary key,
    form text not null,
    department text not null default '',
    day date not null, -- the local day that it is about
    who text not null,
    at timestamptz not null,
    duty bigint references duties (id), -- that is done by it
    notes text not null default ''
);
create index inspections_by_day on inspections (day, id);

create table inspection_items (
    inspection bigint not null references inspections (id),
    place integer not null, -- on the form
    item text not null,
    zh text not null,
    en text not null,
    objective integer, -- the line of the quality sheet that it feeds
    result text not null check (result in ('ok', 'minor', 'major', 'not_applicable')),
    note text not null default '',
    evidence text not null default '',
    primary key (inspection, place)
);

create table findings (
    id bigint generated always as identity primary key,
    inspection bigint not null references inspections (id),
    place integer not null,
    severity text not null check (severity in ('minor', 'major')),
    state text not null check (state in ('open', 'corrected', 'escalated', 'closed')),
    version integer not null default 1,
    unique (inspection, place)
);
create index findings_unsettled on findings (id) where state in ('open', 'corrected');

create table finding_changes (
    id bigint generated always as identity primary key,
    finding bigint not null references findings (id),
    version integer not null, -- the finding's after it
    at timestamptz not null,
    who text not null,
    what text not null,
    why text not null default ''
);
create index finding_changes_of on finding_changes (finding, id);

create table nonconformities (
    id bigint generated always as identity primary key,
    source text not null check (source in ('finding', 'ticket', 'hand')),
    finding bigint references findings (id),
    ticket text references tickets (number),
    breached_due_at timestamptz, -- the promise that was broken; a moved one may be broken again
    title text not null,
    description text not null default '',
    department text not null default '',
    state text not null default 'raised'
        check (state in ('raised', 'issued', 'acted', 'verified', 'closed', 'cancelled')),
    version integer not null default 1,
    raised_at timestamptz not null,
    raised_by text not null,
    issued_at timestamptz,
    issued_by text,
    responsible text not null default '',
    due date, -- the last day on which it is in time
    due_at timestamptz, -- the first instant that is too late
    corrective text not null default '',
    preventive text not null default '',
    acted_at timestamptz,
    acted_by text,
    verified_at timestamptz,
    verified_by text,
    verification text not null default '',
    closed_at timestamptz,
    closed_by text,
    told text check (told in ('due_soon', 'overdue')), -- the alarm that was told last about this due instant
    unique (ticket, breached_due_at)
);
create index nonconformities_of_finding on nonconformities (finding) where finding is not null;
create index nonconformities_due on nonconformities (due_at) where state = 'issued';

create table nonconformity_changes (
    id bigint generated always as identity primary key,
    nonconformity bigint not null references nonconformities (id),
    version integer not null, -- the nonconformity's after it
    at timestamptz not null,
    who text not null,
    what text not null,
    why text not null default ''
);
create index nonconformity_changes_of on nonconformity_changes (nonconformity, id);

create index tickets_breached on tickets (due_at) where due_told = 'overdue';

-- migrate:down

drop index tickets_breached;
drop table nonconformity_changes;
drop table nonconformities;
drop table finding_changes;
drop table findings;
drop table inspection_items;
drop table inspections;
