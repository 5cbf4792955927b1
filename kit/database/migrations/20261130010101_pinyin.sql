-- migrate:up

-- Names and places as they are typed in Latin letters, made from the masked words: what is hidden is not found by its
-- sound either. Each is a spelling that a search begins with. Whoever writes the words does not fill it: the desk does,
-- together with `searched`. Personal data as the names are.
alter table tickets add column pinyin tsvector; -- contact
alter table households add column pinyin tsvector; -- estate, building, unit
alter table residents add column pinyin tsvector; -- name

create or replace function mask_again() returns trigger language plpgsql as $$
begin
    new.searched := null;
    new.pinyin := null;
    return new;
end
$$;

drop index tickets_to_mask;
drop index households_to_mask;
drop index residents_to_mask;
create index tickets_to_mask on tickets (number) where searched is null or pinyin is null;
create index households_to_mask on households (id) where searched is null or pinyin is null;
create index residents_to_mask on residents (id) where searched is null or pinyin is null;

create index households_by_pinyin on households using gin (pinyin);
create index residents_by_pinyin on residents using gin (pinyin);

-- migrate:down

drop index residents_by_pinyin;
drop index households_by_pinyin;
drop index residents_to_mask;
drop index households_to_mask;
drop index tickets_to_mask;
create index tickets_to_mask on tickets (number) where searched is null;
create index households_to_mask on households (id) where searched is null;
create index residents_to_mask on residents (id) where searched is null;

create or replace function mask_again() returns trigger language plpgsql as $$
begin
    new.searched := null;
    return new;
end
$$;

alter table residents drop column pinyin;
alter table households drop column pinyin;
alter table tickets drop column pinyin;
