-- migrate:up

-- One place is one row, however it is spelled. ticketing/places/place.py makes both columns of what is written. Of
-- places that were stored before, those that are alike stay, the later ones with their number behind it.
update places set searched = searched || E'\n' || split_part(searched, E'\n', 3) || split_part(searched, E'\n', 1);
alter table places add column same_as text;
update places p set same_as = p.searched || case
    when exists (select from places q where q.searched = p.searched and q.id < p.id) then E'\n' || p.id else ''
end;
alter table places alter column same_as set not null, add unique (same_as);

-- The place that is no flat is said with its building: 2号楼大堂. Not twice, where its name begins with that.
create function place_said(building text, name text) returns text immutable language sql return case
    when building = '' then name
    when building !~ '^[0-9A-Za-z]+$' then case when starts_with(name, building) then '' else building end || name
    when replace(name, ' ', '') ~* ('^' || building || '(号楼|#|栋|幢|座|楼($|[^层])|-)') then name
    else building || '号楼' || name
end;

create or replace function ticket_place(household bigint, place_id bigint) returns text stable language sql
return coalesce(
    (select place_said(p.building, p.name) from places p where p.id = place_id),
    (
        select concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), nullif(h.room, ''))
        from households h
        where h.id = household
    )
);

-- migrate:down

create or replace function ticket_place(household bigint, place_id bigint) returns text stable language sql
return coalesce(
    (select p.name from places p where p.id = place_id),
    (
        select concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), nullif(h.room, ''))
        from households h
        where h.id = household
    )
);
drop function place_said;
alter table places drop column same_as;
