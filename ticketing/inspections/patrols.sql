-- name: codes
-- The codes in use of a form.
select * from patrol_codes where form = $1 and ended_at is null

-- name: end_codes
-- Those in use at these points are replaced.
update patrol_codes set ended_at = $4
where form = $1 and item = any($2::text[]) and carrier = $3 and ended_at is null

-- name: make_code
-- Creates a code of a point.
insert into patrol_codes (form, item, carrier, code, made_at, made_by) values ($1, $2, $3, $4, $5, $6)

-- name: code_of
-- The code of this point, also one that was replaced.
select id from patrol_codes where form = $1 and item = $2 and code = $3

-- name: scan
-- Creates a scan; the same key makes no second one.
insert into patrol_scans (key, walk, who, form, item, code, device, at, device_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
on conflict (key) do nothing

-- name: count_of_walk
-- How many scans a round has.
select count(*) from patrol_scans where walk = $1 and who = $2

-- name: scans_of
-- The scans of an inspection: $1 its walk, $2 who filled it in, $3 its form.
select s.id, s.item, s.code, s.device, s.at, s.device_at, c.ended_at, c.carrier
from patrol_scans s
left join patrol_codes c on c.id = s.code
where s.walk = $1 and s.who = $2 and s.form = $3
order by s.device_at, s.id

-- name: scans_by_others
-- Scans of the same codes in other rounds, half an hour around.
select s.id, s.item, s.code, s.device, s.at, s.device_at, null::timestamptz as ended_at, null as carrier
from patrol_scans s
where s.code = any($1::bigint[]) and (s.walk, s.who) <> ($2, $3)
and s.device_at between $4::timestamptz - interval '30 minutes' and $5::timestamptz + interval '30 minutes'
order by s.id
limit 500

-- name: handed_in
-- The inspection that has the scans of a walk $1 by $2: the first that was sent with it.
select min(id) from inspections where walk = $1 and who = $2
