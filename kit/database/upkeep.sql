-- name: known
-- Is there a table for it yet? A backup is also made of an older database.
select to_regclass('upkeep') is not null;

-- name: note
-- A task was done at $2.
insert into upkeep (task, succeeded_at) values ($1, $2)
on conflict (task) do update set succeeded_at = excluded.succeeded_at;

-- name: read
-- When each was last done.
select task, succeeded_at from upkeep order by task;
