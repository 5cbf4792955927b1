"""Callbacks as PostgreSQL lists them."""

from pathlib import Path

from kit.database.pool import Record, Session
from kit.database.predicates import Predicates
from kit.database.statements import read_statements
from kit.http.wire import instant
from ticketing.callbacks.access import STATEMENTS as CALLBACKS
from ticketing.callbacks.bodies import CallbacksQuery
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.policy import may_call
from ticketing.callbacks.rows import callback_of
from ticketing.front.lists import IN_BUILDING, narrow_by_due, narrowed
from ticketing.rules import DeskRules

LISTS = read_statements(Path(__file__).with_name("lists.sql"))
_OPEN = "state in ('pending', 'calling')"
_READY = """
    (
        state = 'pending' and not_before <= ?
        and (? or exists (select from tickets t where t.number = c.ticket and t.call_any_hour_from <= ?))
    )
"""


def callback_predicates(query: CallbacksQuery, who: str, rules: DeskRules, now_us: int) -> Predicates:
    wanted = Predicates()
    for column in ("state", "reason", "household", "ticket"):
        if (value := getattr(query, column)) is not None:
            wanted.add(f"{column} = ?", value)
    if query.mine is not None:
        wanted.add("claimed_by = ?" if query.mine else "claimed_by is distinct from ?", who)
    if query.open is not None:
        wanted.add(_OPEN if query.open else f"not {_OPEN}")
    if query.ready is not None:
        decent = may_call(rules.callbacks, now_us, rules.site.zone)
        wanted.add(_READY if query.ready else f"not {_READY}", instant(now_us), decent, instant(now_us))
    if query.building is not None:
        wanted.add(IN_BUILDING, query.building)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    narrow_by_due(wanted, query.due, _OPEN, rules, now_us)
    return wanted


async def callback_page(connection: Session, wanted: Predicates, limit: int) -> list[Callback]:
    rows = await connection.fetch(narrowed(LISTS["callbacks"], wanted), limit, *wanted.values)
    attempts: dict[int, list[Record]] = {row["id"]: [] for row in rows}
    for attempt in await connection.fetch(CALLBACKS["attempts"], list(attempts)):
        attempts[attempt["callback"]].append(attempt)
    return [callback_of(row, attempts[row["id"]]) for row in rows]
