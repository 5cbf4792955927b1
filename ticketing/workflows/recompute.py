"""After the rules changed: when what is open is due by the rules that hold now."""

from kit.database.instants import stored
from kit.database.pool import DatabasePool, session
from ticketing.callbacks.access import STATEMENTS as CALLBACKS
from ticketing.callbacks.policy import callable_from_us, due_at_us
from ticketing.callbacks.rows import callbacks_of
from ticketing.site_rules import SiteRules
from ticketing.tickets.rows import due_columns, tickets_of
from ticketing.tickets.store import STATEMENTS as TICKETS

_PAGE = 500


async def recompute_dues(pool: DatabasePool, rules: SiteRules) -> int:
    """How many tickets and callbacks are due at another time now."""
    return await _tickets(pool, rules) + await _callbacks(pool, rules)


async def _tickets(pool: DatabasePool, rules: SiteRules) -> int:
    moved, last = 0, ""
    with_steps = [key for key, category in rules.categories.items() if category.procedure is not None]
    while True:
        async with session(pool) as connection, connection.transaction():
            rows = await connection.fetch(TICKETS["active_after"], last, _PAGE, with_steps)
            for _row, ticket in tickets_of(rows):
                due = due_columns(rules.dues(ticket))
                moved += bool(await connection.fetchval(*TICKETS.filled("set_dues", due, number=ticket.number)))
        if len(rows) < _PAGE:
            return moved
        last = rows[-1]["number"]


async def _callbacks(pool: DatabasePool, rules: SiteRules) -> int:
    moved, last = 0, 0
    policy, zone = rules.callbacks, rules.site.zone
    while True:
        async with session(pool) as connection, connection.transaction():
            rows = await connection.fetch(CALLBACKS["open_after"], last, _PAGE)
            for callback in callbacks_of(rows, {}):
                due_us = due_at_us(policy, callback.reason, callback.born_at_us, zone)
                callable_us = callable_from_us(policy, callback.not_before_us, zone)
                values = (callback.id, stored(due_us), stored(callable_us))
                moved += bool(await connection.fetchval(CALLBACKS["set_due"], *values))
        if len(rows) < _PAGE:
            return moved
        last = rows[-1]["id"]
