"""Tickets as PostgreSQL lists them."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal

from pydantic import Field

from kit.database.pool import Record, Session
from kit.database.statements import read_statements
from kit.database.where import Where
from kit.http.days import Day
from kit.http.listed import Listing, Order, Small
from kit.http.pages import Among, Count, Digits, Due, Page, Searched, among
from kit.http.queries import Flag, Name, Several
from kit.http.wire import Instant
from telephony.facts import CallRef
from ticketing.clocks.pauses import PauseReason
from ticketing.http.lists import narrow_by_building, narrow_by_due, narrow_by_words, number_end, part_of
from ticketing.http.place_words import in_each, place_said
from ticketing.places.place import pieces_of
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import Priority
from ticketing.tickets.rows import CHANGE, TICKET, place_of, tickets_of
from ticketing.tickets.shown import Around
from ticketing.tickets.states import Status
from ticketing.tickets.store import NoTicketError
from ticketing.tickets.ticket import Ticket

TicketsSort = Literal[
    "opened", "-opened", "due", "-due", "priority", "-priority", "place", "-place", "resolved", "-resolved"
]


class TicketsQuery(Page):
    sort: TicketsSort | None = Field(
        None,
        description="The order; with `-` the reverse. `due`: what is due first; `priority`: the most urgent first, "
        "then the oldest; `place`: by building, unit and room. Tickets without such a value come last. "
        "Default: `-opened`, the newest first",
    )
    from_: Instant | None = Field(None, alias="from", description="Opened at or after this time")
    to: Instant | None = Field(None, description="Opened before this time")
    mine: Flag | None = Field(None, description="true: only those of the caller")
    status: Several[Status] | None = None
    active: Flag | None = Field(None, description="true: open, dispatched or in_progress")
    unwritten: Flag | None = Field(
        None, description="true: active, opened by a call, and nobody has written down yet what it was about"
    )
    category: Several[Name] | None = None
    priority: Several[Priority] | None = None
    assignee: Several[Name] | None = None
    unassigned: Flag | None = Field(
        None, description="true: only tickets that no person has, those of a trade included"
    )
    trade: Several[Name] | None = None
    due: Due | None = Field(
        None,
        description="Due today, within the hour, or overdue: active tickets by what is due next, resolved ones by a "
        "step that is still to be done",
    )
    paused: PauseReason | None = Field(None, description="Active tickets that are paused now, for this reason")
    unanswered: Flag | None = Field(None, description="true: active complaints without a first answer")
    uncalled: Day | None = Field(None, description="Tickets that the callback rate of this day still misses")
    household: Count | None = Field(None, ge=1)
    place_id: Count | None = Field(None, ge=1, description="A place that is no flat")
    building: Several[Name] | None = None
    phone: Digits | None = Field(None, description="A phone number, in any form")
    among: Among | None = Field(None, description="Only these: up to 50 numbers with commas between them")
    q: Searched | None = Field(
        None,
        description="Part of a number, title, contact, resolution, resident or place; titles, people and places "
        "also by pinyin; a phone number by its last four digits",
    )


LISTS = read_statements(Path(__file__).with_name("lists.sql"))
_BY_OPENING = {"t.opened_at": datetime, "t.number": str}
TICKETS = Listing(
    "tickets",
    LISTS["tickets"],
    _BY_OPENING,
    orders={
        "opened": Order(_BY_OPENING),
        "due": Order({"t.next_due": datetime, "t.number": str}, gaps=True),
        "priority": Order({"t.rank": Small, **_BY_OPENING}),
        "place": Order({"t.place_order": str, "t.number": str}, gaps=True),
        "resolved": Order({"t.resolved_at": datetime, "t.number": str}, gaps=True),
    },
)
_ACTIVE = "status in ('open', 'dispatched', 'in_progress')"
_IN_BUILDING = """
    (
        household in (select id from households where building = any(?))
        or place_id in (select id from places where building = any(?))
    )
"""
_UNANSWERED = f"{_ACTIVE} and category = any(?) and complaint ->> 'responded_at_us' is null"
_PAUSED = f"({_ACTIVE} and pauses -> -1 ->> 1 is null and pauses -> -1 ->> 2 = ?)"
_NEXT_DUE = "ticket_next_due(status, due_at, responded_at, response_due_at, step_due_at)"
_RUNNING = f"({_ACTIVE} or (status = 'resolved' and step_due_at is not null))"

_FOUND_IN_TICKET = """
    (
        place_id in (select p.id from places p where p.searched like all(?::text[]))
        or (phone <> '' and number_end(phone) = ?)
        or number like ? or title ilike ? or contact ilike ? or resolution ilike ?
        or household in (
            select h.id from households h
            where
                household_pairs(h.building, h.unit, h.room, h.estate, h.notes, h.searched) @> text_pairs(?)
                and flat_said(h.building, h.unit, h.room) ilike any(?::text[])
                and h.estate ilike ?
            union all
            select r.household from residents r join resident_phones p on p.resident = r.id
            where number_end(p.number) = ?
            union all
            select l.household from learned_numbers l where number_end(l.number) = ?
            union all
            select r.household from residents r
            where text_pairs(r.name || E'\\n' || coalesce(r.searched, '')) @> text_pairs(?) and r.name ilike ?
        )
    )
"""


_FOUND_IN_MASKED_TICKET = """
    (
        place_id in (select p.id from places p where p.searched like all(?::text[]))
        or (phone <> '' and number_end(phone) = ?)
        or number like ? or t.searched ilike ?
        or household in (
            select h.id from households h
            where
                household_pairs(h.building, h.unit, h.room, h.estate, h.notes, h.searched) @> text_pairs(?)
                and split_part(h.searched, E'\\n', 1) ilike any(?::text[])
                and split_part(h.searched, E'\\n', 2) ilike ?
            union all
            select r.household from residents r join resident_phones p on p.resident = r.id
            where number_end(p.number) = ?
            union all
            select l.household from learned_numbers l where number_end(l.number) = ?
            union all
            select r.household from residents r
            where text_pairs(r.name || E'\\n' || coalesce(r.searched, '')) @> text_pairs(?) and r.searched ilike ?
        )
    )
"""

_SPELLED_TICKET = """
    (
        t.pinyin @@ ?::tsquery
        or place_id in (select p.id from places p where p.pinyin @@ ?::tsquery)
        or household in (
            select p.id from households p where p.pinyin @@ ?::tsquery
            union all
            select p.household from residents p where p.pinyin @@ ?::tsquery
        )
    )
"""


def wanted_tickets(
    query: TicketsQuery,
    who: str,
    rules: SiteRules,
    now_us: int,
    *,
    masked: bool = False,
    workman: Collection[str] | None = None,
    uncalled: Sequence[str] | None = None,
    found: Sequence[str] | None = None,
) -> Where:
    """`masked`: words are looked for as they are seen by who may not see numbers. `workman`: only what was given to
    them or to these trades. `uncalled`: only these, which the rate of `query.uncalled` misses. `found`: all that have
    the words of `query.q`, where that is known."""
    wanted = Where()
    wanted.given("number = any(?)", uncalled)
    wanted.given("number = any(?)", None if query.among is None else among(query.among))
    wanted.given("opened_at >= ?", query.from_)
    wanted.given("opened_at < ?", query.to)
    _narrow_by_hands(wanted, query, who, workman)
    _narrow_by_state(wanted, query, rules)
    narrow_by_building(wanted, query.building, _IN_BUILDING)
    if query.phone is not None:
        wanted.add("phone = ?", rules.numbering.of_caller(query.phone) or query.phone)
    if found is not None:
        wanted.add("number = any(?)", found)
    elif query.q is not None:
        _narrow_by_words(wanted, query.q, masked=masked)
    narrow_by_due(wanted, query.due, _RUNNING, rules, now_us, _NEXT_DUE)
    return wanted


def _narrow_by_hands(wanted: Where, query: TicketsQuery, who: str, workman: Collection[str] | None) -> None:
    wanted.equal(query, "assignee", "trade")
    if query.mine is not None:
        wanted.add("assignee = ?" if query.mine else "assignee is distinct from ?", who)
    if workman is not None:
        wanted.add("(assignee = ? or (assignee is null and trade = any(?)))", who, list(workman))
    wanted.flag(query.unassigned, "(assignee is null)")


def _narrow_by_state(wanted: Where, query: TicketsQuery, rules: SiteRules) -> None:
    wanted.equal(query, "status", "category", "priority", "household", "place_id")
    wanted.flag(query.active, _ACTIVE)
    wanted.flag(query.unanswered, _UNANSWERED, [key for key, one in rules.categories.items() if one.complaint])
    wanted.given(_PAUSED, query.paused)
    wanted.flag(query.unwritten, f"(source = 'call' and title = '' and {_ACTIVE})")


def _narrow_by_words(wanted: Where, text: str, *, masked: bool) -> None:
    found, times = (_FOUND_IN_MASKED_TICKET, 2) if masked else (_FOUND_IN_TICKET, 4)
    part = part_of(text)
    pieces, said = [part_of(piece) for piece in pieces_of(text)], place_said(text)
    end = number_end(text)
    values = [pieces, end, *[part] * times, in_each(said.patterns), *said, end, end, text, part]
    narrow_by_words(wanted, text, found, values, _SPELLED_TICKET)


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
    return Around(place_of(row), [CallRef(*call) for call in row["calls"]], row["callbacks"])
