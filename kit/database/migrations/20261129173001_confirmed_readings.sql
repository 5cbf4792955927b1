-- migrate:up

-- A reading counts once a manager has confirmed it. Those that were there before are confirmed.
alter table readings
add column state text not null default 'confirmed' check (state in ('told', 'confirmed', 'rejected')),
add column told_by text not null default ''; -- who told these figures

update readings set told_by = who;

create index readings_waiting on readings (objective, day, series) where state = 'told';

-- migrate:down

drop index readings_waiting;
alter table readings drop column state, drop column told_by;
