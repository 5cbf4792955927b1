-- name: on_duty
-- Who is on duty, since when, and who said so. Nobody whose account is deactivated.
select d.name, d.since, d.said_by from on_duty d
where not exists (select from users u where u.name = d.name and u.deactivated_at is not null)

-- name: begin
-- Somebody is on duty from now on; who is already stays as they are. Nobody whose account is deactivated.
insert into on_duty (name, since, said_by)
select $1, $2, $3
where not exists (select from users where name = $1 and deactivated_at is not null)
on conflict (name) do nothing
returning name

-- name: end
-- Somebody is not on duty any more.
delete from on_duty where name = $1 returning name

-- name: rename
-- The same person has another name; who has that one already stays as they are.
update on_duty set name = $2 where name = $1 and not exists (select from on_duty where name = $2)
