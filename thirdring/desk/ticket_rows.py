"""A ticket as the row it is stored in, and back."""

import json
from dataclasses import asdict
from typing import Any

from thirdring.database.pool import Record
from thirdring.desk.instants import stored, stored_or_none, us, us_or_none
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.clocks.promises import Dues
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
        *(ticket.rating, ticket.rating_comment),
    ]


def ticket_of(row: Record) -> Ticket:
    return Ticket(
        row["number"],
        us(row["opened_at"]),
        Source(row["source"]),
        row["category"],
        Priority(row["priority"]),
        row["difficult"],
        row["title"],
        row["household"],
        row["contact"],
        row["phone"],
        Status(row["status"]),
        row["version"],
        row["assignee"],
        row["trade"],
        row["resolution"],
        us_or_none(row["clock_from"]),
        us_or_none(row["responded_at"]),
        us_or_none(row["resolved_at"]),
        us_or_none(row["closed_at"]),
        tuple(Pause(since, until, PauseReason(why)) for since, until, why in json.loads(row["pauses"])),
        row["reopened_count"],
        row["returned_count"],
        row["merged_into"],
        row["split_from"],
        None if row["complaint"] is None else Complaint(**json.loads(row["complaint"])),
        tuple(StepDone(*step) for step in json.loads(row["steps_done"])),
        tuple(Waiver(*step) for step in json.loads(row["steps_waived"])),
        row["rating"],
        row["rating_comment"],
    )


def change_values(change: Change) -> list[Any]:
    return [
        *(change.number, change.version, stored(change.at_us), change.who, change.what),
        *(change.from_status, change.to_status, change.why, change.to_whom),
    ]


def change_of(row: Record) -> Change:
    return Change(
        *(row["ticket"], row["version"], us(row["at"]), row["who"], row["what"]),
        *(Status(row["from_status"]), Status(row["to_status"]), row["why"], row["to_whom"]),
    )
