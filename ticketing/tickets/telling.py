"""News of tickets, as the live stream tells them."""

from kit.http.links import call_id
from kit.http.live import Told
from kit.http.wire import instant
from telephony.masking import mask_number, mask_text
from ticketing.news import DueNews, TicketNews
from ticketing.tickets.models import LiveTicketOut


def ticket_told(news: TicketNews) -> Told:
    ticket = news.after
    return _told(
        LiveTicketOut(
            at=instant(news.at_us),
            what=news.what,
            number=ticket.number,
            call=None if news.call is None else call_id(*news.call),
            household=ticket.household,
            place=news.place,
            contact=ticket.contact,
            phone=ticket.phone,
            status=ticket.status,
            assignee=ticket.assignee,
        )
    )


def due_told(news: DueNews) -> Told:
    return _told(
        LiveTicketOut(
            at=instant(news.due_at_us),
            what=f"{news.what}_{news.alarm}",
            number=news.ticket,
            call=None,
            household=None,
            place=None,
            contact="",
            phone="",
            status=None,
            assignee=None,
        )
    )


def _told(record: LiveTicketOut) -> Told:
    def masked() -> LiveTicketOut:
        words = {"contact": mask_text(record.contact), "place": record.place and mask_text(record.place)}
        return record.model_copy(update={"phone": mask_number(record.phone), **words})

    return Told("ticket", record, masked)
