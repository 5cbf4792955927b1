-- name: put
-- A reading, or a correction of it as its next version; nothing where it says the same. `who` and `at` are of the version.
insert into readings (objective, series, day, version, met, total, unit, evidence, who, at, why)
select w.objective, w.series, w.day, coalesce(k.version, 0) + 1, w.met, w.total, w.unit, w.evidence, $8, $9, $10
from unnest($1::integer[], $2::text[], $3::date[], $4::numeric[], $5::numeric[], $6::text[], $7::text[])
    as w (objective, series, day, met, total, unit, evidence)
left join lateral (
    select version, met, total, unit, evidence
    from readings r
    where r.objective = w.objective and r.series = w.series and r.day = w.day
    order by version desc
    limit 1
) k on true
where (w.met, w.total, w.unit, w.evidence) is distinct from (k.met, k.total, k.unit, k.evidence)
returning *

-- name: page
-- Current readings of these days, after one; $5: their older versions as well.
select * from (
    select r.*, r.version = max(r.version) over (partition by objective, series, day) as current
    from readings r
    where ($1::integer is null or objective = $1) and day between $2 and $3
) found
where (current or $4::boolean) and id > $5
order by id
limit $6
