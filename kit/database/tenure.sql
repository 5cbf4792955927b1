-- name: try_lock
-- The session lock of the one service that stores here. It ends with the session.
select pg_try_advisory_lock($1, $2);

-- name: unlock
-- Once less: it may have been taken twice in a session.
select pg_advisory_unlock($1, $2);

-- name: holder
-- Whose session holds the lock, and what the last service wrote of itself.
select
    a.pid as backend, coalesce(a.application_name, '') as application,
    coalesce(host(a.client_addr), '') as client, a.backend_start as since
from pg_locks l
left join pg_stat_activity a on a.pid = l.pid
where
    l.locktype = 'advisory' and l.classid = $1::int::oid and l.objid = $2::int::oid and l.objsubid = 2 and l.granted
    and l.database = (select oid from pg_database where datname = current_database());

-- name: notice_a_vanished_client
-- A machine that is gone without a word loses its sessions after 25 s instead of two hours. A socket ignores it.
select
    set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
    set_config('tcp_keepalives_count', '3', false), set_config('tcp_user_timeout', '25000', false);

-- name: last
-- Who stored here last, or does now.
select instance, host, pid, data_dir, version, since from tenure;

-- name: take
-- The epoch of this tenure. Who had it last, and gets it back, goes on in the same one.
update tenure
set
    epoch = case when instance = $1 then epoch else epoch + 1 end,
    since = case when instance = $1 then since else now() end,
    instance = $1, host = $2, pid = $3, data_dir = $4, version = $5
returning epoch;

-- name: end_others
-- Sessions that another run of the service has left here: it may not store any more. $1: our own name.
select count(pg_terminate_backend(pid))
from pg_stat_activity
where datname = current_database() and application_name like 'thirdring serve %' and application_name <> $1;

-- name: others
-- How many of them are there still.
select count(*)
from pg_stat_activity
where datname = current_database() and application_name like 'thirdring serve %' and application_name <> $1;

-- name: end_backend
-- A session of ours that the server has not noticed the end of.
select pg_terminate_backend($1);

-- name: beat
-- Do we hold it still, in the same epoch, and are the tables of this version? $3: the migrations that we know.
select
    exists (
        select from pg_locks
        where
            locktype = 'advisory' and classid = $1::int::oid and objid = $2::int::oid and objsubid = 2 and granted
            and pid = pg_backend_pid()
    ) as held,
    (select epoch from tenure) as epoch,
    exists (select from schema_migrations where version <> all($3::text[])) as newer;

-- name: look
-- Of who stands by. How long has the session $1, which holds the lock, asked for nothing; are the tables of another
-- version than the migrations $2, which we know?
select
    (
        select extract(epoch from clock_timestamp() - greatest(state_change, backend_start))::float8
        from pg_stat_activity where pid = $1 and state <> 'active'
    ) as silent_seconds,
    exists (select from schema_migrations where version <> all($2::text[])) as newer,
    exists (
        select from unnest($2::text[]) as k (version)
        where k.version not in (select version from schema_migrations)
    ) as older;

-- name: rename
-- Who stood by is in charge now.
select set_config('application_name', $1, false);
