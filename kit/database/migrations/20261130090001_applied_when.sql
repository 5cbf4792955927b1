-- migrate:up

-- When the last event that is applied was heard, in microseconds since 1970; 0: not known. A service with a journal of
-- its own, whose positions are others, goes on from there.
alter table fold add column applied_us bigint not null default 0;

-- migrate:down

alter table fold drop column applied_us;
