-- migrate:up

-- Personal data: residents, resident_phones, households.notes. Deleting a household deletes all of it.
create table households (
    id bigint generated always as identity primary key,
    estate text not null default '',
    building text not null default '',
    unit text not null default '',
    room text not null,
    housekeeper text, -- an agent's name
    notes text,
    consent boolean, -- null: never asked
    vip boolean,
    changed_at timestamptz not null default now(),
    unique (estate, building, unit, room)
);
create index households_by_housekeeper on households (housekeeper) where housekeeper is not null;

create table residents (
    id bigint generated always as identity primary key,
    household bigint not null references households on delete cascade,
    name text not null,
    part text not null check (part in ('owner', 'tenant', 'family', 'contact')),
    unique (household, name)
);

-- Many phones to a person, and many persons, so households, to a phone.
create table resident_phones (
    resident bigint not null references residents on delete cascade,
    number text not null, -- E.164, or the digits of an extension or intercom
    raw text not null,
    primary key (number, resident)
);
create index resident_phones_by_resident on resident_phones (resident);

-- The file checklist: which documents are kept, since when.
create table household_documents (
    household bigint not null references households on delete cascade,
    title text not null,
    since date,
    primary key (household, title)
);

-- Which household a number last called about.
create table number_calls (
    number text not null,
    household bigint not null references households on delete cascade,
    last_called_at timestamptz not null,
    primary key (number, household)
);
create index number_calls_by_household on number_calls (household);

-- migrate:down

drop table number_calls;
drop table household_documents;
drop table resident_phones;
drop table residents;
drop table households;
