-- migrate:up

-- What became of a call for which the service had more phones ring: asked, taken or saved; null: no more rang.
alter table calls add column rescue text;
alter table attempts add column is_rescue boolean not null default false;

create index calls_rescue on calls (arrived_at desc) where rescue is not null;

-- migrate:down

drop index calls_rescue;

alter table attempts drop column is_rescue;

alter table calls drop column rescue;
