-- migrate:up

-- Codes that hang at the points of an inspection's form. One that was replaced is kept, since it may still be scanned.
create table patrol_codes (
    id bigint generated always as identity primary key,
    form text not null,
    item text not null,
    code text not null unique,
    made_at timestamptz not null,
    made_by text not null,
    ended_at timestamptz
);
create unique index patrol_codes_in_use on patrol_codes (form, item) where ended_at is null;

-- Each time that a telephone opened a point by its code. `walk` is the word of a form that is being filled in.
create table patrol_scans (
    id bigint generated always as identity primary key,
    key text not null unique,
    walk text not null,
    who text not null,
    form text not null,
    item text not null,
    code bigint references patrol_codes (id), -- null: nobody made such a code for this point
    device text not null, -- SHA-256 of the telephone's own word
    at timestamptz not null, -- when it arrived
    device_at timestamptz not null -- by the clock of the telephone
);
create index patrol_scans_of_walk on patrol_scans (walk, who);
create index patrol_scans_of_code on patrol_scans (code, device_at);

alter table inspections add column walk text;

-- migrate:down

alter table inspections drop column walk;
drop table patrol_scans;
drop table patrol_codes;
