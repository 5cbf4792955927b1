-- migrate:up

-- By how much ring_seconds may be off where the switch's own records told the ringing after a gap in the link.
alter table calls add column margin_seconds double precision not null default 0;

-- migrate:down

alter table calls drop column margin_seconds;
