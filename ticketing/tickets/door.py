"""Tickets over HTTP: the list, one, a new one, and every change."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from aiohttp import hdrs

from kit.http.listed import listed
from kit.http.problems import Problem, etag
from kit.http.queries import NoQuery
from kit.refusals import RefusedError
from kit.roles import DISPATCHERS, Role
from telephony.facts import CallRef
from ticketing.bodies import Why
from ticketing.front.ask import Ask, Reply, connected
from ticketing.front.checks import known_assignee, known_household, number_of
from ticketing.front.disclosures import count_lookup, disclose_for_reason, note_typed
from ticketing.front.searching import searching
from ticketing.front.seen import ticket_seen, tickets_seen
from ticketing.tickets import bodies
from ticketing.tickets.amendments import amend as change_words
from ticketing.tickets.amendments import call_any_hour as allow_any_hour
from ticketing.tickets.bodies import NewTicket, TicketsQuery
from ticketing.tickets.categories import SHORT_CALL
from ticketing.tickets.changes import Changed
from ticketing.tickets.complaint import Complaint, Heard, with_satisfaction
from ticketing.tickets.lists import TICKETS, ticket_around, tickets_listed, wanted_tickets
from ticketing.tickets.models import NumberOut, TicketOut, TicketPage
from ticketing.tickets.states import TRANSITIONS, WORKMANS, Action, Status, possible
from ticketing.tickets.steps import step_done, step_waived
from ticketing.tickets.store import Choose, NoTicketError, TicketStore
from ticketing.tickets.ticket import Asked, Ticket

_WORKMAN_SAYS = frozenset({"action", "why", "resolution", "pause"})
_NOT_AMENDED = frozenset({"status", "why", "assignee", "trade", "resolution", "pause"})


async def list_tickets(ask: Ask, query: TicketsQuery) -> Reply:
    await count_lookup(ask, query.phone)
    wanted = wanted_tickets(
        query,
        ask.token.who,
        ask.desk.rules,
        ask.now_us,
        masked=not ask.viewer.sees_all(),
        workman=ask.viewer.trades if ask.token.role is Role.WORKMAN else None,
    )
    async with searching(ask, query.q) as connection:
        rows, following = await listed(connection, TICKETS, wanted, query)
    items = await tickets_seen(ask, tickets_listed(rows))
    return Reply(TicketPage(items=items, next=following), as_seen=True)


async def one_ticket(ask: Ask, _query: NoQuery) -> Reply:
    return _reply(await shown(ask, ask.path("number")))


async def new_ticket(ask: Ask, body: NewTicket) -> Reply:
    _known_category(ask, body.category)
    if body.category == SHORT_CALL:
        raise RefusedError("only a call itself makes a short call: choose another category")
    rules = ask.desk.rules.category(body.category)
    await known_household(ask, body.household)
    phone = number_of(ask, body.phone)
    await count_lookup(ask, phone)
    said = {name: value for name in NewTicket.model_fields if (value := getattr(body, name)) is not None}
    by_rules = {"priority": rules.priority, "difficult": rules.difficult}
    draft = Ticket("", ask.now_us, **{**by_rules, **said, "phone": phone})
    ticket = await ask.desk.tickets.open(draft, ask.token.who)
    await _note_typed(ask, ticket)
    reply = _reply(await shown(ask, ticket.number))
    return reply._replace(headers={**reply.headers, hdrs.LOCATION: f"/api/v1/tickets/{ticket.number}"})


async def amend(ask: Ask, body: bodies.TicketPatch) -> Reply:
    """Either other words, or another status: each is one change and one row of the history."""
    version = ask.version()
    words = body.model_fields_set - _NOT_AMENDED
    moves = body.model_fields_set & {"status", "assignee", "trade"}
    if words and moves:
        raise RefusedError("Fields and status cannot be changed in one request: send two requests.")
    if moves:
        return await _act(ask, lambda ticket: _leading_to(ticket, body), body, version)
    if "call_any_hour" in words:
        return await _call_any_hour(ask, body, words, version)
    fields = await _amended(ask, body, words)
    asked = Asked(ask.token.who, ask.now_us, version, body.why)

    scored = body.complaint is not None and "satisfaction" in body.complaint.model_fields_set
    by = await ask.desk.tickets.heard(ask.path("number")) if scored else None

    def decide(ticket: Ticket) -> Changed:
        category = ask.desk.rules.category(fields.get("category", ticket.category))
        return change_words(ticket, asked, {**fields, **_complaint(ticket, body, by)}, category)

    return await _answered(ask, lambda tickets, number: tickets.change(number, decide), typed="phone" in fields)


async def _call_any_hour(ask: Ask, body: bodies.TicketPatch, words: set[str], version: int) -> Reply:
    if ask.token.role not in DISPATCHERS:
        raise Problem(403, "Only a dispatcher, a manager or an admin may let somebody be called in quiet hours.")
    if len(words) > 1:
        raise RefusedError("Send `call_any_hour` alone, with `why`.")
    asked = Asked(ask.token.who, ask.now_us, version, body.why)

    def decide(ticket: Ticket) -> Changed:
        return allow_any_hour(ticket, body.call_any_hour, asked)

    return await _answered(ask, lambda tickets, number: tickets.change(number, decide))


async def take_action(ask: Ask, body: bodies.TakeAction) -> Reply:
    fields = {name: said for name in ("category", "title") if (said := getattr(body, name)) is not None}
    if body.category is not None:
        _known_category(ask, body.category)
    if ask.token.role is Role.WORKMAN:
        return await _act(ask, _by_workman(ask, body), body, ask.version())
    return await _act(ask, body.action, body, ask.version(), fields)


def _by_workman(ask: Ask, body: bodies.TakeAction) -> Choose:
    """Refuses what is none of theirs, within the change. Raises Problem 403."""
    if body.action not in WORKMANS or body.model_fields_set - _WORKMAN_SAYS:
        able = ", ".join(sorted(WORKMANS))
        raise Problem(403, f"The role workman may only {able}, and names nobody else.")

    def choose(ticket: Ticket) -> Action:
        if not ask.viewer.may_see(ticket):
            raise NoTicketError
        return body.action

    return choose


async def mark_step(ask: Ask, body: bodies.StepMark) -> Reply:
    rules = ask.desk.rules
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)

    def decide(ticket: Ticket) -> Any:
        category = rules.category(ticket.category)
        if body.waive:
            return step_waived(ticket, body.step, asked, ask.token.role, category)
        return step_done(ticket, body.step, body.evidence, asked, category)

    return await _answered(ask, lambda tickets, number: tickets.change(number, decide))


async def merge(ask: Ask, body: bodies.Merge) -> Reply:
    """The answer is the ticket that is kept."""
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)
    return await _answered(ask, lambda tickets, number: tickets.merge(number, body.into, asked))


async def split(ask: Ask, body: bodies.Split) -> Reply:
    """The answer is the new ticket."""
    fields = {"title": body.title}
    if body.category is not None:
        _known_category(ask, body.category)
        fields["category"] = body.category
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)
    return await _answered(ask, lambda tickets, number: tickets.split(number, asked, fields))


async def link_call(ask: Ask, body: bodies.LinkCall) -> Reply:
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)
    call = CallRef(body.pbx, body.linkedid)
    return await _answered(ask, lambda tickets, number: tickets.link_call(number, call, asked))


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


async def _act(
    ask: Ask, wanted: Action | Choose, body: bodies.Move, version: int, fields: Mapping[str, Any] = MappingProxyType({})
) -> Reply:
    await known_assignee(ask, body.assignee)
    asked = asked_to_move(ask, body, version)
    return await _answered(ask, lambda tickets, number: tickets.act(number, wanted, asked, fields))


def asked_to_move(ask: Ask, body: bodies.Move, version: int) -> Asked:
    return Asked(
        ask.token.who,
        ask.now_us,
        version,
        body.why,
        assignee=body.assignee,
        trade=body.trade,
        resolution=body.resolution,
        pause=body.pause,
        pause_us=ask.desk.rules.pause_us(ask.token.role),
    )


async def _answered(
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
        await _note_typed(ask, changed)
    return _reply(await ticket_seen(ask, *found))


def _reply(ticket: TicketOut) -> Reply:
    return Reply(ticket, etag(ticket.version), as_seen=True)


def _leading_to(ticket: Ticket, body: bodies.TicketPatch) -> Action:
    """The action that leads to the wanted status; without one, to somebody else's hands."""
    choices = possible(ticket.status, ticket.paused)
    wanted = Status.DISPATCHED if body.status is None else body.status
    for action in choices:
        if action not in (Action.PAUSE, Action.RESUME) and TRANSITIONS[ticket.status][action] is wanted:
            return action
    able = sorted({str(TRANSITIONS[ticket.status][action]) for action in choices} - {str(ticket.status)})
    detail = f"A ticket that is {ticket.status} does not become {wanted}; it may become: {', '.join(able)}."
    raise RefusedError(detail, possible=choices)


async def _amended(ask: Ask, body: bodies.TicketPatch, words: set[str]) -> dict[str, Any]:
    if not words:
        raise RefusedError("There is nothing to change: give at least one field.")
    fields = {name: getattr(body, name) for name in words}
    if "category" in fields:
        _known_category(ask, body.category)
    if "household" in fields:
        await known_household(ask, body.household)
    if "phone" in fields:
        fields["phone"] = number_of(ask, body.phone)
        await count_lookup(ask, fields["phone"])
    return fields


def _complaint(ticket: Ticket, body: bodies.TicketPatch, by: Heard | None) -> dict[str, Complaint]:
    """What is said of it beside what is known already."""
    if body.complaint is None:
        return {}
    told = {name: getattr(body.complaint, name) for name in body.complaint.model_fields_set}
    scores = [told.pop("satisfaction")] if "satisfaction" in told else []
    complaint = replace(ticket.complaint or Complaint(), **told)
    for score in scores:
        complaint = with_satisfaction(complaint, score, by)
    return {"complaint": complaint}


async def _note_typed(ask: Ask, ticket: Ticket) -> None:
    if ticket.phone:
        await note_typed(ask, ask.viewer.right_to_ticket(ticket))


def _known_category(ask: Ask, key: str) -> None:
    known = ask.desk.rules.categories
    if key not in known:
        errors = {"category": f"is one of: {', '.join(known)}"}
        raise RefusedError("There is no such category.", errors=errors, possible=known)
