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
desk_calls_gone as (
    delete from desk_calls d using gone g where d.pbx = g.pbx and d.linkedid = g.linkedid
),
ticket_calls_gone as (
    delete from ticket_calls t using gone g where t.pbx = g.pbx and t.linkedid = g.linkedid
),
receipts_gone as (
    delete from receipts r using gone g where r.pbx = g.pbx and r.linkedid = g.linkedid
)
select count(*) from gone;

-- name: tickets_to_blank
-- Tickets settled before $1 that still say something of a person: who, where, or what somebody wrote.
select number from tickets t
where
    status in ('resolved', 'closed', 'cancelled') and greatest(opened_at, resolved_at, closed_at) < $1
    and (
        household is not null
        or (contact, phone, title, resolution, rating_comment) is distinct from ('', '', '', '', '')
        or complaint ->> 'response' <> '' or complaint ->> 'settlement' <> ''
        or jsonb_path_exists(steps_done, '$[*][3] ? (@ != "")')
        or jsonb_path_exists(steps_waived, '$[*][3] ? (@ != "")')
        or exists (select from ticket_changes c where c.ticket = t.number and c.why <> '')
        or exists (select from files f where f.record = 'ticket' and f.record_id = t.number)
        or exists (select from work_links l where l.ticket = t.number)
    )
order by number;

-- name: blank_tickets
-- The words go, the figures stay: category, instants, promises kept or not, rating, who worked on it.
with blanked as (
    update tickets set
        household = null, contact = '', phone = '', title = '', resolution = '', rating_comment = '',
        complaint = complaint || '{"response": "", "settlement": ""}',
        steps_done = (
            select coalesce(jsonb_agg(jsonb_set(step, '{3}', '""') order by place), '[]')
            from jsonb_array_elements(steps_done) with ordinality as each (step, place)
        ),
        steps_waived = (
            select coalesce(jsonb_agg(jsonb_set(step, '{3}', '""') order by place), '[]')
            from jsonb_array_elements(steps_waived) with ordinality as each (step, place)
        ),
        version = version + 1
    where number = any($1::text[])
    returning number, version, status
),
links_gone as (
    delete from work_links where ticket = any($1::text[])
),
noted as (
    insert into ticket_changes (ticket, version, at, who, what, from_status, to_status)
    select number, version, $2, 'thirdring', 'personal data deleted by age', status, status from blanked
)
update ticket_changes set why = '' where ticket = any($1::text[]) and why <> '';

-- name: callbacks_to_blank
-- Callbacks settled before $1 that still say whom they were about.
select id from callbacks
where
    state in ('reached', 'unreachable', 'cancelled') and coalesce(settled_at, born_at) < $1
    and (household is not null or phone <> '' or why <> '')
order by id;

-- name: blank_callbacks
-- The person goes; that, when and how they were reached stays.
update callbacks set household = null, phone = '', why = '', version = version + 1 where id = any($1::bigint[]);

-- name: answers_to_blank
-- Answers to surveys closed before $1 that still say whose they are, or hold words.
select r.id
from survey_responses r
join surveys s on s.id = r.survey
where s.closed_at < $1 and (r.household is not null or r.comments <> '{}')
order by r.id;

-- name: blank_answers
-- The household and the words go; what was chosen stays.
update survey_responses set household = null, comments = '{}' where id = any($1::uuid[]);

-- name: forget_number_calls
-- Which household a number last called about, where that was before $1.
delete from number_calls where last_called_at < $1;

-- name: forget_learned_numbers
-- Learned numbers that were last said, and last called, before $1.
delete from learned_numbers l
where
    learned_at < $1
    and not exists (
        select from number_calls c
        where c.number = l.number and c.household = l.household and c.last_called_at >= $1
    );

-- name: files_to_delete
-- Photos and papers from before $1 whose record is settled, and all of these tickets.
select f.id
from files f
left join tickets t on f.record = 'ticket' and t.number = f.record_id
left join duties d on f.record = 'duty' and d.id::text = f.record_id
left join findings g on f.record = 'finding' and g.id::text = f.record_id
left join nonconformities n on f.record = 'nonconformity' and n.id::text = f.record_id
where
    (f.record = 'ticket' and f.record_id = any($2::text[]))
    or (
        f.at < $1
        and coalesce(t.status, '') not in ('open', 'dispatched', 'in_progress')
        and (d.id is null or d.done_at is not null or d.called_off_at is not null or d.until < $1)
        and coalesce(g.state, '') not in ('open', 'corrected')
        and coalesce(n.state, 'closed') in ('closed', 'cancelled')
    )
order by f.id;

-- name: delete_files
-- They go; so do their bytes, where no other file names them.
delete from files where id = any($1::bigint[]);

-- name: count_audit
-- Lines of the audit log from before $1.
select count(*) from audit where at < $1;

-- name: delete_audit
-- The audit log's oldest lines go.
delete from audit where at < $1;

-- name: count_sessions
-- Sessions and tokens that ended before $1.
select count(*) from tokens where least(revoked_at, expires_at) < $1;

-- name: delete_sessions
-- They have been good for nothing since.
delete from tokens where least(revoked_at, expires_at) < $1;

-- name: count_reasons
-- What people typed as a reason before $1. Of duties, findings and nonconformities that are open, all of it stays.
select
    (select count(*) from audit where at < $1 and detail ->> 'why' <> '')
    + (select count(*) from readings where at < $1 and why <> '')
    + (
        select count(*) from duty_changes c join duties d on d.id = c.duty
        where c.at < $1 and c.why <> '' and (d.done_at is not null or d.until < $1)
    )
    + (
        select count(*) from finding_changes c join findings f on f.id = c.finding
        where c.at < $1 and c.why <> '' and f.state not in ('open', 'corrected')
    )
    + (
        select count(*) from nonconformity_changes c join nonconformities n on n.id = c.nonconformity
        where c.at < $1 and c.why <> '' and n.state in ('closed', 'cancelled')
    );

-- name: blank_reasons
-- The words go; that somebody did it, when and what, stays. How many were blanked.
with audit_blanked as (
    update audit set detail = (detail::jsonb || '{"why": ""}')::json
    where at < $1 and detail ->> 'why' <> ''
    returning 1
),
readings_blanked as (
    update readings set why = '' where at < $1 and why <> '' returning 1
),
duties_blanked as (
    update duty_changes c set why = '' from duties d
    where d.id = c.duty and c.at < $1 and c.why <> '' and (d.done_at is not null or d.until < $1)
    returning 1
),
findings_blanked as (
    update finding_changes c set why = '' from findings f
    where f.id = c.finding and c.at < $1 and c.why <> '' and f.state not in ('open', 'corrected')
    returning 1
),
nonconformities_blanked as (
    update nonconformity_changes c set why = '' from nonconformities n
    where n.id = c.nonconformity and c.at < $1 and c.why <> '' and n.state in ('closed', 'cancelled')
    returning 1
)
select
    (select count(*) from audit_blanked) + (select count(*) from readings_blanked)
    + (select count(*) from duties_blanked) + (select count(*) from findings_blanked)
    + (select count(*) from nonconformities_blanked);

-- name: forget_disclosures
-- What somebody was shown before $1 asks for a reason again; the audit log keeps that it was shown.
delete from disclosures where at < $1;

-- name: forget_lookups
-- Deletes the look-ups of days before $1.
delete from lookups where day < $1::timestamptz::date;

-- name: forget_scans
-- Deletes scans of points that are older than $1.
delete from patrol_scans where at < $1;

-- name: forget_rosters
-- Who was on which shift, on days before $1.
delete from roster_turns where day < $1::timestamptz::date;

-- name: forget_absences
-- Who was away until before $1.
delete from absences where until < $1;

-- name: forget_handovers
-- What shifts left for the next ones before $1.
delete from handovers where written_at < $1;

-- name: note
-- That it was done, and how much it was.
insert into audit (actor, action, detail) values ('thirdring', 'purge', $1);
