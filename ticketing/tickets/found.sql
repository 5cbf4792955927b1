-- name: common
-- How many of the newest $2 tickets have words like $1, or by pinyin, $3.
select count(*)
from (select title, contact, resolution, pinyin from tickets order by opened_at desc, number desc limit $2) as newest
where title ilike $1 or contact ilike $1 or resolution ilike $1 or pinyin @@ $3::tsquery

-- name: found
-- Numbers of at most $8 tickets: with words like $1, which have the text $2; by pinyin, $6; by the number, of which $7
-- are all four characters that stand together; at a shared place like all of $3; of a home like one of $4 with the text
-- $9, in an estate like $5; with
-- a number that ends so, $10.
select number from tickets
where ticket_parts(number, title, contact, resolution, searched) @> $7::text[] and number like $1
union all
select number from tickets
where
    ticket_parts(number, title, contact, resolution, searched) @> text_pairs($2)
    and (title ilike $1 or contact ilike $1 or resolution ilike $1)
union all
select number from tickets where phone <> '' and number_end(phone) = $10
union all
select number from tickets where pinyin @@ $6::tsquery
union all
select number from tickets
where place_id = any(array(
    select id from places where searched like all($3::text[]) or pinyin @@ $6::tsquery
))
union all
select number from tickets
where household = any(array(
    select id from households
    where
        household_pairs(building, unit, room, estate, notes, searched) @> text_pairs($9)
        and flat_said(building, unit, room) ilike any($4::text[]) and estate ilike $5
    union all
    select id from households where pinyin @@ $6::tsquery
    union all
    select household from residents
    where text_pairs(name || E'\n' || coalesce(searched, '')) @> text_pairs($2) and name ilike $1
    union all
    select r.household from residents r join resident_phones p on p.resident = r.id where number_end(p.number) = $10
    union all
    select household from learned_numbers where number_end(number) = $10
    union all
    select household from residents where pinyin @@ $6::tsquery
))
limit $8

-- name: found_masked
-- The same in the words as they are shown to who may not see numbers.
select number from tickets
where ticket_parts(number, title, contact, resolution, searched) @> $7::text[] and number like $1
union all
select number from tickets
where ticket_parts(number, title, contact, resolution, searched) @> text_pairs($2) and searched ilike $1
union all
select number from tickets where phone <> '' and number_end(phone) = $10
union all
select number from tickets where pinyin @@ $6::tsquery
union all
select number from tickets
where place_id = any(array(
    select id from places where searched like all($3::text[]) or pinyin @@ $6::tsquery
))
union all
select number from tickets
where household = any(array(
    select id from households
    where
        household_pairs(building, unit, room, estate, notes, searched) @> text_pairs($9)
        and split_part(searched, E'\n', 1) ilike any($4::text[]) and split_part(searched, E'\n', 2) ilike $5
    union all
    select id from households where pinyin @@ $6::tsquery
    union all
    select household from residents
    where text_pairs(name || E'\n' || coalesce(searched, '')) @> text_pairs($2) and searched ilike $1
    union all
    select r.household from residents r join resident_phones p on p.resident = r.id where number_end(p.number) = $10
    union all
    select household from learned_numbers where number_end(number) = $10
    union all
    select household from residents where pinyin @@ $6::tsquery
))
limit $8
