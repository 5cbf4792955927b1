-- migrate:up

-- Lists in other orders than their first one. Each order has an index; that of active tickets, which are few among many,
-- one of their own.

create function ticket_next_due(
    status text, due_at timestamptz, responded_at timestamptz, response_due_at timestamptz, step_due_at timestamptz
) returns timestamptz immutable parallel safe language sql return least(
    case
        when status in ('open', 'dispatched', 'in_progress')
        then least(due_at, case when responded_at is null then response_due_at end)
    end,
    step_due_at
);

create function priority_rank(priority text) returns integer immutable parallel safe language sql return
    case priority when 'critical' then 1 when 'urgent' then 2 else 3 end;

-- So that 3-2-201 stands before 12-1-101: each run of digits is filled up to eight.
create function natural_order(said text) returns text immutable strict parallel safe language sql return
    regexp_replace(regexp_replace(said, '([0-9]+)', '0000000\1', 'g'), '[0-9]*([0-9]{8})', '\1', 'g');

create function ticket_place_order(household bigint, place_id bigint) returns text stable language sql return coalesce(
    (select natural_order(concat_ws('-', nullif(p.building, ''), p.name)) from places p where p.id = place_id),
    (
        select natural_order(
            concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), nullif(h.room, '')) || ' ' || h.estate
        )
        from households h
        where h.id = household
    )
);

-- Personal data as the place is; it goes with the household.
alter table tickets add column place_order text collate "C";
update tickets set place_order = ticket_place_order(household, place_id)
where household is not null or place_id is not null;

create function order_ticket_by_place() returns trigger language plpgsql as $$
begin
    new.place_order := ticket_place_order(new.household, new.place_id);
    return new;
end
$$;

create trigger tickets_get_place_order before insert on tickets for each row
execute function order_ticket_by_place();

create trigger tickets_change_place_order before update on tickets for each row
when ((old.household, old.place_id) is distinct from (new.household, new.place_id))
execute function order_ticket_by_place();

create function order_tickets_of_household() returns trigger language plpgsql as $$
begin
    update tickets set place_order = ticket_place_order(household, place_id) where household = new.id;
    return null;
end
$$;

create trigger households_order_tickets after update on households for each row
when ((old.estate, old.building, old.unit, old.room) is distinct from (new.estate, new.building, new.unit, new.room))
execute function order_tickets_of_household();

create function order_tickets_of_place() returns trigger language plpgsql as $$
begin
    update tickets set place_order = ticket_place_order(household, place_id) where place_id = new.id;
    return null;
end
$$;

create trigger places_order_tickets after update on places for each row
when ((old.building, old.name) is distinct from (new.building, new.name))
execute function order_tickets_of_place();

create index tickets_active_by_opening on tickets (opened_at, number)
where status in ('open', 'dispatched', 'in_progress');
create index tickets_by_next_due on tickets
(ticket_next_due(status, due_at, responded_at, response_due_at, step_due_at), number);
create index tickets_by_priority on tickets (priority_rank(priority), opened_at, number);
create index tickets_active_by_priority on tickets (priority_rank(priority), opened_at, number)
where status in ('open', 'dispatched', 'in_progress');
create index tickets_by_place_order on tickets (place_order, number);
create index tickets_active_by_place_order on tickets (place_order, number)
where status in ('open', 'dispatched', 'in_progress');
drop index tickets_by_resolution;
create index tickets_by_resolution on tickets (resolved_at, number);

create index callbacks_by_birth on callbacks (born_at, id);
create index callbacks_open_by_birth on callbacks (born_at, id) where state in ('pending', 'calling');

create index calls_by_ring on calls (ring_seconds, pbx, linkedid);

-- migrate:down

drop index calls_by_ring;
drop index callbacks_open_by_birth;
drop index callbacks_by_birth;
drop index tickets_by_resolution;
create index tickets_by_resolution on tickets (resolved_at) where resolved_at is not null;
drop index tickets_active_by_place_order;
drop index tickets_by_place_order;
drop index tickets_active_by_priority;
drop index tickets_by_priority;
drop index tickets_by_next_due;
drop index tickets_active_by_opening;
drop trigger places_order_tickets on places;
drop trigger households_order_tickets on households;
drop trigger tickets_change_place_order on tickets;
drop trigger tickets_get_place_order on tickets;
drop function order_tickets_of_place;
drop function order_tickets_of_household;
drop function order_ticket_by_place;
alter table tickets drop column place_order;
drop function ticket_place_order;
drop function natural_order;
drop function priority_rank;
drop function ticket_next_due;
