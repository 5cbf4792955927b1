-- migrate:up

-- Steps of procedures have terms of their own: `step_due_at` is of the step whose turn has come, also of a resolved
-- ticket; `late_steps` are the due instants of those that were settled too late.
alter table tickets
    add column step_due_at timestamptz, -- null: no term, or paused
    add column step_told text check (step_told in ('due_soon', 'overdue')), -- about this step_due_at
    add column late_steps timestamptz[] not null default '{}';

create index tickets_step_due on tickets (step_due_at) where step_due_at is not null;
create index tickets_late_steps on tickets (opened_at) where late_steps <> '{}';

drop index tickets_by_state;
create index tickets_by_state on tickets (category, status) include (due_at, step_due_at)
    where status in ('open', 'dispatched', 'in_progress', 'resolved');

-- A renovation ends with its deposit now. One that was accepted before has no such step to be done.
update tickets t set
    steps_waived = t.steps_waived || jsonb_build_array(jsonb_build_array('deposit', 'hotline', accepted -> 2, ''))
from (
    select number, jsonb_path_query_first(steps_done || steps_waived, 'strict $[*] ? (@[0] == "acceptance")') as accepted
    from tickets
    where steps_done <> '[]' or steps_waived <> '[]'
) a
where a.number = t.number and a.accepted is not null;

-- `next_due_at` is what is due first of what is still to be done, steps included.
create or replace view wall.tickets as
select
    t.number, t.status, t.source, t.category, t.priority, t.difficult, t.opened_at, t.responded_at, t.resolved_at,
    t.closed_at, t.response_due_at, t.due_at, t.reopened_count, t.returned_count, t.rating,
    t.merged_into is not null as merged,
    t.status in ('open', 'dispatched', 'in_progress') as unresolved,
    coalesce(
        case
            when t.status in ('open', 'dispatched', 'in_progress')
            then least(t.due_at, case when t.responded_at is null then t.response_due_at end, t.step_due_at)
            when t.status = 'resolved' then t.step_due_at
        end < now(),
        false
    ) as overdue,
    case
        when t.status in ('open', 'dispatched', 'in_progress')
        then least(t.due_at, case when t.responded_at is null then t.response_due_at end, t.step_due_at)
        else t.step_due_at
    end as next_due_at,
    t.step_due_at, t.late_steps
from tickets t;

-- migrate:down

drop view wall.tickets;
create view wall.tickets as
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
drop index tickets_by_state;
create index tickets_by_state on tickets (category, status) include (due_at)
    where status in ('open', 'dispatched', 'in_progress', 'resolved');
drop index tickets_late_steps;
drop index tickets_step_due;
alter table tickets drop column late_steps, drop column step_told, drop column step_due_at;
