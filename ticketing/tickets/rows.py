"""A ticket and its history as the rows they are stored in."""

from collections.abc import Iterable, Iterator
from typing import Any

from kit.database.columns import Columns
from kit.database.instants import stored_or_none
from kit.database.pool import Record
from kit.database.unreadable import readable
from ticketing.clocks.promises import Dues
from ticketing.households.household import Place
from ticketing.tickets.ticket import Change, Ticket

TICKET = Columns(Ticket, key="number", more=("response_due_at", "due_at"))
CHANGE = Columns(Change, named={"number": "ticket"})


def tickets_of(rows: Iterable[Record]) -> Iterator[tuple[Record, Ticket]]:
    """Those that can be read, each with its row."""
    return readable("ticket", "number", TICKET.of, rows)


def ticket_row(ticket: Ticket, due: Dues) -> dict[str, Any]:
    return TICKET.row(ticket) | due_columns(due)


def due_columns(due: Dues) -> dict[str, Any]:
    return {"response_due_at": stored_or_none(due.response_us), "due_at": stored_or_none(due.resolution_us)}


def place_of(row: Record | None) -> str | None:
    """Of the ticket's household, where the statement returns it."""
    place = None if row is None else row["place"]
    return None if place is None else Place("", *place).short
