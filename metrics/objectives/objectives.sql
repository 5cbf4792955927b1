-- name: first_call
-- When the first call of the site arrived; null: none has.
select coalesce(first_call_at, (select min(arrived_at) from calls)) from desk

-- name: calls_counted
-- Of the calls that arrived between two instants: how many are judged, and how many were within target.
select count(*) as eligible, count(*) filter (where within_target) as met
from calls
where arrived_at >= $1 and arrived_at < $2 and within_target is not null

-- name: calls_between
-- The judged calls, oldest first, after one; $3: only those within target, or only the others; $8: missed for this reason.
select
    pbx, linkedid, arrived_at, within_target,
    coalesce(disposition, 'live') || '_rings_' || coalesce(rings::text, 'None') as why
from calls
where
    arrived_at >= $1 and arrived_at < $2 and within_target is not null
    and ($3::boolean is null or within_target = $3)
    and (arrived_at, pbx, linkedid) > ($4, $5, $6)
    and (
        $8::text is null
        or (
            within_target is false
            and coalesce(disposition, 'live') || '_rings_' || coalesce(rings::text, 'None') = $8
        )
    )
order by arrived_at, pbx, linkedid
limit $7

-- name: calls_missed_by_cause
-- Of the judged calls that arrived between two instants: those not within target, by how they ended and after which ring.
select coalesce(disposition, 'live') || '_rings_' || coalesce(rings::text, 'None') as why, count(*) as number
from calls
where arrived_at >= $1 and arrived_at < $2 and within_target is false
group by why

-- name: tickets_of_period
-- Tickets whose term may end before $2: their clock began since $1, or pauses moved it. $3: of these categories; null: any.
select * from tickets
where
    ($3::text[] is null or category = any($3))
    and merged_into is null
    and (
        (opened_at >= $1 and opened_at < $2)
        or (clock_from >= $1 and clock_from < $2)
        or (pauses <> '[]' and opened_at < $2 and (resolved_at is null or resolved_at >= $1))
    )

-- name: tickets_resolved
-- Tickets that stand resolved between two instants.
select * from tickets
where resolved_at >= $1 and resolved_at < $2 and ($3::text[] is null or category = any($3)) and merged_into is null

-- name: households_counted
-- How many there are, and how many have every document of the list $1 since $2 at the latest; no list: any document.
select count(*) as eligible, count(*) filter (where kept) as met
from (
    select case
        when cardinality($1::text[]) = 0 then exists (
            select from household_documents d where d.household = h.id and (d.since is null or d.since <= $2)
        )
        else cardinality($1) = (
            select count(*)
            from household_documents d
            where d.household = h.id and d.title = any($1) and (d.since is null or d.since <= $2)
        )
    end as kept
    from households h
) files

-- name: household_files
-- The same, household by household; $3: only the complete ones, or only the others.
select id, kept
from (
    select h.id, case
        when cardinality($1::text[]) = 0 then exists (
            select from household_documents d where d.household = h.id and (d.since is null or d.since <= $2)
        )
        else cardinality($1) = (
            select count(*)
            from household_documents d
            where d.household = h.id and d.title = any($1) and (d.since is null or d.since <= $2)
        )
    end as kept
    from households h
    where h.id > $4
) files
where $3::boolean is null or kept = $3
order by id
limit $5

-- name: readings_between
-- The confirmed readings of these days, each as last corrected; `first` is its name in the API.
select distinct on (r.day, r.series) r.*, f.id as first
from readings r
join readings f on (f.objective, f.day, f.series, f.version) = (r.objective, r.day, r.series, 1)
where r.objective = $1 and r.day between $2 and $3 and r.state = 'confirmed'
order by r.day, r.series, r.version desc

-- name: survey_responses_of_year
-- The answers that count, to yearly campaigns whose last day lies within these days.
select r.id, r.survey, r.at, r.satisfied
from surveys s
join survey_responses r on r.survey = s.id
where s.kind = 'yearly' and s.last_day between $1 and $2 and r.satisfied is not null

-- name: yearly_surveys_closed
-- Are there yearly campaigns whose last day lies within these days, and is each closed, or over on day $3?
select bool_and(state = 'closed' or last_day < $3)
from surveys
where kind = 'yearly' and last_day between $1 and $2

-- name: inspections_between
-- Of the inspections of these days: how many results of a line of the sheet each has, and how many of them are in order.
select
    i.id, i.day,
    count(*) filter (where p.result <> 'not_applicable') as eligible,
    count(*) filter (where p.result = 'ok') as met
from inspections i
join inspection_items p on p.inspection = i.id
where p.objective = $1 and i.day between $2 and $3
group by i.id
having count(*) filter (where p.result <> 'not_applicable') > 0

-- name: duties_between
-- Duties of a line of the sheet whose end lies within the period, unless they were called off.
select * from duties
where objective = $1 and until > $2 and until <= $3 and called_off_at is null
order by until, id

-- name: kept
-- The periods that contain a day, as they were closed.
select * from objective_periods where $1::date between first_day and last_day

-- name: kept_within
-- The periods that touch the days from $1 to $2, as they were closed.
select * from objective_periods where first_day <= $2 and last_day >= $1

-- name: kept_before
-- The last periods of an objective, the newest first.
select * from objective_periods where objective = $1 and first_day < $2 order by first_day desc limit $3

-- name: kept_lately
-- The last $2 periods of each objective before a day, the oldest first.
select *
from (
    select p.*, row_number() over (partition by objective order by first_day desc) as place
    from objective_periods p
    where first_day < $1
) as lately
where place <= $2
order by objective, first_day

-- name: kept_first_days
-- Which of these periods are closed already.
select objective, first_day
from objective_periods
join unnest($1::integer[], $2::date[]) as w (objective, first_day) using (objective, first_day)

-- name: kept_last
-- Of each objective the period that was closed last.
select distinct on (objective) * from objective_periods order by objective, first_day desc

-- name: keep
-- Closes a period; whoever comes second changes nothing.
insert into objective_periods (
    objective, first_day, last_day, rule_version, target_ratio, eligible, met, status, closed_at
)
values (
    :objective, :first_day, :last_day, :rule_version, :target_ratio, :eligible, :met, :status, :closed_at
)
on conflict do nothing
returning objective

-- name: tickets_paused
-- Tickets with pauses that may have stood still between two instants.
select * from tickets
where pauses <> '[]' and opened_at < $2 and (resolved_at is null or resolved_at >= $1)

-- name: unproven
-- What people told between two instants, for the days from $3 to $4: confirmed readings, those without evidence, those
-- that wait; callbacks closed by word; duties that one person ticked within $5 seconds of another one.
with latest as (
    select distinct on (objective, day, series) evidence, state from readings
    where day between $3 and $4
    order by objective, day, series, version desc
)

select
    (select count(*) from latest where state = 'confirmed') as readings,
    (select count(*) from latest where state = 'confirmed' and evidence = '') as readings_unproven,
    (select count(*) from latest where state = 'told') as readings_waiting,
    (
        select count(*) from callbacks
        where state = 'reached' and way = 'manual' and settled_at >= $1 and settled_at < $2
    ) as callbacks_by_word,
    (
        select count(*) from (
            select
                at - lag(at) over ticked as since_last, lead(at) over ticked - at as until_next
            from duty_changes
            where what = 'done' and at >= $1 and at < $2
            window ticked as (partition by who order by at)
        ) d
        where least(since_last, until_next) < make_interval(secs => $5)
    ) as duties_in_bulk
