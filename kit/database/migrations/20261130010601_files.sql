-- migrate:up

-- A photo or paper of a record. The bytes lie on disk under their hash, once, whoever names them.
create table files (
    id bigint generated always as identity primary key,
    record text not null check (record in ('ticket', 'inspection', 'duty', 'finding', 'nonconformity')),
    record_id text not null, -- a ticket's number, else an id
    part text not null default '', -- a step of the ticket's procedure, an item of the inspection
    kind text not null check (kind in ('jpeg', 'png', 'pdf')),
    sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
    size_bytes bigint not null,
    small_sha256 text not null default '', -- of its thumbnail; a paper has none
    small_bytes bigint not null default 0,
    width integer,
    height integer,
    title text not null default '',
    at timestamptz not null, -- when it arrived here
    taken_at timestamptz, -- by the clock of the device that sent it
    who text not null,
    key text unique -- the sender's own word for this upload, so that a second try makes no second file
);
create index files_of_record on files (record, record_id, id);
create index files_by_hash on files (sha256);
create index files_by_small_hash on files (small_sha256) where small_sha256 <> '';
create index files_by_age on files (at);

-- migrate:down

drop table files;
