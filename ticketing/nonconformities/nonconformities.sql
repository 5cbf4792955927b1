-- name: insert
-- Creates a nonconformity, by hand or from a finding.
insert into nonconformities (source, finding, title, description, department, raised_at, raised_by)
values (:source, :finding, :title, :description, :department, :raised_at, :raised_by)
returning *

-- name: raise_for_answer
-- One for the answer of a survey; nothing where it has one.
insert into nonconformities (source, survey, response, title, description, department, raised_at, raised_by)
select 'survey', r.survey, r.id, :title, :description, :department, :raised_at, :raised_by
from survey_responses r
where r.survey = :survey and r.id = :response
on conflict (response) do nothing
returning *

-- name: of_answer
-- The nonconformity of an answer to a survey.
select * from nonconformities where survey = $1 and response = $2

-- name: raise_for_breaches
-- One for each promise of these categories that was broken since $2; $1 null: of all categories.
insert into nonconformities (source, ticket, breached_due_at, title, description, raised_at, raised_by)
select 'ticket', b.number, b.due_at, b.title || b.number, b.category, $3, $4
from (
    select number, category, due_at, $5::text as title from tickets where due_told = 'overdue' and due_at > $2
    union all
    select number, category, response_due_at, $6::text from tickets
    where response_told = 'overdue' and response_due_at > $2
    union all
    select number, category, step_due_at, $7::text from tickets where step_told = 'overdue' and step_due_at > $2
    union all
    select t.number, t.category, late.due_at, $7::text
    from tickets t
    cross join lateral unnest(t.late_steps) as late (due_at)
    where t.late_steps <> '{}' and late.due_at > $2
) b
where
    ($1::text[] is null or b.category = any($1))
    and not exists (select from nonconformities n where n.ticket = b.number and n.breached_due_at = b.due_at)
order by b.due_at
on conflict (ticket, breached_due_at) do nothing
returning *

-- name: get
-- One nonconformity by its id.
select * from nonconformities where id = $1

-- name: list
-- A page of them: conditions, order and limit follow.
select * from nonconformities

-- name: save
-- Only where it is still at the version before. Another due instant has alarms of its own.
update nonconformities set
    {nonconformity.assignments}, told = case when due_at is not distinct from :due_at then told end
where id = :id and version = :version - 1
returning id

-- name: history
-- The changes of a nonconformity, oldest first.
select * from nonconformity_changes where nonconformity = $1 order by id

-- name: note
-- Records a change of a nonconformity.
insert into nonconformity_changes ({change.columns}) values ({change.values})

-- name: alarming
-- What is issued, due soon or overdue, and was not told yet.
select * from nonconformities
where
    state = 'issued' and told is distinct from 'overdue' and due_at <= $2
    and (told is null or due_at <= $1)
order by due_at, id
limit $3
for update skip locked

-- name: told
-- Records which alarm of a nonconformity was sent.
update nonconformities set told = $2 where id = $1
