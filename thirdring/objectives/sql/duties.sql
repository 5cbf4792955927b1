-- name: born
-- Since when there is a desk.
select born_at from desk

-- name: put
-- Duties that the calendar gives; those that are there already stay as they are.
insert into duties (kind, first_day, number, since, until)
select * from unnest($1::text[], $2::date[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
on conflict do nothing
returning id

-- name: page
-- Duties that can be done at some time between two instants, the soonest due first, after one.
select * from duties
where since < $2 and until > $1 and ($3::text is null or kind = $3) and (until, id) > ($4, $5)
order by until, id
limit $6

-- name: get
select * from duties where id = $1

-- name: done
-- Once only, and not before it may be done: no row where it is done or called off already.
update duties set done_at = $2, done_by = $3, findings = $4, evidence = $5
where id = $1 and done_at is null and called_off_at is null and since <= $2
returning *

-- name: call_off
update duties set called_off_at = $2, called_off_by = $3, why = $4
where id = $1 and done_at is null and called_off_at is null
returning *
