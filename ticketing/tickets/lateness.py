"""Is a ticket late, or was it when it was answered, resolved or taken a step further? Pure."""

from ticketing.clocks.alarms import Due, breached
from ticketing.clocks.promises import Dues
from ticketing.tickets.states import ACTIVE
from ticketing.tickets.ticket import Ticket


def late(ticket: Ticket, due: Dues, now_us: int) -> bool:
    over_us = ticket.resolved_at_us
    if ticket.status not in ACTIVE and over_us is None:
        return False
    kept = (
        Due(due.response_us, ticket.responded_at_us),
        Due(due.resolution_us, over_us),
        Due(due.step_us, None),
    )
    return bool(due.late_steps_us) or any(breached(one, now_us) for one in kept)
