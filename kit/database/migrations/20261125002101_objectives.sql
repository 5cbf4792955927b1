-- migrate:up

-- A period as it was when it was closed. Rows are never changed: what a recompute finds stands beside them.
create table objective_periods (
    objective integer not null,
    first_day date not null,
    last_day date not null,
    rule_version integer not null,
    target_ratio numeric not null,
    eligible numeric not null,
    met numeric not null,
    status text not null check (status in ('met', 'missed')),
    closed_at timestamptz not null,
    primary key (objective, first_day)
);

-- What no machine measures: so many of so many, on a day. A correction is a further version; the last one counts.
create table readings (
    id bigint generated always as identity primary key,
    objective integer not null,
    series text not null default '', -- tells apart several readings of one day, such as teams or kinds of fees
    day date not null,
    version integer not null default 1,
    met numeric not null check (met >= 0),
    total numeric not null check (total >= met),
    unit text not null default '',
    evidence text not null default '', -- a file, a form's number
    who text not null,
    at timestamptz not null,
    why text not null default '', -- of a correction
    unique (objective, day, series, version)
);

-- Recurring obligations, each a row from the day it may be done on. Missed: its end is over and it is not done.
create table duties (
    id bigint generated always as identity primary key,
    kind text not null,
    first_day date not null, -- of the day, week or month it belongs to
    number integer not null, -- 1, 2 … of that period
    since timestamptz not null,
    until timestamptz not null, -- the first instant that is too late
    done_at timestamptz,
    done_by text,
    findings text not null default '',
    evidence text not null default '', -- a photo or file, by its place
    called_off_at timestamptz,
    called_off_by text,
    why text not null default '',
    unique (kind, first_day, number)
);
create index duties_by_end on duties (until);

-- A ticket belongs to the period in which its term ends: by its clock, and by its pauses.
create index tickets_by_clock on tickets (clock_from) where clock_from is not null;
create index tickets_paused on tickets (opened_at) where pauses <> '[]';

-- migrate:down

drop index tickets_paused;
drop index tickets_by_clock;
drop table duties;
drop table readings;
drop table objective_periods;
