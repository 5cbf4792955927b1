-- name: tickets
-- How many tickets: conditions follow.
select count(*) from tickets t

-- name: callbacks
-- How many callbacks: conditions follow.
select count(*) from callbacks c

-- name: duties
-- How many duties: conditions follow.
select count(*) from duties

-- name: calls_by_hour
-- The inbound calls between two instants by the hour after the first: all, those that are judged, those in time.
select
    floor(extract(epoch from arrived_at - $1) / 3600)::integer as hour,
    count(*) as calls,
    count(within_target) as counted,
    count(*) filter (where within_target) as in_time
from calls
where arrived_at >= $1 and arrived_at < $2 and direction = 'inbound'
group by hour
order by hour

-- name: rescues
-- The calls between two instants for which more phones rang: all, and those that were saved.
select count(*) as rescued, count(*) filter (where rescue = 'saved') as saved
from calls
where arrived_at >= $1 and arrived_at < $2 and rescue is not null
