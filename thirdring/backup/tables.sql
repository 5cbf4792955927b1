-- name: plain_formats
-- Values as text that any PostgreSQL reads, whatever this one is set to; for this transaction.
select
    set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'postgres', true),
    set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
    set_config('timezone', 'UTC', true);

-- name: tables
-- All tables with the columns that are stored, and their size without and with indexes; schema_migrations is made by the migrations.
select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns, pg_relation_size(c.oid) as bytes,
    pg_total_relation_size(c.oid) as bytes_on_disk
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and c.relname <> 'schema_migrations'
group by c.oid
order by c.relname;

-- name: sequences
-- The last number each has given out.
select sequencename::text as name, last_value
from pg_sequences
where schemaname = current_schema() and last_value is not null;

-- name: set_sequence
-- The next number is the one after $2.
select setval(format('%I.%I', current_schema(), $1::text)::regclass, $2::bigint);

-- name: foreign_keys
-- How each is taken away and put back, so that tables can be filled in any order.
select
    format('alter table %s drop constraint %I', conrelid::regclass, conname) as away,
    format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as back
from pg_constraint
where contype = 'f' and connamespace = current_schema()::regnamespace
order by conname;

-- name: emptying
-- The statement that empties every table, of what the migrations themselves put there.
select 'truncate ' || string_agg(format('%I', relname), ', ')
from pg_class
where relkind = 'r' and relnamespace = current_schema()::regnamespace and relname <> 'schema_migrations';

-- name: triggers
-- How the triggers of each table are told to be quiet, and to speak again.
select
    format('alter table %I disable trigger user', relname) as away,
    format('alter table %I enable trigger user', relname) as back
from pg_class
where relkind = 'r' and relhastriggers and relnamespace = current_schema()::regnamespace;

-- name: position
-- How far the journal is applied, and where a fresh fold begins to read.
select applied_position, resume_position from fold;

-- name: contents
-- Is there anything in the database, may we make tables and schemas, and what does an earlier restore say of itself?
select
    (
        select count(*) from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    ) + (select count(*) from pg_namespace where nspname = 'wall') as things,
    has_schema_privilege(current_schema(), 'create')
    and has_database_privilege(current_database(), 'create') as may_create,
    coalesce(obj_description(to_regclass('schema_migrations')::oid, 'pg_class'), '') as remark;

-- name: remark
-- The statement that lets a restored database say so.
select format('comment on table schema_migrations is %L', $1::text);

-- name: knows_journals
-- Is it of a version that knows whose positions these are?
select exists (
    select from pg_attribute
    where attrelid = to_regclass('fold') and attname = 'journal' and not attisdropped
);

-- name: say_journal
-- The positions are those of the journal that was restored with it.
update fold set journal = $1;

-- name: named_files
-- The hashes of all photos and papers, with their thumbnails.
select sha256 from files union select small_sha256 from files where small_sha256 <> ''
