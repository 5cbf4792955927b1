-- name: found
-- At most $6 households: at a place like one of $4 with the text $7, in an estate like $5; with words like $1, which
-- have the text $2, in their estate, notes or names of people; by pinyin, $3; with a number that ends so, $8.
select id from households
where
    household_pairs(building, unit, room, estate, notes, searched) @> text_pairs($7)
    and flat_said(building, unit, room) ilike any($4::text[]) and estate ilike $5
union all
select id from households
where
    household_pairs(building, unit, room, estate, notes, searched) @> text_pairs($2)
    and (estate ilike $1 or notes ilike $1)
union all
select household from residents
where text_pairs(name || E'\n' || coalesce(searched, '')) @> text_pairs($2) and name ilike $1
union all
select r.household from residents r join resident_phones p on p.resident = r.id where number_end(p.number) = $8
union all
select household from learned_numbers where number_end(number) = $8
union all
select id from households where pinyin @@ $3::tsquery
union all
select household from residents where pinyin @@ $3::tsquery
limit $6

-- name: found_masked
-- The same in the words as they are shown to who may not see numbers.
select id from households
where
    household_pairs(building, unit, room, estate, notes, searched) @> text_pairs($7)
    and split_part(searched, E'\n', 1) ilike any($4::text[]) and split_part(searched, E'\n', 2) ilike $5
union all
select id from households
where household_pairs(building, unit, room, estate, notes, searched) @> text_pairs($2) and searched ilike $1
union all
select household from residents
where text_pairs(name || E'\n' || coalesce(searched, '')) @> text_pairs($2) and searched ilike $1
union all
select r.household from residents r join resident_phones p on p.resident = r.id where number_end(p.number) = $8
union all
select household from learned_numbers where number_end(number) = $8
union all
select id from households where pinyin @@ $3::tsquery
union all
select household from residents where pinyin @@ $3::tsquery
limit $6
