-- migrate:up

-- A number is searched by its last four digits, which everybody of the desk is shown where it has
-- eight digits at least.
create function number_end(number text) returns text immutable strict parallel safe language sql return
    case when number ~ '[0-9]{8}$' then right(number, 4) end;

create index resident_phones_by_end on resident_phones (number_end(number));
create index learned_numbers_by_end on learned_numbers (number_end(number));
create index tickets_by_phone_end on tickets (number_end(phone)) where phone <> '';

-- migrate:down

drop index tickets_by_phone_end;
drop index learned_numbers_by_end;
drop index resident_phones_by_end;
drop function number_end;
