-- migrate:up

-- Numbers that somebody tied to a household by the ticket of a call. They are not in the owner's file: once they are,
-- they are learned no longer. Personal data: number.
create table learned_numbers (
    id bigint generated always as identity primary key,
    number text not null, -- E.164
    household bigint not null references households on delete cascade,
    ticket text references tickets on delete set null,
    who text not null,
    learned_at timestamptz not null,
    unique (number, household)
);
create index learned_numbers_by_household on learned_numbers (household);
create index learned_numbers_by_ticket on learned_numbers (ticket);

-- All numbers of households, whether from the file or learned.
create view household_numbers as
select p.number, r.household
from resident_phones p
join residents r on r.id = p.resident
union
select number, household from learned_numbers;

-- As before, with learned numbers: [[id, number, who, at_us], …].
create or replace view households_with_people as
select
    h.id, h.version, h.estate, h.building, h.unit, h.room, h.housekeeper, h.notes, h.consent, h.vip, h.changed_at,
    (
        select coalesce(json_agg(json_build_array(r.id, r.version, r.name, r.part, (
            select coalesce(json_agg(json_build_array(p.number, p.raw) order by p.number), '[]'::json)
            from resident_phones p
            where p.resident = r.id
        )) order by r.id), '[]'::json)
        from residents r
        where r.household = h.id
    ) as people,
    (
        select coalesce(json_agg(json_build_array(d.title, d.since) order by d.title), '[]'::json)
        from household_documents d
        where d.household = h.id
    ) as documents,
    (
        select coalesce(json_agg(json_build_array(
            l.id, l.number, l.who, (extract(epoch from l.learned_at) * 1000000)::bigint
        ) order by l.id), '[]'::json)
        from learned_numbers l
        where l.household = h.id
    ) as learned
from households h;

-- migrate:down

drop view households_with_people;
create view households_with_people as
select
    h.id, h.version, h.estate, h.building, h.unit, h.room, h.housekeeper, h.notes, h.consent, h.vip, h.changed_at,
    (
        select coalesce(json_agg(json_build_array(r.id, r.version, r.name, r.part, (
            select coalesce(json_agg(json_build_array(p.number, p.raw) order by p.number), '[]'::json)
            from resident_phones p
            where p.resident = r.id
        )) order by r.id), '[]'::json)
        from residents r
        where r.household = h.id
    ) as people,
    (
        select coalesce(json_agg(json_build_array(d.title, d.since) order by d.title), '[]'::json)
        from household_documents d
        where d.household = h.id
    ) as documents
from households h;
drop view household_numbers;
drop table learned_numbers;
