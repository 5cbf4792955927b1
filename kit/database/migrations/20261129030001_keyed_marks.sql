-- migrate:up

-- What makes the marks of this database its own.
create table mark_salt (
    one boolean primary key default true check (one),
    salt bytea not null check (length(salt) >= 32)
);
insert into mark_salt (salt) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- Stands for a number that is not kept.
create function mark_of(number text) returns bytea language sql stable as $$
    select sha256(salt || convert_to(number, 'UTF8')) from mark_salt
$$;

-- The old marks were too short to tell two numbers apart. What was shown before asks for a reason again.
delete from disclosures;
alter table disclosures drop constraint disclosures_pkey;
alter table disclosures drop column mark;
alter table disclosures add column mark bytea not null check (length(mark) = 32);
-- What somebody typed is no proof that it was shown to them: each has its own row.
create unique index disclosures_once on disclosures (who, subject, mark, (rule = 'typed'));

delete from lookups;
alter table lookups drop constraint lookups_pkey;
alter table lookups drop column mark;
alter table lookups add column mark bytea not null check (length(mark) = 32);
alter table lookups add primary key (day, who, mark);

-- migrate:down

delete from lookups;
alter table lookups drop constraint lookups_pkey;
alter table lookups drop column mark;
alter table lookups add column mark integer not null;
alter table lookups add primary key (day, who, mark);

delete from disclosures;
drop index disclosures_once;
alter table disclosures drop column mark;
alter table disclosures add column mark integer not null;
alter table disclosures add primary key (who, subject, mark);

drop function mark_of;
drop table mark_salt;
