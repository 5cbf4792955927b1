-- migrate:up

-- A point has a code to print, and one on an NFC tag: a photo of the first does not lead to the second.
alter table patrol_codes add column carrier text not null default 'paper' check (carrier in ('paper', 'tag'));
drop index patrol_codes_in_use;
create unique index patrol_codes_in_use on patrol_codes (form, item, carrier) where ended_at is null;

-- migrate:down

drop index patrol_codes_in_use;
delete from patrol_scans where code in (select id from patrol_codes where carrier = 'tag');
delete from patrol_codes where carrier = 'tag';
alter table patrol_codes drop column carrier;
create unique index patrol_codes_in_use on patrol_codes (form, item) where ended_at is null;
