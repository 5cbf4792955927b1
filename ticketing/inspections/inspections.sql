-- name: unsettled
-- Findings that the next weekly inspection looks at again, the oldest first; no form has room for more.
select id from findings where state in ('open', 'corrected') order by id limit 100

-- name: duty_for
-- The duty that is done by an inspection of this day: the department's own before that of the site as a whole.
select * from duties
where
    kind = $1 and department in ($2, '') and since <= $3 and until > $3
    and done_at is null and called_off_at is null
order by department = $2 desc, number
limit 1
for update

-- name: hold
-- Nobody else fills in a form until the end of this transaction.
lock table inspections in share row exclusive mode

-- name: same
-- The inspection by this form of this day and department.
select id from inspections where form = $1 and department = $2 and day = $3

-- name: sent_before
-- The inspection that this person sent with this key.
select id from inspections where idempotency_key = $1 and who = $2

-- name: insert
-- Creates an inspection.
insert into inspections (form, department, day, who, at, duty, notes, idempotency_key, walk)
values (:form, :department, :day, :who, :at, :duty, :notes, :idempotency_key, :walk)
returning id

-- name: insert_items
-- Creates the results of an inspection, item by item.
insert into inspection_items (inspection, place, item, zh, en, objective, result, note, evidence)
select inspection, place, item, zh, en, objective, result, note, evidence
from json_populate_recordset(null::inspection_items, $1)

-- name: insert_finding
-- Creates a finding.
insert into findings (inspection, place, severity, state) values ($1, $2, $3, $4)
returning id

-- name: inspections
-- A page of inspections with their results: conditions, order and limit follow.
select
    i.*, d.signed_at, d.signed_by,
    array(select p.result from inspection_items p where p.inspection = i.id order by p.place) as results
from inspections i
left join duties d on d.id = i.duty

-- name: items
-- What one inspection saw, with what came of what it found.
select p.*, f.id as finding
from inspection_items p
left join findings f on (f.inspection, f.place) = (p.inspection, p.place)
where p.inspection = $1
order by p.place

-- name: findings
-- A page of findings, each with where it was found and its nonconformity: conditions, order and limit follow.
select
    f.*, i.form, i.department, i.day, i.who, p.item, p.zh, p.en, p.note, p.evidence,
    (select max(n.id) from nonconformities n where n.finding = f.id) as nonconformity
from findings f
join inspections i on i.id = f.inspection
join inspection_items p on (p.inspection, p.place) = (f.inspection, f.place)

-- name: finding
-- One finding, locked for a change.
select * from findings where id = $1 for update

-- name: place_of_finding
-- The form, department and item that a finding is about.
select i.form, i.department, p.zh, p.en, p.note
from findings f
join inspections i on i.id = f.inspection
join inspection_items p on (p.inspection, p.place) = (f.inspection, f.place)
where f.id = $1

-- name: save_finding
-- Only where it is still at version $2.
update findings set state = $3, version = $2 + 1 where id = $1 and version = $2
returning id

-- name: note_finding
-- Records a change of a finding.
insert into finding_changes ({change.columns}) values ({change.values})

-- name: history_of_findings
-- The changes of these findings, oldest first.
select * from finding_changes where finding = any($1) order by id
