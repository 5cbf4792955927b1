"""Changes of a ticket over HTTP: its words, its status, the person it is given to."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from pydantic import Field

from kit.http.bodies import Body, Id, Named, Short, Words
from kit.http.problems import Problem
from kit.refusals import MissingError, RefusedError
from kit.roles import DISPATCHERS, WORKERS, Role
from ticketing.bodies import Dialled, Rating
from ticketing.clocks.pauses import PauseReason
from ticketing.http.ask import Ask, Reply
from ticketing.http.checks import known_assignee, known_household, known_place, number_of
from ticketing.http.disclosures import count_lookup
from ticketing.tickets.amendments import amend as change_words
from ticketing.tickets.amendments import call_any_hour as allow_any_hour
from ticketing.tickets.categories import Priority
from ticketing.tickets.changes import Changed
from ticketing.tickets.complaint import Complaint, Heard, decides_late, with_satisfaction
from ticketing.tickets.door import TICKET, answered, change, known_category
from ticketing.tickets.states import DONE, TRANSITIONS, WORKMANS, Action, Status, possible
from ticketing.tickets.store import Choose, NoTicketError
from ticketing.tickets.ticket import Asked, Ticket


class Move(Body):
    """An action and the fields that it needs."""

    why: Words = ""
    assignee: Named | None = None
    trade: Named | None = None
    resolution: Words = ""
    pause: PauseReason = PauseReason.WAITING_FOR_OTHERS


class TakeAction(Move):
    action: Action
    category: Named | None = Field(None, description="Changed in the same step: for a matter solved on the phone")
    title: Short | None = Field(None, description="Changed in the same step")


class ComplaintIn(Body):
    valid: bool | None = None
    response: Words = ""
    settlement: Words = ""
    satisfaction: Rating | None = Field(
        None, description="The complainant's own if a follow-up call has connected; else kept as the desk's word"
    )


class TicketPatch(Move):
    """Fields to change, or a new `status`. Omitted fields stay as they are."""

    status: Status | None = Field(None, description="The new status; the action that leads there is performed")
    category: Named = ""
    priority: Priority = Priority.NORMAL
    difficult: bool = False
    title: Short = ""
    household: Id | None = None
    place_id: Id | None = Field(None, description="A place that is no flat, from the list of places")
    contact: Short = ""
    phone: Dialled = ""
    complaint: ComplaintIn | None = None
    rating: Rating | None = None
    rating_comment: Words = ""
    call_any_hour: bool = Field(
        False, description="true: they may be called in quiet hours as well; dispatchers only, alone and with `why`"
    )


_WORKMAN_SAYS = frozenset({"action", "why", "resolution", "pause"})
_NOT_AMENDED = frozenset({"status", "why", "assignee", "trade", "resolution", "pause"})


async def amend(ask: Ask, body: TicketPatch) -> Reply:
    """A change of fields, or of the status. Each is one change and one row of the history."""
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
        words = {**fields, **_complaint(ticket, body, by)}
        _require_right_to_decide(ask, ticket, words, body.why)
        return change_words(ticket, asked, words, category)

    return await answered(ask, lambda tickets, number: tickets.change(number, decide), typed="phone" in fields)


def _require_right_to_decide(ask: Ask, ticket: Ticket, words: Mapping[str, Any], why: str) -> None:
    """Whether a complaint is valid is not said again by who settled it. Raises RefusedError."""
    known = ticket.complaint
    if known is None or "complaint" not in words or ticket.version != ask.version():
        return
    if not decides_late(known, words["complaint"], ticket.status in DONE):
        return
    if ask.token.role not in DISPATCHERS:
        raise Problem(403, "Only a dispatcher, a manager or an admin may change whether a settled complaint is valid.")
    if not why.strip():
        raise MissingError("valid", ["why"])


async def _call_any_hour(ask: Ask, body: TicketPatch, words: set[str], version: int) -> Reply:
    if ask.token.role not in DISPATCHERS:
        raise Problem(403, "Only a dispatcher, a manager or an admin may let somebody be called in quiet hours.")
    if len(words) > 1:
        raise RefusedError("Send `call_any_hour` alone, with `why`.")
    asked = Asked(ask.token.who, ask.now_us, version, body.why)

    def decide(ticket: Ticket) -> Changed:
        return allow_any_hour(ticket, body.call_any_hour, asked)

    return await answered(ask, lambda tickets, number: tickets.change(number, decide))


async def take_action(ask: Ask, body: TakeAction) -> Reply:
    fields = {name: said for name in ("category", "title") if (said := getattr(body, name)) is not None}
    if body.category is not None:
        known_category(ask, body.category)
    if ask.token.role is Role.WORKMAN:
        return await _act(ask, _by_workman(ask, body), body, ask.version())
    return await _act(ask, body.action, body, ask.version(), fields)


def _by_workman(ask: Ask, body: TakeAction) -> Choose:
    """Checks the right to this change in its own transaction. Raises Problem 403."""
    if body.action not in WORKMANS or body.model_fields_set - _WORKMAN_SAYS:
        able = ", ".join(sorted(WORKMANS))
        raise Problem(403, f"The role workman may only {able}, and names nobody else.")

    def choose(ticket: Ticket) -> Action:
        if not ask.viewer.may_see(ticket):
            raise NoTicketError
        return body.action

    return choose


async def _act(
    ask: Ask, wanted: Action | Choose, body: Move, version: int, fields: Mapping[str, Any] = MappingProxyType({})
) -> Reply:
    await known_assignee(ask, body.assignee)
    asked = asked_to_move(ask, body, version)
    return await answered(ask, lambda tickets, number: tickets.act(number, wanted, asked, fields))


def asked_to_move(ask: Ask, body: Move, version: int) -> Asked:
    return Asked(
        ask.token.who,
        ask.now_us,
        version,
        body.why,
        assignee=body.assignee,
        trade=body.trade,
        resolution=body.resolution,
        pause=body.pause,
        role=ask.token.role,
    )


def _leading_to(ticket: Ticket, body: TicketPatch) -> Action:
    """The action that leads to the wanted status; without one, to somebody else's hands."""
    choices = possible(ticket.status, ticket.paused)
    wanted = Status.DISPATCHED if body.status is None else body.status
    for action in choices:
        if action not in (Action.PAUSE, Action.RESUME) and TRANSITIONS[ticket.status][action] is wanted:
            return action
    able = sorted({str(TRANSITIONS[ticket.status][action]) for action in choices} - {str(ticket.status)})
    detail = f"A ticket that is {ticket.status} does not become {wanted}; it may become: {', '.join(able)}."
    raise RefusedError(detail, possible=choices)


async def _amended(ask: Ask, body: TicketPatch, words: set[str]) -> dict[str, Any]:
    if not words:
        raise RefusedError("There is nothing to change: give at least one field.")
    fields = {name: getattr(body, name) for name in words}
    if "category" in fields:
        known_category(ask, body.category)
    if "household" in fields:
        await known_household(ask, body.household)
    if "place_id" in fields:
        await known_place(ask, body.place_id, of_ticket=ask.path("number"))
    if "phone" in fields:
        fields["phone"] = number_of(ask, body.phone)
        await count_lookup(ask, fields["phone"])
    return fields


def _complaint(ticket: Ticket, body: TicketPatch, by: Heard | None) -> dict[str, Complaint]:
    """What is said of it beside what is known already."""
    if body.complaint is None:
        return {}
    told = {name: getattr(body.complaint, name) for name in body.complaint.model_fields_set}
    scores = [told.pop("satisfaction")] if "satisfaction" in told else []
    complaint = replace(ticket.complaint or Complaint(), **told)
    for score in scores:
        complaint = with_satisfaction(complaint, score, by)
    return {"complaint": complaint}


OPERATIONS = (
    change("amendTicket", TICKET, "Update the fields or the status of a ticket", amend, TicketPatch, "PATCH"),
    change(
        "actOnTicket",
        f"{TICKET}/actions",
        "Perform an action on a ticket: dispatch, start, pause, resolve …",
        take_action,
        TakeAction,
        roles=WORKERS,
    ),
)
