-- name: known
-- Is there a table of the site yet?
select to_regclass('site') is not null;

-- name: read
-- Whose database it is.
select id from site;

-- name: claim
-- Says whose database this is, where nobody has said so.
insert into site (id) values ($1) on conflict do nothing;

-- name: put
-- Says whose database this is, whatever was said before.
insert into site (id) values ($1) on conflict (one) do update set id = excluded.id, since = now();
