-- name: insert
-- Creates a nonconformity, by hand or from a finding.
insert into nonconformities (source, finding, title, description, department, raised_at, raised_by)
values ($1, $2, $3, $4, $5, $6, $7)
returning *

-- name: raise_for_answer
-- One for the answer $2 of the survey $1; nothing where it has one.
insert into nonconformities (source, survey, response, title, description, department, raised_at, raised_by)
select 'survey', r.survey, r.id, $3, $4, $5, $6, $7
from survey_responses r
where r.survey = $1 and r.id = $2
on conflict (response) do nothing
returning *

-- name: of_answer
-- The nonconformity of an answer to a survey.
select * from nonconformities where survey = $1 and response = $2

-- name: raise_for_breaches
-- One for each promise of these categories that was broken since $2; $1 null: of all categories.
insert into nonconformities (source, ticket, breached_due_at, title, description, raised_at, raised_by)
select 'ticket', t.number, t.due_at, $3 || t.number, t.category, $4, $5
from tickets t
where
    t.due_told = 'overdue' and t.due_at > $2 and ($1::text[] is null or t.category = any($1))
    and not exists (
        select from nonconformities n where n.ticket = t.number and n.breached_due_at = t.due_at
    )
order by t.due_at
on conflict (ticket, breached_due_at) do nothing
returning *

-- name: get
-- One nonconformity by its id.
select * from nonconformities where id = $1

-- name: page
-- The newest first, at most $1. `true` becomes predicates.
select * from nonconformities where true order by id desc limit $1

-- name: save
-- Only where it is still at version $2. Another due instant has alarms of its own.
update nonconformities set
    version = $2 + 1, state = $3, issued_at = $4, issued_by = $5, responsible = $6, due = $7,
    told = case when due_at is not distinct from $8 then told end, due_at = $8,
    corrective = $9, preventive = $10, acted_at = $11, acted_by = $12,
    verified_at = $13, verified_by = $14, verification = $15, closed_at = $16, closed_by = $17
where id = $1 and version = $2
returning id

-- name: history
-- The changes of a nonconformity, oldest first.
select * from nonconformity_changes where nonconformity = $1 order by id

-- name: note
-- Records a change of a nonconformity.
insert into nonconformity_changes (nonconformity, version, at, who, what, why) values ($1, $2, $3, $4, $5, $6)

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
