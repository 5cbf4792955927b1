-- Calls that were recovered or estimated, the last first.
select arrived_at, hotline, measurement, disposition, pbx, linkedid
from wall.calls
where measurement <> 'measured' and direction = 'inbound' and ended_at is not null and $__timeFilter(arrived_at)
order by arrived_at desc
limit 200
