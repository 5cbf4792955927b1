-- name: known
-- In which of these things somebody has been shown the number beside it, or has typed it.
select asked.subject, asked.number, d.rule = 'typed' as typed
from unnest($2::text[], $3::text[]) asked (subject, number)
join disclosures d on d.who = $1 and d.subject = asked.subject and d.mark = mark_of(asked.number)

-- name: one_at_a_time
-- What is counted about one person is counted by one request at a time, until its transaction ends.
select pg_advisory_xact_lock(hashtextextended('disclosures ' || $1, 0))

-- name: disclose
-- No row: they had been shown it before.
insert into disclosures (who, subject, mark, rule, counted, day) values ($1, $2, mark_of($3), $4, $5, $6)
on conflict do nothing
returning true

-- name: counted_today
-- How many numbers somebody was shown on a day, of those that count towards the limit.
select count(*) from disclosures where who = $1 and day = $2 and counted

-- name: looked_up
-- Whether somebody looked this number up already on that day.
select exists (select from lookups where who = $1 and day = $2 and mark = mark_of($3))

-- name: look_up
-- Records that somebody looked a number up; the same number once a day.
insert into lookups (who, day, mark) values ($1, $2, mark_of($3)) on conflict do nothing

-- name: lookups_today
-- How many different numbers somebody looked up on a day.
select count(*) from lookups where who = $1 and day = $2
