"""Changes of tickets, told on the live stream."""

from kit.http.live import LiveHub
from kit.http.site import SITE
from kit.http.wire import instant
from telephony.masking import mask_number, mask_text
from ticketing.front.ask import Ask
from ticketing.tickets.models import LiveTicketOut
from ticketing.tickets.ticket import Ticket


def tell_ticket(ask: Ask, ticket: Ticket, place: str | None, what: str) -> None:
    told = LiveTicketOut(
        at=instant(ask.now_us),
        what=what,
        number=ticket.number,
        call=None,
        household=ticket.household,
        place=place,
        contact=ticket.contact,
        phone=ticket.phone,
        status=ticket.status,
        assignee=ticket.assignee,
    )
    tell(ask.request.app[SITE].live, told)


def tell(hub: LiveHub, told: LiveTicketOut) -> None:
    def masked() -> LiveTicketOut:
        words = {"contact": mask_text(told.contact), "place": told.place and mask_text(told.place)}
        return told.model_copy(update={"phone": mask_number(told.phone), **words})

    hub.tell("ticket", told, masked)
