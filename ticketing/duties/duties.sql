-- name: first_call
-- Keeps when the first call arrived, before that call is deleted.
update desk set first_call_at = (select min(arrived_at) from calls)
where first_call_at is null and exists (select from calls)

-- name: begin
-- Since when there is a desk, and when the first call arrived.
select born_at, first_call_at from desk

-- name: put
-- Duties that the calendar gives; those that are there already stay as they are.
insert into duties ({duty.columns})
select {duty.columns} from json_populate_recordset(null::duties, :duties) as w
where not exists (
    select from duties d
    where (d.kind, d.first_day, d.department, d.number) = (w.kind, w.first_day, w.department, w.number)
)
on conflict do nothing
returning *

-- name: known_now
-- The calendar of its year is known now, and it is a workday.
update duties set provisional = false where id = $1

-- name: provisional
-- What was due by a guess at the calendar since $1, and is neither done nor called off.
select * from duties
where provisional and first_day >= $1 and done_at is null and called_off_at is null
for update

-- name: get
-- One duty by its id.
select * from duties where id = $1

-- name: around
-- All of one duty and department that may be done between two instants, locked for a change.
select id, done_at from duties
where kind = $1 and department = $2 and until >= $3 and since <= $4
order by id
for update

-- name: history
-- The changes of a duty, oldest first.
select * from duty_changes where duty = $1 order by id

-- name: save
-- Only where it is still at the version before. Whether it is provisional, the calendar says.
update duties set {duty.assignments} where id = :id and version = :version - 1
returning id

-- name: note
-- Records a change of a duty.
insert into duty_changes ({change.columns}) values ({change.values})

-- name: alarming
-- What is due soon or missed and was not told yet.
select * from duties
where
    done_at is null and called_off_at is null and told is distinct from 'overdue'
    and (until <= $1 or (until <= $2 and since <= $1 and told is null))
order by until, id
limit $3
for update skip locked

-- name: told
-- Records which alarm of a duty was sent.
update duties set told = $2 where id = $1

-- name: list
-- A page of them: conditions, order and limit follow.
select * from duties
