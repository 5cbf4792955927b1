-- migrate:up

-- Since when somebody may be called about a ticket in quiet hours as well. Null: not at all.
alter table tickets add column call_any_hour_from timestamptz;

-- migrate:down

alter table tickets drop column call_any_hour_from;
