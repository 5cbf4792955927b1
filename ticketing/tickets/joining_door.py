"""Tickets that belong together, over HTTP: one that joins another, one that becomes two, a further call of one."""

from typing import Any

from kit.http.bodies import Body, Named, Short, Words
from kit.refusals import FieldError
from telephony.facts import CallRef
from ticketing.bodies import CallRefIn, TicketNumber
from ticketing.http.ask import Ask, Reply
from ticketing.http.checks import on_retired_place
from ticketing.tickets.door import TICKET, answered, change, known_category
from ticketing.tickets.ticket import Asked


class Merge(Body):
    into: TicketNumber
    why: Words = ""


class Split(Body):
    title: Short
    category: Named | None = None
    why: Words = ""


class LinkCall(CallRefIn):
    why: Words = ""


async def merge(ask: Ask, body: Merge) -> Reply:
    """Returns the ticket that stays."""
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)
    return await answered(ask, lambda tickets, number: tickets.merge(number, body.into, asked))


async def split(ask: Ask, body: Split) -> Reply:
    """Returns the new ticket."""
    fields: dict[str, Any] = {"title": body.title}
    if body.category is not None:
        known_category(ask, body.category)
        fields["category"] = body.category
    if await on_retired_place(ask, ask.path("number")):
        fields["place_id"] = None
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)
    return await answered(ask, lambda tickets, number: tickets.split(number, asked, fields))


async def link_call(ask: Ask, body: LinkCall) -> Reply:
    known = ask.site.pbxs
    if known is not None and body.pbx not in known:
        raise FieldError("pbx", f"is one of: {', '.join(sorted(known))}", "There is no such PBX.")
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)
    call = CallRef(body.pbx, body.linkedid)
    return await answered(ask, lambda tickets, number: tickets.link_call(number, call, asked))


OPERATIONS = (
    change("mergeTicket", f"{TICKET}/merge", "Merge a ticket into another one; returns the other one", merge, Merge),
    change("splitTicket", f"{TICKET}/split", "Split off a second ticket; returns the new one", split, Split),
    change("linkCall", f"{TICKET}/calls", "Link a further call to a ticket", link_call, LinkCall),
)
