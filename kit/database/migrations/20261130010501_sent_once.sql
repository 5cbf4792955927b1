-- migrate:up

-- What a telephone sends again, because the answer was lost, happens once. The key is the sender's own.
alter table inspections add column idempotency_key text;
create unique index inspections_sent_once on inspections (who, idempotency_key) where idempotency_key is not null;
alter table duties add column idempotency_key text;

-- migrate:down

alter table duties drop column idempotency_key;
drop index inspections_sent_once;
alter table inspections drop column idempotency_key;
