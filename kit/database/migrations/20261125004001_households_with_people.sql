-- migrate:up

-- What a change over HTTP was decided on. A person's phones count as the person's.
alter table households add column version integer not null default 1;
alter table residents add column version integer not null default 1;

-- A household with all that is kept about it:
-- people is [[id, version, name, part, [[number, raw], …]], …], documents is [[title, since], …].
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

-- migrate:down

drop view households_with_people;
alter table residents drop column version;
alter table households drop column version;
