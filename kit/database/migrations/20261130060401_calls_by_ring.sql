-- migrate:up

-- A call that nobody heard ring has no ring time to be sorted by: such calls come last, whichever way.
drop index calls_by_ring;
create index calls_by_ring on calls ((case when alerted_at is not null then ring_seconds end), pbx, linkedid);
create index calls_without_ring on calls (pbx, linkedid)
where (case when alerted_at is not null then ring_seconds end) is null;

-- migrate:down

drop index calls_without_ring;
drop index calls_by_ring;
create index calls_by_ring on calls (ring_seconds, pbx, linkedid);
