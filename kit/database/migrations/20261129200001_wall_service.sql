-- migrate:up

-- Does a service store here now? It holds the session lock (kit/database/lock.py), which ends with its session.
create view wall.service as
select exists (
    select from pg_locks
    where
        locktype = 'advisory' and classid = 29800 and objid = 1919512167 and objsubid = 2 and granted
        and database = (select oid from pg_database where datname = current_database())
) as stores;

do $$
begin
    call wall.admit();
exception when insufficient_privilege then null;
end
$$;

-- migrate:down

drop view wall.service;
