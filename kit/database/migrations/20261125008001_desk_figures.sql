-- migrate:up

-- The tickets that are looked at every few seconds for the metrics, whatever the number of those that are closed.
create index tickets_by_state on tickets (category, status) include (due_at)
    where status in ('open', 'dispatched', 'in_progress', 'resolved');

-- migrate:down

drop index tickets_by_state;
