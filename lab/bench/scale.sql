insert into calls (
    pbx, linkedid, direction, hotline, caller, caller_raw, dialled, arrived_at, queued_at, alerted_at, answered_at,
    ring_ended_at, ended_at, ring_seconds, rings, wait_seconds, talk_seconds, disposition, within_target, excluded,
    policy, policy_version, ring_zone, rings_within, agent, measurement
)
select
    'main', '1764057600.' || n,
    case when n % 10 = 9 then 'outbound' else 'inbound' end,
    'hotline-' || n % 4,
    '+861380' || lpad((n % 10000000)::text, 7, '0'), '1380' || lpad((n % 10000000)::text, 7, '0'), '8001',
    at, at, at + interval '0.2 s',
    case when n % 7 > 0 then at + interval '8.2 s' end,
    at + interval '8.2 s',
    case when n >= 20 then at + interval '60 s' end,
    8.0, 2, 8.2, case when n % 7 > 0 then 51.8 else 0 end,
    case when n < 20 then null when n % 7 > 0 then 'answered' else 'abandoned' end,
    case when n % 10 = 9 or n < 20 then null else n % 7 > 0 and n % 11 > 0 end,
    case when n % 10 = 9 then 'outbound' end,
    'before_next_ring', 1, 'cn', 3,
    case when n % 7 > 0 then (1001 + n % 37)::text end,
    'measured'
from generate_series({first}, {last}) as n, lateral (select timestamptz '{newest}' - n * interval '1 min' as at) as t;

insert into attempts (pbx, linkedid, number, agent, device, began_at, alerted_at, ended_at, ring_seconds, outcome)
select
    'main', '1764057600.' || n, number, (1000 + n % 37 + number)::text, 'PJSIP/' || 1000 + n % 37 + number,
    at, at + interval '0.2 s', at + interval '8.2 s', 8.0, case when number = 1 then 'answered' else 'cancelled' end
from
    generate_series({first}, {last}) as n,
    generate_series(1, 2) as number,
    lateral (select timestamptz '{newest}' - n * interval '1 min' as at) as t;

insert into receipts (pbx, linkedid, events)
select 'main', '1764057600.' || n, '[[1764057600000000,1,"DialState","PJSIP/1001","ringing"]]'
from generate_series({first}, {last}) as n;

insert into tickets (
    number, status, source, category, priority, opened_at, responded_at, resolved_at, closed_at, response_due_at, due_at
)
select
    'T-' || n,
    case when n < 40 then 'open' when n < 400 then 'resolved' else 'closed' end,
    'call', (array['repair', 'fees', 'complaint', 'other'])[n % 4 + 1], 'normal', at,
    case when n >= 40 then at + interval '10 min' end,
    case when n >= 40 then at + interval '1 h' end,
    case when n >= 400 then at + interval '2 h' end,
    at + interval '4 h', at + interval '12 h'
from generate_series({first}, {last}) as n, lateral (select timestamptz '{newest}' - n * interval '1 min' as at) as t;

insert into callbacks (reason, phone, ticket, state, born_at, due_at, not_before, settled_at, way)
select
    case when n % 7 > 0 then 'resolved_ticket' else 'missed_call' end, '+8613' || lpad(n::text, 9, '0'), 'T-' || n,
    case when n < 60 then 'pending' else 'reached' end, at + interval '1 h', at + interval '90 min', at + interval '1 h',
    case when n >= 60 then at + interval '2 h' end,
    case when n >= 60 then 'click' end
from generate_series({first}, {last}) as n, lateral (select timestamptz '{newest}' - n * interval '1 min' as at) as t;
