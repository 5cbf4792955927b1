-- name: count_numbers
-- Ended calls from before $1 that still show a number.
select count(*) from calls
where arrived_at < $1 and ended_at is not null
    and (caller is not null or caller_raw <> '' or (direction = 'outbound' and dialled <> ''));

-- name: blank_numbers
-- The numbers go, the call stays. What an outbound call dialled is somebody's number too.
update calls
set caller = null, caller_raw = '', dialled = case direction when 'outbound' then '' else dialled end
where arrived_at < $1 and ended_at is not null
    and (caller is not null or caller_raw <> '' or (direction = 'outbound' and dialled <> ''));

-- name: count_receipts
-- The events behind ended calls from before $1.
select count(*) from receipts r join calls c using (pbx, linkedid)
where c.arrived_at < $1 and c.ended_at is not null;

-- name: delete_receipts
-- The events behind them go, the calls stay.
delete from receipts r using calls c
where c.pbx = r.pbx and c.linkedid = r.linkedid and c.arrived_at < $1 and c.ended_at is not null;

-- name: count_calls
-- Ended calls from before $1.
select count(*) from calls where arrived_at < $1 and ended_at is not null;

-- name: delete_calls
-- Calls, with all that hangs on them.
with gone as (
    delete from calls where arrived_at < $1 and ended_at is not null returning pbx, linkedid
),
attempts_gone as (
    delete from attempts a using gone g where a.pbx = g.pbx and a.linkedid = g.linkedid
),
transfers_gone as (
    delete from transfers t using gone g where t.pbx = g.pbx and t.linkedid = g.linkedid
),
receipts_gone as (
    delete from receipts r using gone g where r.pbx = g.pbx and r.linkedid = g.linkedid
)
select count(*) from gone;

-- name: note
-- That it was done, and how much it was.
insert into audit (actor, action, detail) values ('thirdring', 'purge', $1);
