-- migrate:up

-- Flats of early sheets, whose parts were stored as written, as those of today: 1号楼 is building 1. One that is there in
-- both spellings stays as it is: which of the two is right, a person knows.
update households h
set building = plain.building, unit = plain.unit, room = plain.room
from (
    select
        id,
        regexp_replace(normalize(building, nfkc), '^\s*([0-9A-Za-z]+)\s*(号楼|#楼|栋|幢|座|楼|号|#)\s*$', '\1') as building,
        regexp_replace(normalize(unit, nfkc), '^\s*([0-9A-Za-z]+)\s*单元\s*$', '\1') as unit,
        regexp_replace(normalize(room, nfkc), '^\s*([0-9A-Za-z]+)\s*(号房|号室|室|房|号)\s*$', '\1') as room
    from households
) plain
where
    plain.id = h.id
    and (plain.building, plain.unit, plain.room) is distinct from (h.building, h.unit, h.room)
    and (h.building ~ '(楼|栋|幢|座|号|#|＃)\s*$' or h.unit ~ '单元\s*$' or h.room ~ '(室|房|号)\s*$')
    and not exists (
        select from households o
        where
            o.id <> h.id and o.estate = h.estate
            and regexp_replace(normalize(o.building, nfkc), '^\s*([0-9A-Za-z]+)\s*(号楼|#楼|栋|幢|座|楼|号|#)\s*$', '\1') = plain.building
            and regexp_replace(normalize(o.unit, nfkc), '^\s*([0-9A-Za-z]+)\s*单元\s*$', '\1') = plain.unit
            and regexp_replace(normalize(o.room, nfkc), '^\s*([0-9A-Za-z]+)\s*(号房|号室|室|房|号)\s*$', '\1') = plain.room
    );

-- The surname is read chen and shen: its words are spelled anew.
update residents set searched = null where name like '%谌%';
update tickets set searched = null where contact like '%谌%';

-- migrate:down

-- What was written before is not kept.
select 1;
