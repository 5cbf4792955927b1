"""The ticket of a short call: the caller hung up within the first rings. It ends by itself once they are spoken to.

docs/ticketing.md has the table of cases.
"""

from dataclasses import replace

from ticketing.tickets.categories import SHORT_CALL
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.effects import first, pauses_ended
from ticketing.tickets.states import ACTIVE, Status
from ticketing.tickets.ticket import Asked, Ticket

NUMBER_WITHHELD = "number withheld"
GOT_THROUGH = "got through"
CALLED_BACK = "called back"


def became_short(ticket: Ticket, asked: Asked, category_of_calls: str) -> Changed | None:
    """None: somebody has it, or has said already what it is about."""
    untouched = ticket.status is Status.OPEN and ticket.assignee is None and ticket.trade is None and not ticket.title
    if not untouched or ticket.category != category_of_calls:
        return None
    after = replace(ticket, category=SHORT_CALL, difficult=False, version=ticket.version + 1)
    return Changed(after, recorded(ticket, after, asked, "short call"))


def ended(ticket: Ticket, asked: Asked, how: str) -> Changed | None:
    """None: it is no short call's, or has ended. `how` begins with one of the words above."""
    if ticket.category != SHORT_CALL or ticket.status not in ACTIVE:
        return None
    at_us = max(asked.at_us, ticket.runs_from_us)
    after = replace(
        ticket,
        status=Status.CLOSED,
        version=ticket.version + 1,
        responded_at_us=first(ticket.responded_at_us, asked),
        resolved_at_us=at_us,
        closed_at_us=at_us,
        pauses=pauses_ended(ticket.pauses, at_us),
    )
    return Changed(after, recorded(ticket, after, asked._replace(at_us=at_us), how))
