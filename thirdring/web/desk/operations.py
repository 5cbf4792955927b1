"""What can be asked of the desk, in one table, besides calls."""

from typing import Any

from pydantic import BaseModel

from thirdring.web.auth.roles import ADMINS, DISPATCHERS, MANAGERS
from thirdring.web.desk import bodies, callbacks, households, models, queries, sessions, tickets
from thirdring.web.desk.ask import DeskHandler, served
from thirdring.web.operation import Operation
from thirdring.web.queries import NoQuery, Query

_TICKET = "/api/v1/tickets/{number}"
_CALLBACK = "/api/v1/callbacks/{id}"
_HOUSEHOLD = "/api/v1/households/{id}"
_NO_TICKET = {404: "No such ticket"}
_NO_CALLBACK = {404: "No such callback"}
_NO_HOUSEHOLD = {404: "No such household"}
_CHANGED = {
    404: "No such ticket",
    409: "Changed meanwhile; `current` is what there is now",
    428: "If-Match is missing",
}
_NO_DIAL = {409: "Another agent calls them now; `current` says who", **_NO_CALLBACK}


def _read(
    name: str,
    path: str,
    summary: str,
    handler: DeskHandler,
    answer: type[BaseModel],
    query: type[Query] = NoQuery,
    **more: Any,
) -> Operation:
    return Operation(name, path, summary, served(handler), query=query, answer=answer, **more)


def _write(
    name: str,
    path: str,
    summary: str,
    handler: DeskHandler,
    answer: type[BaseModel] | None,
    body: type[BaseModel] | None = None,
    *,
    method: str = "POST",
    status: int = 200,
    **more: Any,
) -> Operation:
    return Operation(
        name, path, summary, served(handler, status), method=method, answer=answer, body=body, status=status, **more
    )


def _change(
    name: str, path: str, summary: str, handler: DeskHandler, body: type[BaseModel], method: str = "POST"
) -> Operation:
    """Of a ticket, decided on the version in If-Match."""
    return _write(name, path, summary, handler, models.TicketOut, body, method=method, if_match=True, problems=_CHANGED)


SESSIONS = (
    _write(
        "signIn",
        "/api/v1/session",
        "Sign in by name and password",
        sessions.sign_in,
        models.SessionOut,
        bodies.SignIn,
        roles=None,
        problems={401: "Name or password is wrong"},
    ),
    _write("signOut", "/api/v1/session", "End this session", sessions.sign_out, None, method="DELETE", status=204),
    _read("whoAmI", "/api/v1/me", "Who asks, and in which role", sessions.me, models.MeOut),
    _read(
        "listAudit",
        "/api/v1/audit",
        "Who signed in, unmasked, exported or deleted what; newest first",
        sessions.list_audit,
        models.AuditPage,
        queries.AuditQuery,
        roles=ADMINS,
    ),
)

TICKETS = (
    _read(
        "listTickets",
        "/api/v1/tickets",
        "Tickets, newest first",
        tickets.list_tickets,
        models.TicketPage,
        queries.TicketsQuery,
    ),
    _write(
        "openTicket",
        "/api/v1/tickets",
        "Open a ticket by hand",
        tickets.new_ticket,
        models.TicketOut,
        bodies.NewTicket,
        status=201,
    ),
    _read(
        "getTicket", _TICKET, "One ticket with its history", tickets.one_ticket, models.TicketOut, problems=_NO_TICKET
    ),
    _change(
        "amendTicket",
        _TICKET,
        "Other words for a ticket, or another status",
        tickets.amend,
        bodies.TicketPatch,
        "PATCH",
    ),
    _change(
        "actOnTicket", f"{_TICKET}/actions", "Dispatch, start, pause, resolve …", tickets.take_action, bodies.TakeAction
    ),
    _change(
        "markStep", f"{_TICKET}/steps", "A step of the procedure: done, or waived", tickets.mark_step, bodies.StepMark
    ),
    _change(
        "mergeTicket", f"{_TICKET}/merge", "Goes on in another ticket, which is answered", tickets.merge, bodies.Merge
    ),
    _change(
        "splitTicket",
        f"{_TICKET}/split",
        "A second matter gets its own ticket, which is answered",
        tickets.split,
        bodies.Split,
    ),
    _change("linkCall", f"{_TICKET}/calls", "A repeat call was about this ticket", tickets.link_call, bodies.LinkCall),
    _write(
        "unmaskTicket",
        f"{_TICKET}/unmask",
        "The number in full, for a reason; noted in the audit log",
        tickets.unmask,
        models.NumberOut,
        bodies.Why,
        roles=DISPATCHERS,
        problems=_NO_TICKET,
    ),
)

CALLBACKS = (
    _read(
        "listCallbacks",
        "/api/v1/callbacks",
        "Callbacks, the most urgent first",
        callbacks.list_callbacks,
        models.CallbackPage,
        queries.CallbacksQuery,
    ),
    _write(
        "requestCallback",
        "/api/v1/callbacks",
        "Somebody asked to be called",
        callbacks.new_callback,
        models.CallbackOut,
        bodies.NewCallback,
        problems={404: "No such ticket"},
    ),
    _read(
        "getRates",
        "/api/v1/callbacks/rates",
        "The callback rate of a day",
        callbacks.rates,
        models.RateOut,
        queries.RatesQuery,
    ),
    _write(
        "claimNextCallback",
        "/api/v1/callbacks/next",
        "Claim the most urgent one that nobody has; 204: there is nothing to do now",
        callbacks.claim_next,
        models.CallbackOut,
        empty=True,
    ),
    _read("getCallback", _CALLBACK, "One callback", callbacks.one_callback, models.CallbackOut, problems=_NO_CALLBACK),
    _write(
        "claimCallback",
        f"{_CALLBACK}/claim",
        "Nobody else calls them for a while",
        callbacks.claim,
        models.CallbackOut,
        problems=_NO_DIAL,
    ),
    _write(
        "releaseCallback",
        f"{_CALLBACK}/release",
        "Others may call them",
        callbacks.release,
        models.CallbackOut,
        problems=_NO_CALLBACK,
    ),
    _write(
        "callCallback",
        f"{_CALLBACK}/call",
        "Claim it and ring: the agent's own phone first, then theirs",
        callbacks.call,
        models.CallbackOut,
        problems=_NO_DIAL,
    ),
    _write(
        "settleCallback",
        f"{_CALLBACK}/outcome",
        "What a person says of it, the call that was about it, or the rating",
        callbacks.outcome,
        models.CallbackOut,
        bodies.CallbackOutcome,
        problems={409: "The ticket was changed meanwhile", **_NO_CALLBACK},
    ),
)

HOUSEHOLDS = (
    _read(
        "listHouseholds",
        "/api/v1/households",
        "Households",
        households.list_households,
        models.HouseholdPage,
        queries.HouseholdsQuery,
    ),
    _write(
        "putHousehold",
        "/api/v1/households",
        "A new household, or more about one that is there",
        households.put_household,
        models.HouseholdOut,
        bodies.HouseholdIn,
        roles=DISPATCHERS,
    ),
    _read(
        "getHousehold",
        _HOUSEHOLD,
        "One household",
        households.one_household,
        models.HouseholdOut,
        problems=_NO_HOUSEHOLD,
    ),
    _write(
        "forgetHousehold",
        _HOUSEHOLD,
        "Delete a household and its people, on their request",
        households.forget_household,
        None,
        method="DELETE",
        status=204,
        roles=MANAGERS,
        problems=_NO_HOUSEHOLD,
    ),
    _write(
        "unmaskHousehold",
        f"{_HOUSEHOLD}/unmask",
        "With numbers in full, for a reason; noted in the audit log",
        households.unmask_household,
        models.HouseholdOut,
        bodies.Why,
        roles=DISPATCHERS,
        problems=_NO_HOUSEHOLD,
    ),
    _read(
        "findResidents",
        "/api/v1/residents",
        "Whose number is it: all of them, the likeliest first",
        households.find_residents,
        models.MatchesOut,
        queries.ResidentsQuery,
    ),
    _read(
        "listCategories",
        "/api/v1/categories",
        "What tickets can be about",
        households.list_categories,
        models.CategoriesOut,
    ),
    _read("listAgents", "/api/v1/agents", "Who works here", households.list_agents, models.AgentsOut),
)

DESK_OPERATIONS = (*SESSIONS, *TICKETS, *CALLBACKS, *HOUSEHOLDS)
