"""A ticket as the row it is stored in, and back."""

import json
from dataclasses import asdict
from typing import Any

from kit.database.instants import stored, stored_or_none, us, us_or_none
from kit.database.pool import Record
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.clocks.promises import Dues
from ticketing.households.household import Place
from ticketing.tickets.categories import Priority
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.procedures import StepDone, Waiver
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Change, Source, Ticket


def ticket_values(ticket: Ticket, due: Dues) -> list[Any]:
    return [
        ticket.number,
        ticket.version,
        *(ticket.status, ticket.source, ticket.category, ticket.priority, ticket.difficult, ticket.title),
        *(ticket.household, ticket.contact, ticket.phone, ticket.assignee, ticket.trade, ticket.resolution),
        stored(ticket.opened_at_us),
        stored_or_none(ticket.clock_from_us),
        stored_or_none(ticket.responded_at_us),
        stored_or_none(ticket.resolved_at_us),
        stored_or_none(ticket.closed_at_us),
        stored_or_none(due.response_us),
        stored_or_none(due.resolution_us),
        *(json.dumps(some) for some in (ticket.pauses, ticket.steps_done, ticket.steps_waived)),
        None if ticket.complaint is None else json.dumps(asdict(ticket.complaint)),
        *(ticket.reopened_count, ticket.returned_count, ticket.merged_into, ticket.split_from),
        *(ticket.rating, ticket.rating_comment, ticket.assigned_by),
    ]


_AS_THEY_ARE = (
    *("number", "category", "difficult", "title", "household", "contact", "phone", "version", "assignee", "trade"),
    *("resolution", "reopened_count", "returned_count", "merged_into", "split_from", "rating", "rating_comment"),
    "assigned_by",
)
_INSTANTS = ("opened_at", "clock_from", "responded_at", "resolved_at", "closed_at")


def ticket_of(row: Record) -> Ticket:
    fields: dict[str, Any] = {name: row[name] for name in _AS_THEY_ARE}
    fields |= {f"{name}_us": us_or_none(row[name]) for name in _INSTANTS}
    return Ticket(
        **fields,
        source=Source(row["source"]),
        priority=Priority(row["priority"]),
        status=Status(row["status"]),
        pauses=tuple(Pause(since, until, PauseReason(why)) for since, until, why in json.loads(row["pauses"])),
        complaint=None if row["complaint"] is None else Complaint(**json.loads(row["complaint"])),
        steps_done=tuple(StepDone(*step) for step in json.loads(row["steps_done"])),
        steps_waived=tuple(Waiver(*step) for step in json.loads(row["steps_waived"])),
    )


def change_values(change: Change) -> list[Any]:
    return [
        *(change.number, change.version, stored(change.at_us), change.who, change.what),
        *(change.from_status, change.to_status, change.why, change.to_whom),
    ]


def change_of(row: Record, version: str = "version") -> Change:
    return Change(
        *(row["ticket"], row[version], us(row["at"]), row["who"], row["what"]),
        *(Status(row["from_status"]), Status(row["to_status"]), row["why"], row["to_whom"]),
    )


def place_of(row: Record | None) -> str | None:
    """Of the ticket's household, where the statement returns it."""
    place = None if row is None else row["place"]
    return None if place is None else Place("", *place).short
