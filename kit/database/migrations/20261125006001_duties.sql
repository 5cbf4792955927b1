-- migrate:up

-- A duty says what was due, whatever the settings say later; what was done with it stands in its history.
alter table duties
    add column zh text not null default '',
    add column en text not null default '',
    add column department text not null default '',
    add column objective integer, -- the line of the quality sheet that it feeds
    add column owner text not null default 'agent',
    add column sign_off boolean not null default false,
    add column provisional boolean not null default false, -- the calendar of its year was not known yet
    add column version integer not null default 1,
    add column signed_at timestamptz,
    add column signed_by text,
    add column told text check (told in ('due_soon', 'overdue')), -- the alarm that was told last
    drop constraint duties_kind_first_day_number_key,
    add constraint duties_once unique (kind, first_day, department, number);
alter table duties drop column why;
create index duties_by_objective on duties (objective, until) where objective is not null;
create index duties_alarming on duties (until)
    where done_at is null and called_off_at is null and told is distinct from 'overdue';

create table duty_changes (
    id bigint generated always as identity primary key,
    duty bigint not null references duties (id),
    version integer not null, -- the duty's after it
    at timestamptz not null,
    who text not null,
    what text not null,
    why text not null default ''
);
create index duty_changes_of on duty_changes (duty, id);

-- migrate:down

drop table duty_changes;
drop index duties_alarming;
drop index duties_by_objective;
alter table duties
    drop constraint duties_once,
    drop column zh,
    drop column en,
    drop column department,
    drop column objective,
    drop column owner,
    drop column sign_off,
    drop column provisional,
    drop column version,
    drop column signed_at,
    drop column signed_by,
    drop column told,
    add column why text not null default '',
    add constraint duties_kind_first_day_number_key unique (kind, first_day, number);
