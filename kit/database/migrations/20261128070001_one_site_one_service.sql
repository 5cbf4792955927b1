-- migrate:up

-- The site whose database this is; one row, made by its first service. The same word is in site.id of its data_dir.
create table site (
    one boolean primary key default true check (one),
    id text not null,
    since timestamptz not null default now()
);

-- The service that stores here, or the last one that did. Who holds the session lock writes this row, nobody else.
create table tenure (
    one boolean primary key default true check (one),
    epoch bigint not null default 0, -- rises by one with each service that takes over
    instance text not null default '', -- of one run of one service
    host text not null default '',
    pid integer not null default 0,
    data_dir text not null default '',
    version text not null default '',
    since timestamptz not null default now()
);
insert into tenure default values;

-- The journal whose positions these are; null: not known yet.
alter table fold add column journal text;

-- migrate:down

alter table fold drop column journal;
drop table tenure;
drop table site;
