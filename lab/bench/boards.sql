insert into calls (
    pbx, linkedid, direction, hotline, caller, caller_raw, dialled, arrived_at, queued_at, alerted_at, answered_at,
    ring_ended_at, ended_at, ring_seconds, rings, wait_seconds, talk_seconds, disposition, within_target, excluded,
    policy, policy_version, ring_zone, rings_within, agent, measurement
)
select
    'main', '1764057600.' || n, 'inbound', case n % 3 when 0 then 'sales' else 'service' end,
    '+861380' || lpad((n % 10000000)::text, 7, '0'), '1380' || lpad((n % 10000000)::text, 7, '0'), '8001',
    at, at, at, case when n % 7 > 0 then at + interval '8 s' end, at + interval '8 s', at + interval '60 s',
    8.0, 2, 8.2, case when n % 7 > 0 then 52 else 0 end, case when n % 7 > 0 then 'answered' else 'abandoned' end,
    n % 7 > 0 and n % 11 > 0, null, 'before_next_ring', 1, 'cn', 3, (1001 + n % 12)::text, 'measured'
from generate_series(1, {calls}) as n, lateral (select now() - n * interval '{days} days' / {calls} as at) as t;

insert into tickets (
    number, status, source, category, priority, opened_at, clock_from, responded_at, resolved_at, closed_at, due_at
)
select
    to_char(at, 'YYYYMMDD') || '-' || lpad(n::text, 7, '0'),
    case when n % 100 = 1 then 'in_progress' when n < 2000 then 'resolved' else 'closed' end, 'call',
    (array['enquiry', 'repair', 'complaint', 'fees'])[1 + n % 4], 'normal', at, at, at + interval '5 min',
    case when n % 100 <> 1 then at + interval '3 h' end, case when n % 100 <> 1 and n >= 2000 then at + interval '1 d' end,
    at + interval '12 h'
from generate_series(1, {calls}) as n, lateral (select now() - n * interval '{days} days' / {calls} as at) as t;

insert into ticket_calls (pbx, linkedid, ticket)
select 'main', '1764057600.' || split_part(number, '-', 2)::integer, number from tickets;

insert into callbacks (reason, phone, ticket, state, born_at, due_at, not_before, settled_at)
select
    'resolved_ticket', '1380000', number,
    case when opened_at > now() - interval '1 day' then 'pending' else 'reached' end,
    resolved_at, resolved_at + interval '6 h', resolved_at, resolved_at + interval '1 h'
from tickets where resolved_at is not null and category <> 'enquiry';

insert into callback_attempts (callback, number, at, agent, outcome, pbx, linkedid, talk_seconds)
select
    id, number, born_at + number * interval '20 min', '1001', case number when 2 then 'reached' else 'busy' end, 'main',
    '1764050000.' || id * 2 + number, 20
from callbacks, generate_series(1, 2) as number where state = 'reached';

insert into objective_periods (
    objective, first_day, last_day, rule_version, target_ratio, eligible, met, status, closed_at
)
select line, day, day, 1, 0.9, 20, 10 + n % 11, case when n % 11 < 8 then 'missed' else 'met' end, now()
from generate_series(1, 21) as line, generate_series(1, {days}) as n, lateral (select current_date - n as day) as t;

insert into duties (kind, first_day, number, since, until, done_at)
select 'patrol', current_date - n, number, now() - n * interval '1 d', now() - n * interval '1 d',
    case when n % 9 > 0 then now() - n * interval '1 d' end
from generate_series(1, {days}) as n, generate_series(1, 2) as number;
