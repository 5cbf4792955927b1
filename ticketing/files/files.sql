-- name: alone
-- Until the end of this transaction nobody else adds a file, or removes one that nobody names.
select pg_advisory_xact_lock(hashtext('files'));

-- name: has_record
-- Is there such a record? $2 is a ticket's number, $3 the id of any other.
select case $1
    when 'ticket' then exists (select from tickets where number = $2)
    when 'inspection' then exists (select from inspections where id = $3::bigint)
    when 'duty' then exists (select from duties where id = $3::bigint)
    when 'finding' then exists (select from findings where id = $3::bigint)
    when 'nonconformity' then exists (select from nonconformities where id = $3::bigint)
end;

-- name: items
-- The items of an inspection.
select item from inspection_items where inspection = $1 order by place;

-- name: kept
-- How many files a record has, and the bytes of all.
select
    (select count(*) from files where record = $1 and record_id = $2) as of_record,
    (select coalesce(sum(size_bytes + small_bytes), 0)::bigint from files) as total_bytes;

-- name: insert
-- Creates a file.
insert into files ({kept.columns}) values ({kept.values}) returning id;

-- name: get
-- A file by its id.
select * from files where id = $1;

-- name: by_key
-- The file that this upload has made already.
select * from files where key = $1;

-- name: list
-- The files of a record, oldest first. A finding shows those of its point of the inspection too, and a nonconformity
-- those of its finding. $3 is the id of a record that is no ticket.
with found as (
    select f.id, f.inspection::text as inspection, p.item
    from findings f
    join inspection_items p on (p.inspection, p.place) = (f.inspection, f.place)
    where f.id = case $1
        when 'finding' then $3::bigint
        when 'nonconformity' then (select finding from nonconformities where id = $3::bigint)
    end
)
select * from files where record = $1 and record_id = $2
union
select f.* from files f join found on f.record = 'finding' and f.record_id = found.id::text
union
select f.* from files f join found on f.record = 'inspection' and f.record_id = found.inspection and f.part = found.item
order by id;

-- name: remove
-- Deletes a file; its bytes stay until nobody names them.
delete from files where id = $1 returning sha256, small_sha256;

-- name: named
-- Those of these hashes that a file names.
select sha256 from files where sha256 = any($1::text[])
union
select small_sha256 from files where small_sha256 = any($1::text[]) and small_sha256 <> '';
