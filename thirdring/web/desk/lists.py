"""The desk's lists as PostgreSQL gives them: each filter is a predicate, each page begins where the last one ended."""

from pathlib import Path

from thirdring.database.pool import Record, Session
from thirdring.database.statements import read_statements
from thirdring.desk.callback_access import STATEMENTS as CALLBACKS
from thirdring.desk.callback_rows import callback_of
from thirdring.desk.ticket_rows import ticket_of
from thirdring.web.calls_store import Predicates
from thirdring.web.cursor import Cursor
from thirdring.web.desk.queries import CallbacksQuery, Due, TicketsQuery
from thirdring.web.desk.show import Around
from thirdring.web.wire import instant
from ticketing.callbacks.callback import Callback
from ticketing.clocks.local import HOUR_US, day_end_us, day_start_us, local_day
from ticketing.households.household import Place
from ticketing.rules import DeskRules
from ticketing.tickets.ticket import Ticket

STATEMENTS = read_statements(Path(__file__).parent / "sql" / "desk.sql")
_ACTIVE = "status in ('open', 'dispatched', 'in_progress')"
_OPEN = "state in ('pending', 'calling')"
IN_BUILDING = "household in (select id from households where building = ?)"
_FOUND_IN_TICKET = """
    (
        number like ? or title ilike ? or contact ilike ? or resolution ilike ?
        or household in (
            select h.id from households h
            where concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) ilike ?
                or exists (select from residents r where r.household = h.id and r.name ilike ?)
        )
    )
"""
_FOUND_IN_MASKED_TICKET = """
    (
        number like ? or searched ilike ?
        or household in (
            select h.id from households h
            where split_part(h.searched, E'\\n', 1) ilike ?
                or exists (select from residents r where r.household = h.id and r.searched ilike ?)
        )
    )
"""


def ticket_predicates(
    query: TicketsQuery, who: str, rules: DeskRules, now_us: int, *, masked: bool = False
) -> Predicates:
    """`masked`: words are looked for as they are seen by who may not see numbers."""
    wanted = Predicates()
    if query.from_ is not None:
        wanted.add("opened_at >= ?", query.from_)
    if query.to is not None:
        wanted.add("opened_at < ?", query.to)
    for column in ("status", "category", "priority", "assignee", "household"):
        if (value := getattr(query, column)) is not None:
            wanted.add(f"{column} = ?", value)
    if query.mine is not None:
        wanted.add("assignee = ?" if query.mine else "assignee is distinct from ?", who)
    if query.active is not None:
        wanted.add(_ACTIVE if query.active else f"not {_ACTIVE}")
    if query.building is not None:
        wanted.add(IN_BUILDING, query.building)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    if query.q is not None:
        found, times = (_FOUND_IN_MASKED_TICKET, 4) if masked else (_FOUND_IN_TICKET, 6)
        wanted.add(found, *[part_of(query.q)] * times)
    _due(wanted, query.due, _ACTIVE, rules, now_us)
    return wanted


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
        ready = "(state = 'pending' and not_before <= ?)"
        wanted.add(ready if query.ready else f"not {ready}", instant(now_us))
    if query.building is not None:
        wanted.add(IN_BUILDING, query.building)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    _due(wanted, query.due, _OPEN, rules, now_us)
    return wanted


def _due(wanted: Predicates, due: Due | None, open_ones: str, rules: DeskRules, now_us: int) -> None:
    """A due instant is the first that is too late: what is due today is due by 24:00."""
    zone = rules.site.zone
    today = local_day(now_us, zone)
    if due == "overdue":
        wanted.add(f"{open_ones} and due_at <= ?", instant(now_us))
    elif due == "soon":
        wanted.add(f"{open_ones} and due_at > ? and due_at <= ?", instant(now_us), instant(now_us + HOUR_US))
    elif due == "today":
        bounds = day_start_us(today, zone), day_end_us(today, zone)
        wanted.add(f"{open_ones} and due_at > ? and due_at <= ?", *map(instant, bounds))


def part_of(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{escaped}%"


async def ticket_page(connection: Session, wanted: Predicates, limit: int) -> list[tuple[Ticket, Around]]:
    rows = await connection.fetch(narrowed("tickets", wanted), limit, *wanted.values)
    return [(ticket_of(row), _around(row)) for row in rows]


async def callback_page(connection: Session, wanted: Predicates, limit: int) -> list[Callback]:
    rows = await connection.fetch(narrowed("callbacks", wanted), limit, *wanted.values)
    attempts: dict[int, list[Record]] = {row["id"]: [] for row in rows}
    for attempt in await connection.fetch(CALLBACKS["attempts"], list(attempts)):
        attempts[attempt["callback"]].append(attempt)
    return [callback_of(row, attempts[row["id"]]) for row in rows]


def after(wanted: Predicates, cursor: Cursor | None, kind: str) -> None:
    """Raises ValueError for the cursor of another list."""
    if cursor is None:
        return
    if cursor.pbx != kind:
        raise ValueError("the cursor of another list")
    if kind == "tickets":
        wanted.add("(opened_at, number) < (?, ?)", instant(cursor.arrived_at_us), cursor.linkedid)
        return
    number = _id(cursor.linkedid)
    if kind == "callbacks":
        wanted.add("(due_at, id) > (?, ?)", instant(cursor.arrived_at_us), number)
    else:
        wanted.add("id > ?", number)


def _id(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 18):
        raise ValueError("no id")
    return int(text)


def narrowed(name: str, wanted: Predicates) -> str:
    return STATEMENTS[name].replace("where true", "where " + (" and ".join(wanted.texts) or "true"))


def _around(row: Record) -> Around:
    place = None if row["room"] is None else Place("", row["building"], row["unit"], row["room"]).short
    return Around(place, [tuple(call) for call in row["calls"]], row["callbacks"])
