"""Who is writing on which ticket, over HTTP and on the live stream. Nothing of it is stored."""

from kit.http.live import Told
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.http.wire import instant
from telephony.masking import mask_text
from ticketing.http.ask import Ask, Reply
from ticketing.http.ways import read, write
from ticketing.presence.models import WritingOut, WritingsOut
from ticketing.presence.presence import Writing


async def writes(ask: Ask, _query: NoQuery) -> Reply:
    """Raises NoTicketError."""
    ticket = await ask.desk.tickets.get(ask.path("number"))
    told = _out(ask.site.writing.writes(ticket.number, ask.token.who, ask.now_us))
    live = ask.request.app[SITE].live
    if live.heard():
        live.send(Told("writing", told, lambda: told.model_copy(update={"who": mask_text(told.who)})))
    return Reply(None)


async def list_writing(ask: Ask, _query: NoQuery) -> Reply:
    return Reply(WritingsOut(items=[_out(one) for one in ask.site.writing.now(ask.now_us)]))


def _out(one: Writing) -> WritingOut:
    return WritingOut(number=one.number, who=one.who, until=instant(one.until_us))


OPERATIONS = (
    write(
        "tellWriting",
        "/api/v1/tickets/{number}/writing",
        "Record that the caller is writing on a ticket, for 20 seconds; nothing is locked",
        writes,
        None,
        status=204,
        problems={404: "No such ticket"},
    ),
    read("listWriting", "/api/v1/writing", "Return who is writing on which ticket", list_writing, WritingsOut),
)
