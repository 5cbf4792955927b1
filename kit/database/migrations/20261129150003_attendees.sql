-- migrate:up

alter table duties add column attendees text not null default ''; -- who was there; the minutes stand in findings

-- migrate:down

alter table duties drop column attendees;
