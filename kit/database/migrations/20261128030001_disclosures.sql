-- migrate:up

-- Who gave the ticket to its assignee: the assignee where they took it themselves, 'hotline' where they answered its call.
alter table tickets add column assigned_by text;
update tickets t set assigned_by = (
    select case c.what when 'answered' then 'hotline' else c.who end
    from ticket_changes c
    where c.ticket = t.number and c.to_whom = t.assignee
    order by c.version desc
    limit 1
)
where assignee is not null;

-- The call opened this very ticket; false: somebody linked it, or moved it along with a merged ticket.
alter table ticket_calls add column opened boolean not null default false;

-- The person whose act brought the callback about, and whether the queue gave it to who holds it.
alter table callbacks add column asked_by text;
alter table callbacks add column given boolean not null default false;

-- Which numbers each person was shown in full. No number is kept: `mark` is 16 bits of its SHA-256.
create table disclosures (
    who text not null,
    subject text not null, -- ticket NUMBER, callback ID, household ID, call PBX/LINKEDID
    mark integer not null,
    rule text not null check (rule in ('own_call', 'queue', 'dispatched', 'open_work', 'reason', 'typed')),
    counted boolean not null, -- towards the person's cap of that day
    day date not null,
    at timestamptz not null default now(),
    primary key (who, subject, mark)
);
create index disclosures_counted on disclosures (day, who) where counted;

-- How many different numbers each person looked up on a day.
create table lookups (
    who text not null,
    day date not null,
    mark integer not null,
    primary key (day, who, mark)
);

-- What people wrote, masked, for those to search who may not see numbers. null: not masked yet, which the desk does.
alter table tickets add column searched text;
alter table households add column searched text;
alter table residents add column searched text;
create index tickets_to_mask on tickets (number) where searched is null;
create index households_to_mask on households (id) where searched is null;
create index residents_to_mask on residents (id) where searched is null;

create function mask_again() returns trigger language plpgsql as $$
begin
    new.searched := null;
    return new;
end
$$;

create trigger tickets_mask_again before update on tickets for each row
when ((old.title, old.contact, old.resolution) is distinct from (new.title, new.contact, new.resolution))
execute function mask_again();

create trigger households_mask_again before update on households for each row
when (
    (old.estate, old.building, old.unit, old.room, old.notes)
    is distinct from (new.estate, new.building, new.unit, new.room, new.notes)
)
execute function mask_again();

create trigger residents_mask_again before update on residents for each row
when (old.name is distinct from new.name)
execute function mask_again();

-- migrate:down

drop trigger residents_mask_again on residents;
drop trigger households_mask_again on households;
drop trigger tickets_mask_again on tickets;
drop function mask_again;
alter table residents drop column searched;
alter table households drop column searched;
alter table tickets drop column searched;
drop table lookups;
drop table disclosures;
alter table callbacks drop column given;
alter table callbacks drop column asked_by;
alter table ticket_calls drop column opened;
alter table tickets drop column assigned_by;
