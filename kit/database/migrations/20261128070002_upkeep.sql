-- migrate:up

-- When what is to be done every day was last done; a row a task that ever was.
create table upkeep (
    task text primary key check (task in ('backup', 'purge')),
    succeeded_at timestamptz not null
);

-- migrate:down

drop table upkeep;
