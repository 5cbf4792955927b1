-- migrate:up

-- Who was deleted lately, and so may not be entered for a shift: without a look at every line of the log.
create index audit_leavers on audit (at) where action = 'user_delete';

-- migrate:down

drop index audit_leavers;
