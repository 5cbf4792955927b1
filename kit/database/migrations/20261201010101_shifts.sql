-- migrate:up

-- A shift on one day for which people were entered. Which shifts there are, and when, is in the settings.
create table roster_turns (
    shift text not null,
    day date not null, -- the local day on which it begins
    version integer not null default 1,
    entered_by text not null,
    entered_at timestamptz not null,
    primary key (shift, day)
);

create index roster_turns_day on roster_turns (day);

create table roster (
    shift text not null,
    day date not null,
    person text not null,
    part text not null check (part in ('member', 'manager')),
    place integer not null, -- as they were entered
    primary key (shift, day, person),
    foreign key (shift, day) references roster_turns on delete cascade
);

create index roster_person on roster (person);

-- Who is away, and who stands in for them.
create table absences (
    id bigint generated always as identity primary key,
    version integer not null default 1,
    person text not null,
    stand_in text check (stand_in <> person),
    since timestamptz not null,
    until timestamptz not null check (until > since),
    note text not null default '',
    entered_by text not null,
    entered_at timestamptz not null
);

create index absences_until on absences (until);

-- What a shift leaves for the next one. Nobody changes a note; it is taken over once.
create table handovers (
    id bigint generated always as identity primary key,
    shift text not null,
    day date not null,
    text text not null,
    written_by text not null,
    written_at timestamptz not null,
    taken_by text,
    taken_at timestamptz,
    check ((taken_by is null) = (taken_at is null))
);

create index handovers_day on handovers (day, shift);

-- migrate:down

drop table handovers;
drop table absences;
drop table roster;
drop table roster_turns;
