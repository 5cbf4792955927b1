-- migrate:up

-- A search for words looks only at tickets that have each pair of neighbouring characters of what is looked for, and at
-- those whose number has each four of it. Pairs suit Chinese, which has no spaces, and need no extension. They are kept
-- in an index alone. Personal data as the words are.
create function text_pairs(said text) returns text[] immutable strict parallel restricted language plpgsql as $$
declare
    letters text[] := string_to_array(lower(said), null);
    pairs text[] := '{}';
begin
    for place in 1 .. cardinality(letters) - 1 loop
        pairs[place] := letters[place] || letters[place + 1];
    end loop;
    return pairs;
end
$$;

-- Of at most 20 characters.
create function number_parts(number text) returns text[] immutable parallel safe language sql return array[
    substr(number, 1, 4), substr(number, 2, 4), substr(number, 3, 4), substr(number, 4, 4), substr(number, 5,
    4), substr(number, 6, 4), substr(number, 7, 4), substr(number, 8, 4), substr(number, 9, 4), substr(number,
    10, 4), substr(number, 11, 4), substr(number, 12, 4), substr(number, 13, 4), substr(number, 14, 4),
    substr(number, 15, 4), substr(number, 16, 4), substr(number, 17, 4)
];

-- A flat in short, such as 3-2-1201.
create function flat_said(building text, unit text, room text) returns text immutable parallel safe language sql return
    case when building = '' then '' else building || '-' end || case when unit = '' then '' else unit || '-' end || room;

create function ticket_parts(number text, title text, contact text, resolution text, searched text)
returns text[] immutable parallel restricted language sql return
    text_pairs(title || E'\n' || contact || E'\n' || resolution || E'\n' || coalesce(searched, '')) || number_parts(number);

create function household_pairs(building text, unit text, room text, estate text, notes text, searched text)
returns text[] immutable parallel restricted language sql return text_pairs(
    flat_said(building, unit, room) || E'\n' || estate || E'\n' || coalesce(notes, '') || E'\n' || coalesce(searched, '')
);

create index households_by_pairs on households
using gin (household_pairs(building, unit, room, estate, notes, searched));
alter index households_by_pairs alter column 1 set statistics 0;
create index residents_by_pairs on residents using gin (text_pairs(name || E'\n' || coalesce(searched, '')));
alter index residents_by_pairs alter column 1 set statistics 0;
create index tickets_by_parts on tickets using gin (ticket_parts(number, title, contact, resolution, searched));
alter index tickets_by_parts alter column 1 set statistics 0;
create index tickets_by_pinyin on tickets using gin (pinyin);

-- migrate:down

drop index tickets_by_pinyin;
drop index tickets_by_parts;
drop index residents_by_pairs;
drop index households_by_pairs;
drop function ticket_parts;
drop function household_pairs;
drop function flat_said;
drop function number_parts;
drop function text_pairs;
