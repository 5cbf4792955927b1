"""Tickets over HTTP: the list, one, a new one, the next one, and the number in full."""

from collections.abc import Awaitable, Callable
from typing import Literal

from aiohttp import hdrs
from pydantic import BaseModel, Field

from kit.http.bodies import Body, Id, Named, Short
from kit.http.listed import listed
from kit.http.operation import Operation
from kit.http.problems import etag
from kit.http.queries import NoQuery
from kit.refusals import RefusedError
from kit.roles import READERS, WORKERS, Role
from ticketing.bodies import Dialled, Why
from ticketing.http.ask import Ask, DeskHandler, Reply, connected
from ticketing.http.checks import known_household, known_place, number_of
from ticketing.http.disclosures import count_lookup, disclose_for_reason, note_typed
from ticketing.http.rates import uncalled_on
from ticketing.http.searching import searching
from ticketing.http.seen import ticket_seen, tickets_seen
from ticketing.http.ways import read, write
from ticketing.tickets.categories import SHORT_CALL, Priority
from ticketing.tickets.found import few_found
from ticketing.tickets.lists import TICKETS, TicketsQuery, ticket_around, tickets_listed, wanted_tickets
from ticketing.tickets.models import NumberOut, TicketOut, TicketPage
from ticketing.tickets.store import NoTicketError, TicketStore
from ticketing.tickets.ticket import Asked, Source, Ticket

TICKET = "/api/v1/tickets/{number}"
_NO_TICKET = {404: "No such ticket"}


class NewTicket(Body):
    category: Named
    priority: Priority | None = Field(None, description="null: the default of the category")
    difficult: bool | None = None
    title: Short = ""
    household: Id | None = None
    place_id: Id | None = Field(None, description="A place that is no flat, from the list of places")
    contact: Short = ""
    phone: Dialled = ""
    source: Literal[Source.HAND, Source.API, Source.WALK_IN, Source.VISIT] = Source.API


async def list_tickets(ask: Ask, query: TicketsQuery) -> Reply:
    await count_lookup(ask, query.phone)
    uncalled, masked = await uncalled_on(ask, query.uncalled), not ask.viewer.sees_all()
    async with searching(ask, query.q) as connection:
        wanted = wanted_tickets(
            query,
            ask.token.who,
            ask.desk.rules,
            ask.now_us,
            masked=masked,
            workman=ask.viewer.trades if ask.token.role is Role.WORKMAN else None,
            uncalled=uncalled,
            found=None if query.q is None else await few_found(connection, query.q, masked=masked),
        )
        rows, following = await listed(connection, TICKETS.by(query.sort), wanted, query)
    items = await tickets_seen(ask, tickets_listed(rows))
    return Reply(TicketPage(items=items, next=following), as_seen=True)


async def one_ticket(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await shown(ask, ask.path("number")))


async def new_ticket(ask: Ask, body: NewTicket) -> Reply:
    known_category(ask, body.category)
    if body.category == SHORT_CALL:
        raise RefusedError("only a call itself makes a short call: choose another category")
    rules = ask.desk.rules.category(body.category)
    await known_household(ask, body.household)
    await known_place(ask, body.place_id)
    phone = number_of(ask, body.phone)
    await count_lookup(ask, phone)
    said = {name: value for name in NewTicket.model_fields if (value := getattr(body, name)) is not None}
    by_rules = {"priority": rules.priority, "difficult": rules.difficult}
    draft = Ticket("", ask.now_us, **{**by_rules, **said, "phone": phone})
    ticket = await ask.desk.tickets.open(draft, ask.token.who)
    await note_typed_number(ask, ticket)
    reply = _reply(await shown(ask, ticket.number))
    return reply._replace(headers={**reply.headers, hdrs.LOCATION: f"/api/v1/tickets/{ticket.number}"})


async def take_next(ask: Ask, _query: NoQuery) -> Reply:
    of_desk, asked = ask.token.role is not Role.WORKMAN, Asked(ask.token.who, ask.now_us, 0)
    trades = ask.desk.rules.trades_of(ask.token.who)
    async with connected(ask) as connection:
        taken = await ask.desk.free_tickets.on(connection).take_next(trades, of_desk=of_desk, asked=asked)
        found = await ticket_around(connection, taken.number)
    return _reply(await ticket_seen(ask, *found))


async def unmask(ask: Ask, body: Why) -> Reply:
    """The number in full, for a reason, which is kept. An agent's own open work stays in full from then on."""
    ticket = await ask.desk.tickets.get(ask.path("number"))
    await disclose_for_reason(ask, ask.viewer.right_to_ticket(ticket), body.why)
    return Reply(NumberOut(number=ticket.phone), as_seen=True)


async def shown(ask: Ask, number: str) -> TicketOut:
    """Raises NoTicketError where it is none of theirs."""
    async with connected(ask) as connection:
        ticket, around = await ticket_around(connection, number)
    if not ask.viewer.may_see(ticket):
        raise NoTicketError
    return await ticket_seen(ask, ticket, around)


async def answered(
    ask: Ask,
    do: Callable[[TicketStore, str], Awaitable[Ticket]],
    *,
    typed: bool = False,
) -> Reply:
    """The change and what it is answered with, in one session, which ends before another may begin.

    `typed`: whoever asks wrote the number themselves.
    """
    async with connected(ask) as connection:
        changed = await do(ask.desk.tickets.on(connection), ask.path("number"))
        found = await ticket_around(connection, changed.number)
    if typed:
        await note_typed_number(ask, changed)
    return _reply(await ticket_seen(ask, *found))


def _reply(ticket: TicketOut) -> Reply:
    return Reply(ticket, etag(ticket.version), as_seen=True)


async def note_typed_number(ask: Ask, ticket: Ticket) -> None:
    if ticket.phone:
        await note_typed(ask, ask.viewer.right_to_ticket(ticket))


def known_category(ask: Ask, key: str) -> None:
    known = ask.desk.rules.categories
    if key not in known:
        able = [name for name in known if name != SHORT_CALL]  # which a call alone makes
        errors = {"category": f"is one of: {', '.join(able)}"}
        raise RefusedError("There is no such category.", errors=errors, possible=able)


def change(
    name: str,
    path: str,
    summary: str,
    handler: DeskHandler,
    body: type[BaseModel],
    method: str = "POST",
    roles: frozenset[Role] = READERS,
) -> Operation:
    """It is answered with the ticket, and held against the version in If-Match."""
    return write(
        name,
        path,
        summary,
        handler,
        TicketOut,
        body,
        method=method,
        current=one_ticket,
        if_match=True,
        problems=_NO_TICKET,
        roles=roles,
    )


OPERATIONS = (
    read(
        "listTickets",
        "/api/v1/tickets",
        "List tickets, newest first",
        list_tickets,
        TicketPage,
        TicketsQuery,
        roles=WORKERS,
    ),
    write(
        "openTicket",
        "/api/v1/tickets",
        "Create a ticket",
        new_ticket,
        TicketOut,
        NewTicket,
        status=201,
    ),
    write(
        "takeNextTicket",
        "/api/v1/tickets/next",
        "Claim the most urgent ticket that nobody has: of the caller's trades, or not dispatched yet",
        take_next,
        TicketOut,
        roles=WORKERS,
        problems={404: "No ticket waits"},
    ),
    read(
        "getTicket",
        TICKET,
        "Return a ticket with its history",
        one_ticket,
        TicketOut,
        problems=_NO_TICKET,
        roles=WORKERS,
    ),
    write(
        "unmaskTicket",
        f"{TICKET}/unmask",
        "Return a ticket with the full number, for a reason; recorded in the audit log",
        unmask,
        NumberOut,
        Why,
        problems=_NO_TICKET,
    ),
)
