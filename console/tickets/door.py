"""Tickets for people: the list with its views, one with its whole story, and every change."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.tickets.actions import ACTIONS
from console.tickets.story import story
from kit.http.problems import Problem
from kit.roles import Role
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Status

TICKETS = List(
    "/tickets",
    "/api/v1/tickets",
    "tickets/rows.html",
    (
        View(marked("Open"), {"active": "true"}),
        View(marked("Mine"), {"active": "true", "mine": "true"}),
        View(marked("Overdue"), {"due": "overdue"}),
        View(marked("Due today"), {"due": "today"}),
        View(marked("Unassigned"), {"active": "true", "unassigned": "true"}),
        View(marked("Complaints"), {"active": "true", "category": "complaint"}),
        View(marked("All"), {"limit": "100"}),
    ),
)
_NUMBERS = frozenset({"rating", "household", "satisfaction"})
_FLAGS = frozenset({"waive", "difficult", "valid"})
_COMPLAINT = frozenset({"valid", "response", "settlement", "satisfaction"})


async def tickets(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, TICKETS)
    if not isinstance(found, dict):
        return found
    return Shown("tickets/list.html", {**found, "statuses": Status, **await _lists(visit)})


async def ticket(visit: Visit) -> Shown:
    return await _shown(visit, part=visit.is_part)


async def new(visit: Visit) -> Shown:
    return Shown("tickets/new.html", {"typed": visit.wanted(), "priorities": Priority, **await _offered(visit)})


async def open_one(visit: Visit) -> web.Response:
    body = {"source": "hand", **body_of(await visit.form(), numbers=_NUMBERS, flags=_FLAGS)}
    opened = (await visit.change("POST", "/api/v1/tickets", body)).data
    return _look_at(opened["number"])


async def act(visit: Visit) -> Shown:
    """An action such as dispatch, pause or resolve."""
    return await _changed(visit, "POST", "/actions")


async def amend(visit: Visit) -> Shown:
    """Other words. What is said of a complaint belongs together."""
    typed = await visit.form()
    body = body_of(typed, numbers=_NUMBERS, flags=_FLAGS)
    complaint = {name: body.pop(name) for name in _COMPLAINT & body.keys()}
    if complaint:
        body["complaint"] = complaint
    await visit.change("PATCH", _api(visit), body, typed.get("version", ""))
    return await _shown(visit, part=True)


async def mark_step(visit: Visit) -> Shown:
    return await _changed(visit, "POST", "/steps")


async def link_call(visit: Visit) -> Shown:
    """The call is typed or picked by its id, `pbx/linkedid`."""
    typed = await visit.form()
    pbx, _, linkedid = typed.get("call", "").partition("/")
    body = {"pbx": pbx, "linkedid": linkedid, **body_of({key: typed[key] for key in typed.keys() & {"why"}})}
    await visit.change("POST", f"{_api(visit)}/calls", body, typed.get("version", ""))
    return await _shown(visit, part=True)


async def merge(visit: Visit) -> web.Response:
    return await _gone_on(visit, "merge")


async def split(visit: Visit) -> web.Response:
    return await _gone_on(visit, "split")


async def unmask(visit: Visit) -> Shown:
    """The number, for a reason that is kept."""
    body = body_of(await visit.form())
    shown = (await visit.change("POST", f"{_api(visit)}/unmask", body)).data
    return Shown("tickets/number.html", {"number": shown["number"]}, part=True)


async def ask_callback(visit: Visit) -> Shown:
    await visit.change("POST", "/api/v1/callbacks", {"ticket": visit.path("number")})
    return await _shown(visit, part=True)


async def _changed(visit: Visit, method: str, under: str) -> Shown:
    typed = await visit.form()
    body = body_of(typed, numbers=_NUMBERS, flags=_FLAGS)
    await visit.change(method, _api(visit) + under, body, typed.get("version", ""))
    return await _shown(visit, part=True)


async def _gone_on(visit: Visit, how: str) -> web.Response:
    """The answer is another ticket: that is looked at next."""
    typed = await visit.form()
    answer = await visit.change("POST", f"{_api(visit)}/{how}", body_of(typed), typed.get("version", ""))
    return _look_at(answer.data["number"])


def _look_at(number: str) -> web.Response:
    return web.Response(status=204, headers={"HX-Redirect": f"/tickets/{quote(number)}"})


async def _shown(visit: Visit, *, part: bool) -> Shown:
    found = await visit.get(_api(visit))
    calls, callbacks = await _around(visit, found)
    data: dict[str, Any] = {
        "ticket": found,
        "story": story(found["history"], calls, callbacks),
        "deleted_count": len(found["calls"]) - len(calls),
        "actions": ACTIONS,
        "pauses": PauseReason,
        "priorities": Priority,
        "reader": await visit.reader(),
        **await _lists(visit),
    }
    return Shown("tickets/ticket.html" if part else "tickets/one.html", data, part=part)


async def _around(visit: Visit, ticket: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """Its calls and callbacks; none for a workman, who sees the work alone."""
    if (await visit.reader()).role is Role.WORKMAN:
        return [], []
    calls = [call for each in ticket["calls"] if (call := await _call(visit, each)) is not None]
    return calls, (await visit.get("/api/v1/callbacks", {"ticket": ticket["number"]}))["items"]


async def _call(visit: Visit, identifier: str) -> Any:
    """None: its record has been deleted, since calls are kept for a shorter time. The API's ids are encoded already."""
    try:
        return await visit.get(f"/api/v1/calls/{identifier}")
    except Problem as problem:
        if problem.status != 404:
            raise
        return None


async def _lists(visit: Visit) -> dict[str, Any]:
    """What fields offer; nothing to a workman, who neither sorts nor dispatches."""
    if (await visit.reader()).role is Role.WORKMAN:
        return {"categories": {}, "agents": []}
    return await _offered(visit)


async def _offered(visit: Visit) -> dict[str, Any]:
    categories = (await visit.get("/api/v1/categories"))["items"]
    agents = (await visit.get("/api/v1/agents"))["items"]
    return {"categories": {each["key"]: each[visit.language] for each in categories}, "agents": agents}


def _api(visit: Visit) -> str:
    return f"/api/v1/tickets/{quote(visit.path('number'), safe='')}"
