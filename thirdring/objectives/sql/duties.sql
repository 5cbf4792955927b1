-- name: born
-- Since when there is a desk.
select born_at from desk

-- name: put
-- Duties that the calendar gives; those that are there already stay as they are.
insert into duties (kind, first_day, number, since, until)
select * from unnest($1::text[], $2::date[], $3::integer[], $4::timestamptz[], $5::timestamptz[])
on conflict do nothing
returning id
