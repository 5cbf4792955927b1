-- migrate:up

-- When the first call of this site arrived. It stays known after that call was deleted.
alter table desk add column first_call_at timestamptz;
update desk set first_call_at = (select min(arrived_at) from calls);

-- migrate:down

alter table desk drop column first_call_at;
