-- name: list
-- A page of readings as last corrected: conditions, order and limit follow. `first` is the first version of a reading.
select * from (
    select r.*, f.id as first, row_number() over (partition by f.id order by r.version desc) as back
    from readings r
    join readings f on
        (f.objective, f.day, f.series, f.version) = (r.objective, r.day, r.series, 1)
) r

-- name: versions
-- All versions of the reading that this id is of, the first one first.
select r.*, f.id as first
from readings asked
join readings r on (r.objective, r.day, r.series) = (asked.objective, asked.day, asked.series)
join readings f on (f.objective, f.day, f.series, f.version) = (asked.objective, asked.day, asked.series, 1)
where asked.id = $1
order by r.version

-- name: versions_of_key
-- All versions of the reading of an objective, day and series.
select r.*, min(id) over () as first
from readings r
where objective = $1 and day = $2 and series = $3
order by version

-- name: tell
-- A version of a reading; nothing where it is there already.
insert into readings ({key.columns}, {figures.columns}, {told.columns})
values ({key.values}, {figures.values}, {told.values})
on conflict do nothing
returning id

-- name: hold
-- Nobody else tells a reading until the end of this transaction.
lock table readings in share row exclusive mode

-- name: tell_many
-- What is not known yet becomes a first version, what is known otherwise or waits a further one. Which versions there
-- are of it, and whether they confirm what somebody else had told.
insert into readings ({key.columns}, {figures.columns}, {told.columns})
select
    w.objective, w.day, w.series, w.met, w.total, w.unit, w.evidence,
    coalesce(known.version, 0) + 1, :who, :at, case when known.version is null then '' else :why end,
    'confirmed',
    case
        when (known.met, known.total, known.unit, known.evidence) = (w.met, w.total, w.unit, w.evidence)
            then known.told_by
        else :who
    end
from json_populate_recordset(null::readings, :readings) as w
left join lateral (
    select version, met, total, unit, evidence, state, told_by
    from readings r
    where r.objective = w.objective and r.day = w.day and r.series = w.series
    order by version desc
    limit 1
) known on true
where
    (known.met, known.total, known.unit, known.evidence, known.state)
    is distinct from (w.met, w.total, w.unit, w.evidence, 'confirmed')
returning version, told_by <> who as confirmed
