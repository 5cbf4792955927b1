-- name: roster
-- Who is on the turns of some days, as they were entered.
select t.shift, t.day, t.version, t.entered_by, t.entered_at, r.person, r.part
from roster_turns t
left join roster r using (shift, day)
where t.day between $1 and $2
order by t.day, t.shift, r.place

-- name: one_turn
-- The same of one turn.
select t.shift, t.day, t.version, t.entered_by, t.entered_at, r.person, r.part
from roster_turns t
left join roster r using (shift, day)
where t.shift = $1 and t.day = $2
order by r.place

-- name: lock_turns
-- Turns of which people are entered, locked for a change.
select shift, day, version from roster_turns
where day between $1 and $2
order by day, shift
for update

-- name: begin_turn
-- The first time that people are entered for it; nothing where somebody was faster.
insert into roster_turns (shift, day, entered_by, entered_at) values ($1, $2, $3, $4)
on conflict do nothing
returning version

-- name: change_turn
-- Only where it is still at this version.
update roster_turns set version = version + 1, entered_by = $4, entered_at = $5
where shift = $1 and day = $2 and version = $3
returning version

-- name: begin_turns
-- The same for many turns at once: those that were not there.
insert into roster_turns (shift, day, entered_by, entered_at)
select w.shift, w.day, $3, $4 from unnest($1::text[], $2::date[]) as w (shift, day)
on conflict do nothing
returning shift, day

-- name: change_turns
-- Many turns at once, which are locked.
update roster_turns t set version = version + 1, entered_by = $3, entered_at = $4
from unnest($1::text[], $2::date[]) as w (shift, day)
where t.shift = w.shift and t.day = w.day

-- name: clear_turns
-- The people of some turns, before others are entered.
delete from roster r using unnest($1::text[], $2::date[]) as w (shift, day)
where r.shift = w.shift and r.day = w.day

-- name: put_places
-- The people of some turns, in the order that each of them has.
insert into roster (shift, day, person, part, place)
select w.shift, w.day, w.person, w.part, w.place
from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::int[]) as w (shift, day, person, part, place)

-- name: names_entered
-- Everybody who is on a turn, lately or to come, or is away, or stands in; not who was deleted meanwhile.
(
    select person from roster where day > current_date - 62
    union
    select person from absences where until > now()
    union
    select stand_in from absences where stand_in is not null and until > now()
)
except
select detail ->> 'user' from audit where action = 'user_delete' and at > now() - interval '63 days'

-- name: absences_around
-- Absences of which some part lies between two instants.
select * from absences where until > $1 and since < $2 order by since, id

-- name: list_absences
-- A page of them: conditions, order and limit follow.
select * from absences

-- name: absence
-- One absence by its id.
select * from absences where id = $1

-- name: lock_absences
-- One change of an absence after the other: no two of one person overlap, and no two close a circle of stand-ins.
select pg_advisory_xact_lock(hashtextextended('absences', 0))

-- name: overlapping
-- Whether somebody is away already at some moment between two instants, the absence $2 left aside.
select exists (select from absences where person = $1 and id <> $2 and until > $3 and since < $4)

-- name: add_absence
-- Somebody is away.
insert into absences ({absence.columns}) values ({absence.values})
returning *

-- name: save_absence
-- Only where it is still at the version before.
update absences set {absence.assignments} where id = :id and version = :version - 1
returning id

-- name: delete_absence
-- Only where it is still at this version.
delete from absences where id = $1 and version = $2
returning id

-- name: handovers
-- The notes of one turn, oldest first.
select * from handovers where shift = $1 and day = $2 order by id

-- name: lock_notes
-- One note of a turn after the other, so that none is one too many.
select pg_advisory_xact_lock(hashtextextended('notes of ' || $1 || $2::date, 0))

-- name: waiting_handovers
-- The notes of some turns that nobody took over, oldest first.
select h.* from handovers h
join unnest($1::text[], $2::date[]) as w (shift, day) on h.shift = w.shift and h.day = w.day
where h.taken_by is null
order by h.id

-- name: handover_counts
-- How many notes the turns of some days have, and how many of them nobody took over.
select shift, day, count(*) as notes, count(*) filter (where taken_by is null) as waiting
from handovers
where day between $1 and $2
group by shift, day

-- name: handover
-- One note by its id, locked for a change.
select * from handovers where id = $1 for update

-- name: add_handover
-- A note for the next shift.
insert into handovers ({handover.columns}) values ({handover.values})
returning *

-- name: take_handover
-- Who took it over, and when.
update handovers set taken_by = $2, taken_at = $3 where id = $1 and taken_by is null

-- name: lock_turns_of
-- The turns that somebody is on, from a day on, locked in the order of `lock_turns`.
select shift, day from roster_turns t
where day >= $2 and exists (select from roster r where r.shift = t.shift and r.day = t.day and r.person = $1)
order by day, shift
for update

-- name: pass_turns
-- Whoever looked before has to look again.
update roster_turns t set version = version + 1
from unnest($1::text[], $2::date[]) as w (shift, day)
where t.shift = w.shift and t.day = w.day

-- name: rename_on_roster
-- The same person has another name. Where that one is on the turn already, one place is enough.
update roster r set person = $2
where person = $1 and not exists (
    select from roster o where o.shift = r.shift and o.day = r.day and o.person = $2
)

-- name: drop_doubles
-- What is left of the name before: turns on which the other one was already.
delete from roster where person = $1

-- name: leave_roster
-- Somebody is not on these turns any more.
delete from roster r using unnest($2::text[], $3::date[]) as w (shift, day)
where r.person = $1 and r.shift = w.shift and r.day = w.day

-- name: rename_absent
-- The same person has another name.
update absences set
    person = case when person = $1 then $2 else person end,
    stand_in = case when stand_in = $1 then $2 else stand_in end,
    version = version + 1
where
    (person = $1 and stand_in is distinct from $2)
    or (stand_in = $1 and person <> $2)
returning id

-- name: rename_in_handovers
-- The same person has another name.
update handovers set
    written_by = case when written_by = $1 then $2 else written_by end,
    taken_by = case when taken_by = $1 then $2 else taken_by end
where written_by = $1 or taken_by = $1
returning id

-- name: stand_in_leaves
-- Nobody stands in for them any more.
update absences set stand_in = null, version = version + 1 where stand_in = $1 and until > $2 returning id
