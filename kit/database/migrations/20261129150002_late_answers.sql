-- migrate:up

-- A ticket whose first response is missing and late is overdue as well; `next_due_at` is what is due first.
create or replace view wall.tickets as
select
    t.number, t.status, t.source, t.category, t.priority, t.difficult, t.opened_at, t.responded_at, t.resolved_at,
    t.closed_at, t.response_due_at, t.due_at, t.reopened_count, t.returned_count, t.rating,
    t.merged_into is not null as merged,
    t.status in ('open', 'dispatched', 'in_progress') as unresolved,
    t.status in ('open', 'dispatched', 'in_progress') and coalesce(
        least(t.due_at, case when t.responded_at is null then t.response_due_at end) < now(), false
    ) as overdue,
    least(t.due_at, case when t.responded_at is null then t.response_due_at end) as next_due_at
from tickets t;

create index tickets_answered_late on tickets (response_due_at) where response_told = 'overdue';

-- migrate:down

drop index tickets_answered_late;
drop view wall.tickets;
create view wall.tickets as
select
    t.number, t.status, t.source, t.category, t.priority, t.difficult, t.opened_at, t.responded_at, t.resolved_at,
    t.closed_at, t.response_due_at, t.due_at, t.reopened_count, t.returned_count, t.rating,
    t.merged_into is not null as merged,
    t.status in ('open', 'dispatched', 'in_progress') as unresolved,
    t.status in ('open', 'dispatched', 'in_progress') and coalesce(t.due_at < now(), false) as overdue
from tickets t;
