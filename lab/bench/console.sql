insert into households (building, unit, room)
select (n / 400 + 1)::text, (n / 100 % 4 + 1)::text, (n % 100 + 101)::text from generate_series(0, {households} - 1) as n;

insert into residents (household, name, part)
select
    h.id,
    substr('王李张刘陈杨赵黄周吴', (h.id % 10)::integer + 1, 1) || substr('伟芳秀敏静丽强磊军洋', (h.id / 10 % 10)::integer + 1, 1),
    'owner'
from households h;

insert into calls (
    pbx, linkedid, direction, hotline, caller, caller_raw, dialled, arrived_at, queued_at, alerted_at, answered_at,
    ring_ended_at, ended_at, ring_seconds, rings, wait_seconds, talk_seconds, disposition, within_target, excluded,
    policy, policy_version, ring_zone, rings_within, agent, measurement
)
select
    'main', '1764057600.' || n, 'inbound', 'service',
    '+861380' || lpad((n % 10000000)::text, 7, '0'), '1380' || lpad((n % 10000000)::text, 7, '0'), '8001',
    at, at, at + interval '0.2 s', case when n % 7 > 0 then at + interval '8.2 s' end, at + interval '8.2 s',
    at + interval '60 s', 8.0, 2, 8.2, case when n % 7 > 0 then 51.8 else 0 end,
    case when n % 7 > 0 then 'answered' else 'abandoned' end, n % 7 > 0 and n % 11 > 0, null,
    'before_next_ring', 1, 'cn', 3, case when n % 7 > 0 then (1001 + n % 37)::text end, 'measured'
from generate_series(0, {calls} - 1) as n, lateral (select timestamptz '{newest}' - n * interval '1 min' as at) as t;

insert into attempts (pbx, linkedid, number, agent, device, began_at, alerted_at, ended_at, ring_seconds, outcome)
select
    pbx, linkedid, 1, coalesce(agent, '1001'), 'PJSIP/1001', arrived_at, alerted_at, ring_ended_at, 8.0,
    case when agent is null then 'cancelled' else 'answered' end
from calls;

insert into receipts (pbx, linkedid, events)
select pbx, linkedid, '[[1764057600000000,1,"DialState","PJSIP/1001","ringing"]]'
from calls where arrived_at > timestamptz '{newest}' - interval '7 days';

insert into tickets (
    number, status, source, category, priority, title, household, contact, opened_at, clock_from, responded_at, resolved_at,
    closed_at, response_due_at, due_at, resolution
)
select
    to_char(at at time zone 'Asia/Shanghai', 'YYYYMMDD') || '-' || lpad(n::text, 6, '0'),
    case when n < 200 then 'open' when n < 2000 then 'resolved' else 'closed' end, 'call',
    (array['repair', 'fees', 'complaint', 'enquiry'])[n % 4 + 1], 'normal',
    (array['厨房水管漏水', '电梯有异响', '楼道灯不亮', '门禁刷不开', '物业费账单有误'])[n % 5 + 1],
    n % {households} + 1, '', at, at,
    case when n >= 200 then at + interval '10 min' end, case when n >= 200 then at + interval '1 h' end,
    case when n >= 2000 then at + interval '1 d' end, at + interval '4 h', at + interval '12 h',
    case when n >= 200 then '已修好' else '' end
from generate_series(0, {tickets} - 1) as n, lateral (select timestamptz '{newest}' - n * interval '5 min' as at) as t;

insert into ticket_calls (pbx, linkedid, ticket)
select 'main', '1764057600.' || split_part(number, '-', 2)::integer * 5, number from tickets;

insert into ticket_calls (pbx, linkedid, ticket)
select 'main', '1764057600.' || split_part(number, '-', 2)::integer * 5 + n, number
from tickets, generate_series(1, 4) as n where number like '%-000010';

insert into ticket_changes (ticket, version, at, who, what, from_status, to_status)
select number, n, opened_at + n * interval '10 min', '1001', (array['opened', 'start', 'resolve', 'close'])[n], status, status
from tickets, generate_series(1, 4) as n
where opened_at > timestamptz '{newest}' - interval '7 days';

insert into callbacks (reason, phone, ticket, household, state, born_at, due_at, not_before, settled_at, way)
select
    'resolved_ticket', '+8613' || lpad(household::text, 9, '0'), number, household,
    case when resolved_at > timestamptz '{newest}' - interval '1 day' then 'pending' else 'reached' end,
    resolved_at, resolved_at + interval '6 h', resolved_at,
    case when resolved_at <= timestamptz '{newest}' - interval '1 day' then resolved_at + interval '1 h' end,
    case when resolved_at <= timestamptz '{newest}' - interval '1 day' then 'click' end
from tickets where resolved_at is not null and category <> 'enquiry';
