"""News of tickets, as the live stream tells them."""

from kit.http.links import call_id
from kit.http.live import Told, plain
from kit.http.shown import Hide, shown
from kit.http.wire import instant
from telephony.masking import mask_text
from ticketing.news import DueNews, TicketNews
from ticketing.tickets.models import LiveTicketOut


def ticket_told(news: TicketNews) -> Told:
    call = None if news.call is None else call_id(*news.call)
    version = None if news.before is not None and news.before.version == news.after.version else news.after.version

    def told(hide: Hide | None = None) -> LiveTicketOut:
        place = hide(news.place) if hide and news.place else news.place
        said = {"at": instant(news.at_us), "what": news.what, "version": version, "call": call, "place": place}
        return shown(LiveTicketOut, news.after, hide, **said)

    return Told("ticket", told(), lambda: told(mask_text))


def due_told(news: DueNews) -> Told:
    record = LiveTicketOut(
        at=instant(news.due_at_us),
        what=f"{news.what}_{news.alarm}",
        number=news.ticket,
        version=None,
        call=None,
        household=None,
        place=None,
        contact="",
        phone="",
        status=None,
        assignee=None,
    )
    return plain("ticket", record)
