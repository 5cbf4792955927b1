"""The next ticket: one click takes the most urgent one that nobody has, and two clicks at once take two. Pure.

A workman gets what was dispatched to a trade of theirs; anybody else also what is open and not dispatched. The order is
priority, then what is due first, then age. Paused tickets wait for something else, and are left.
"""

from dataclasses import replace

from kit.refusals import RefusedError
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.ticket import Asked, Ticket

TOOK = "took"


class NoneFreeError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("No ticket waits: each has somebody, or is for another trade.")


def take(ticket: Ticket, asked: Asked) -> Changed:
    """Keeps the status: taking a ticket does not start the work."""
    taken = replace(ticket, version=ticket.version + 1, assignee=asked.who, assigned_by=asked.who)
    return Changed(taken, recorded(ticket, taken, asked._replace(assignee=asked.who), TOOK))
