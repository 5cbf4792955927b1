"""After the rules changed: when what is open is due by the rules that hold now."""

from thirdring.database.pool import DatabasePool, session
from thirdring.desk.callback_access import STATEMENTS as CALLBACKS
from thirdring.desk.callback_rows import callback_of
from thirdring.desk.instants import stored, stored_or_none
from thirdring.desk.ticket_rows import ticket_of
from thirdring.desk.tickets import STATEMENTS as TICKETS
from ticketing.callbacks.policy import callable_from_us, due_at_us
from ticketing.rules import DeskRules

_PAGE = 500


async def compute_dues_anew(pool: DatabasePool, rules: DeskRules) -> int:
    """How many tickets and callbacks are due at another time now."""
    return await _tickets(pool, rules) + await _callbacks(pool, rules)


async def _tickets(pool: DatabasePool, rules: DeskRules) -> int:
    moved, last = 0, ""
    while True:
        async with session(pool) as connection, connection.transaction():
            rows = await connection.fetch(TICKETS["active_after"], last, _PAGE)
            for ticket in map(ticket_of, rows):
                due = map(stored_or_none, rules.dues(ticket))
                moved += bool(await connection.fetchval(TICKETS["set_dues"], ticket.number, *due))
        if len(rows) < _PAGE:
            return moved
        last = rows[-1]["number"]


async def _callbacks(pool: DatabasePool, rules: DeskRules) -> int:
    moved, last = 0, 0
    policy, zone = rules.callbacks, rules.site.zone
    while True:
        async with session(pool) as connection, connection.transaction():
            rows = await connection.fetch(CALLBACKS["open_after"], last, _PAGE)
            for callback in (callback_of(row, ()) for row in rows):
                due_us = due_at_us(policy, callback.reason, callback.born_at_us, zone)
                decent_us = callable_from_us(policy, callback.not_before_us, zone)
                values = (callback.id, stored(due_us), stored(decent_us))
                moved += bool(await connection.fetchval(CALLBACKS["set_due"], *values))
        if len(rows) < _PAGE:
            return moved
        last = rows[-1]["id"]
