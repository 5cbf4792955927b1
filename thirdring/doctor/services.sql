-- name: standing_by
-- Where each service connects from that stands by; '' for a socket. `serve` names its sessions by the run.
select coalesce(host(min(client_addr)), '') as client
from pg_stat_activity
where datname = current_database() and application_name like 'thirdring standby %'
group by application_name
order by client;

-- name: silent_seconds
-- How long the session $1, which holds the lock, has asked for nothing.
select extract(epoch from clock_timestamp() - greatest(state_change, backend_start))::float8
from pg_stat_activity
where pid = $1 and state <> 'active';

-- name: is_known
-- Not in a database without tables, or with those of an older version.
select exists (
    select from information_schema.columns
    where table_schema = current_schema() and table_name = 'fold' and column_name = 'applied_us'
);

-- name: stored_us
-- When the last event that is stored was heard; 0: not known.
select applied_us from fold;
