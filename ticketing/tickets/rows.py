"""A ticket and its history as the rows they are stored in."""

from collections.abc import Iterable, Iterator
from typing import Any

from kit.database.columns import Columns
from kit.database.instants import stored, stored_or_none
from kit.database.pool import Record
from kit.database.unreadable import readable
from ticketing.clocks.promises import Dues
from ticketing.tickets.ticket import Change, Ticket

TICKET = Columns(Ticket, key="number", more=("response_due_at", "due_at", "step_due_at", "late_steps"))
CHANGE = Columns(Change, named={"number": "ticket"})


def tickets_of(rows: Iterable[Record]) -> Iterator[tuple[Record, Ticket]]:
    """Those that can be read, each with its row."""
    return readable("ticket", "number", TICKET.of, rows)


def ticket_row(ticket: Ticket, due: Dues) -> dict[str, Any]:
    return TICKET.row(ticket) | due_columns(due)


def due_columns(due: Dues) -> dict[str, Any]:
    return {
        "response_due_at": stored_or_none(due.response_us),
        "due_at": stored_or_none(due.resolution_us),
        "step_due_at": stored_or_none(due.step_us),
        "late_steps": [stored(due_us) for due_us in due.late_steps_us],
    }


def place_of(row: Record | None) -> str | None:
    """Where the ticket is about, where the statement returns it."""
    return None if row is None else row["place"]
