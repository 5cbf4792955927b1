-- migrate:up

-- The caller asked by key to be called back: what is told of it twice is dealt with once, and the missed call has no
-- callback of its own.
alter table desk_calls add column asked boolean not null default false;

-- migrate:down

alter table desk_calls drop column asked;
