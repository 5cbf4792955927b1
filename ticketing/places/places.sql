-- name: list
-- A page of places: conditions, order and limit follow.
select
    p.id, p.version, p.kind, p.estate, p.building, p.name, p.notes, p.retired_at,
    (
        select count(*)
        from tickets t
        where t.place_id = p.id and t.status in ('open', 'dispatched', 'in_progress')
    ) as open_tickets
from places p

-- name: insert
-- A new one; no row where there is one of this name in this building.
insert into places ({place.columns}, searched, pinyin, same_as)
values ({place.values}, :searched, array_to_tsvector(string_to_array(:spelled, ' ')), :same_as)
on conflict do nothing
returning id

-- name: get
-- One place as it is stored.
select * from places where id = $1

-- name: get_held
-- The same; nobody else changes it until the end of this transaction.
select * from places where id = $1 for update

-- name: save
-- Compare and set: no row where somebody was faster.
update places set
    {place.assignments}, searched = :searched, pinyin = array_to_tsvector(string_to_array(:spelled, ' ')),
    same_as = :same_as
where id = :id and version = :version - 1
returning id

-- name: namesake
-- Another one of this name in this building, however it is spelled.
select id from places where same_as = $1 and id <> $2
