"""Tickets as PostgreSQL lists them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from pathlib import Path

from kit.database.pool import Record, Session
from kit.database.statements import read_statements
from kit.database.where import Where
from kit.http.listed import Listing
from telephony.facts import CallRef
from ticketing.front.lists import IN_BUILDING, narrow_by_due, part_of
from ticketing.front.place_words import places_of
from ticketing.households.household import Place
from ticketing.rules import DeskRules
from ticketing.tickets.bodies import TicketsQuery
from ticketing.tickets.rows import CHANGE, TICKET, tickets_of
from ticketing.tickets.shown import Around
from ticketing.tickets.store import NoTicketError
from ticketing.tickets.ticket import Ticket

LISTS = read_statements(Path(__file__).with_name("lists.sql"))
TICKETS = Listing("tickets", LISTS["tickets"], {"t.opened_at": datetime, "t.number": str})
_ACTIVE = "status in ('open', 'dispatched', 'in_progress')"
_NEXT_DUE = "least(due_at, case when responded_at is null then response_due_at end)"


_FOUND_IN_TICKET = """
    (
        number like ? or title ilike ? or contact ilike ? or resolution ilike ?
        or household in (
            select h.id from households h
            where concat_ws('-', nullif(h.building, ''), nullif(h.unit, ''), h.room) ilike any(?::text[])
                or exists (select from residents r where r.household = h.id and r.name ilike ?)
        )
    )
"""


_FOUND_IN_MASKED_TICKET = """
    (
        number like ? or t.searched ilike ?
        or household in (
            select h.id from households h
            where split_part(h.searched, E'\\n', 1) ilike any(?::text[])
                or exists (select from residents r where r.household = h.id and r.searched ilike ?)
        )
    )
"""


def wanted_tickets(
    query: TicketsQuery,
    who: str,
    rules: DeskRules,
    now_us: int,
    *,
    masked: bool = False,
    workman: Collection[str] | None = None,
) -> Where:
    """`masked`: words are looked for as they are seen by who may not see numbers. `workman`: only what was given to
    them or to these trades."""
    wanted = Where()
    wanted.given("opened_at >= ?", query.from_)
    wanted.given("opened_at < ?", query.to)
    wanted.equal(query, "status", "category", "priority", "assignee", "trade", "household")
    if query.mine is not None:
        wanted.add("assignee = ?" if query.mine else "assignee is distinct from ?", who)
    if workman is not None:
        wanted.add("(assignee = ? or (assignee is null and trade = any(?)))", who, list(workman))
    wanted.flag(query.unassigned, "(assignee is null)")
    wanted.flag(query.active, _ACTIVE)
    wanted.given(IN_BUILDING, query.building)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    if query.q is not None:
        found, times = (_FOUND_IN_MASKED_TICKET, 2) if masked else (_FOUND_IN_TICKET, 4)
        part = part_of(query.q)
        wanted.add(found, *[part] * times, places_of(query.q), part)
    narrow_by_due(wanted, query.due, _ACTIVE, rules, now_us, _NEXT_DUE)
    return wanted


def tickets_listed(rows: Iterable[Record]) -> list[tuple[Ticket, Around]]:
    return [(ticket, _around(row)) for row, ticket in tickets_of(rows)]


async def ticket_around(connection: Session, number: str) -> tuple[Ticket, Around]:
    """With its history, in one statement. Raises NoTicketError."""
    rows = await connection.fetch(LISTS["ticket"], number)
    if not rows:
        raise NoTicketError
    history = [CHANGE.of(row, version=row["change_version"]) for row in rows if row["change_version"] is not None]
    return TICKET.of(rows[0]), _around(rows[0])._replace(history=history)


def _around(row: Record) -> Around:
    place = None if row["place"] is None else Place("", *row["place"]).short
    return Around(place, [CallRef(*call) for call in row["calls"]], row["callbacks"])
