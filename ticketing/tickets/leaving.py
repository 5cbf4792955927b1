"""What becomes of a ticket whose assignee is gone, or has another name."""

from dataclasses import replace
from typing import Any

from kit.refusals import ImpossibleError, StaleError
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.effects import pauses_ended
from ticketing.tickets.states import ACTIVE, Action, Status, possible
from ticketing.tickets.ticket import Asked, Ticket


def give_back(ticket: Ticket, asked: Asked) -> Changed:
    """Open again, for whoever dispatches. Nobody sent it back, so that it does not count as returned."""
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    if ticket.status not in ACTIVE:
        raise ImpossibleError("ticket", ticket.status, Action.RETURN, possible(ticket.status, ticket.paused))
    asked = asked._replace(at_us=max(asked.at_us, ticket.runs_from_us))
    pauses = pauses_ended(ticket.pauses, asked.at_us)
    nobodys: dict[str, Any] = {"assignee": None, "assigned_by": None, "trade": None}
    after = replace(ticket, status=Status.OPEN, pauses=pauses, version=ticket.version + 1, **nobodys)
    return Changed(after, recorded(ticket, after, asked, "given back"))


def pass_on(ticket: Ticket, asked: Asked) -> Changed:
    """The same person under another name: `asked.assignee`. Nothing else changes."""
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    after = replace(ticket, assignee=asked.assignee, version=ticket.version + 1)
    return Changed(after, recorded(ticket, after, asked, "renamed"))
