-- migrate:up

-- Places that are no flats: a garage, a lift, a gate. Nobody lives there. No personal data.
create table places (
    id bigint generated always as identity primary key,
    version integer not null default 1,
    kind text not null,
    estate text not null default '',
    building text not null default '', -- empty: of the whole estate
    name text not null,
    notes text not null default '',
    retired_at timestamptz, -- since then it takes no new tickets
    searched text not null, -- ticketing/places/place.py makes both of the name
    pinyin tsvector not null,
    unique (estate, building, name)
);

alter table tickets add column place_id bigint references places;
create index tickets_by_place on tickets (place_id, opened_at) where place_id is not null;

-- Where a ticket is about, as people say it: the place that is no flat, else the household's.
create function ticket_place(household bigint, place_id bigint) returns text stable language sql return coalesce(
    (select p.name from places p where p.id = place_id),
    (
        select concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), nullif(h.room, ''))
        from households h
        where h.id = household
    )
);

-- migrate:down

drop function ticket_place;
alter table tickets drop column place_id;
drop table places;
