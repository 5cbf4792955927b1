-- migrate:up

-- How a resident gave the rating themselves; null: the desk put it down. What they gave by key or link stands.
alter table tickets add column rating_by text check (rating_by in ('key', 'callback', 'link'));

-- migrate:down

alter table tickets drop column rating_by;
