"""A row in every table that a view is made of, with personal data wherever there can be some."""

from kit.database.pool import DatabasePool, session

PERSONAL = ("张三", "13800000001", "3-2-1201", "漏水", "李四", "王五", "kept-secret", "1001")

_ROWS = """
    insert into households (estate, building, unit, room, housekeeper, notes)
    values ('星河', '3', '2', '3-2-1201', '李四', '漏水');
    insert into residents (household, name, part) values (1, '张三', 'owner');
    insert into calls values (
        'main', '1764057600.1', 'inbound', 'service', '+8613800000001', '13800000001', '8001', now() - interval '9 min',
        now(), now(), now(), now(), now(), 8, 2, 9, 40, 'answered', true, null, 'before_next_ring', 1, 'cn', 3, '1001',
        'measured'
    );
    insert into calls values (
        'main', '1764057700.2', 'inbound', 'service', '+8613800000001', '13800000001', '8001', now() - interval '8 min',
        now(), now(), null, now(), now(), 45, 9, 45, 0, 'timeout', false, null, 'before_next_ring', 1, 'cn', 3, null,
        'measured'
    );
    insert into attempts values (
        'main', '1764057700.2', 1, '1001', 'PJSIP/1001', now(), now(), now(), 45, 'no_answer'
    );
    insert into attempts values (
        'main', '1764057600.1', 1, '1001', 'PJSIP/1001', now(), now(), now(), 8, 'answered'
    );
    insert into tickets (
        number, source, category, priority, title, household, contact, phone, assignee, trade, resolution, opened_at,
        due_at, rating, rating_comment, complaint, steps_done
    ) values (
        '20261125-0001', 'call', 'complaint', 'normal', '漏水', 1, '张三', '13800000001', '李四', '王五', '漏水', now(),
        now() - interval '1 h', 4, '漏水', '{"response": "漏水"}', '[["report", "李四", 0, "漏水"]]'
    );
    insert into ticket_calls values ('main', '1764057600.1', '20261125-0001');
    insert into ticket_changes values
        ('20261125-0001', 2, now(), '李四', 'assign', 'open', 'dispatched', '漏水', '王五');
    insert into callbacks (reason, phone, household, ticket, born_at, due_at, not_before, claimed_by, why)
    values ('resolved_ticket', '13800000001', 1, '20261125-0001', now(), now(), now(), '李四', '漏水');
    insert into callback_attempts values (1, 1, now(), '李四', 'reached', 'main', '1764057600.1', 12);
    insert into objective_periods values (9, current_date - 1, current_date - 1, 1, 0.9, 10, 9, 'met', now());
    insert into duties (kind, first_day, number, since, until, done_at, done_by, findings, evidence, signed_by)
    values ('patrol', current_date, 1, now(), now(), now(), '李四', '漏水', 'kept-secret', '王五');
    insert into duty_changes (duty, version, at, who, what, why) values (1, 2, now(), '李四', 'done', '漏水');
"""


async def fill(pool: DatabasePool) -> None:
    async with session(pool) as owner:
        await owner.execute(_ROWS)
