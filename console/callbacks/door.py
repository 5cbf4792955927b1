"""Callbacks for people: what is to be done, most urgent first, and what came of it."""

from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from console.callbacks.columns import COLUMNS, FIELDS, HEADS
from console.frame.callback import callback_of
from console.frame.exports import Export, exported
from console.frame.lists import List, View, listed, narrowing_here
from console.frame.narrowing import Filter
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.roles import DISPATCHERS
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.states import State

CALLBACKS = List(
    "/callbacks",
    "/api/v1/callbacks",
    "callbacks/rows.html",
    (
        View(marked("To call now"), {"ready": "true"}),
        View(marked("Mine"), {"mine": "true", "open": "true"}),
        View(marked("All open"), {"open": "true"}),
        View(marked("Overdue"), {"due": "overdue"}),
        View(marked("Not reached"), {"state": "unreachable"}),
    ),
    exporters=DISPATCHERS,
    heads=HEADS,
    order="due",
    filters=(
        Filter("state", marked("State"), "callback_state"),
        Filter("reason", marked("Why"), "callback_reason"),
        Filter("assigned_to", marked("Assigned to")),
        Filter("building", marked("Building")),
    ),
)
EXPORT = Export(CALLBACKS, "callbacks", COLUMNS, FIELDS, told={"list": "callbacks"})


async def callbacks(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, CALLBACKS)
    if not isinstance(found, dict):
        return found
    rate = await visit.get("/api/v1/callbacks/rates")
    agents = (await visit.get("/api/v1/agents"))["items"] if (await visit.reader()).role in DISPATCHERS else []
    return Shown("callbacks/list.html", {**found, "rate": rate, "agents": agents, "states": State, "reasons": Reason})


async def export(visit: Visit) -> web.Response:
    return await exported(visit, EXPORT)


async def claim(visit: Visit) -> Shown:
    return await _changed(visit, "claim")


async def release(visit: Visit) -> Shown:
    return await _changed(visit, "release")


async def assign(visit: Visit) -> Shown:
    """Gives the callback to the named person, or to whoever is free."""
    return await _changed(visit, "assign", {"assignee": (await visit.form()).get("assignee")})


async def call(visit: Visit) -> Shown:
    """The agent's own phone rings first."""
    return await _changed(visit, "call")


async def hang_up(visit: Visit) -> Shown:
    """The call that the reader began by click."""
    return await _changed(visit, "hang-up")


async def row(visit: Visit) -> Shown:
    """The row as it is now. A page asks for it while it waits for the result of a call."""
    return await _drawn(visit, await callback_of(visit))


async def outcome(visit: Visit) -> Shown:
    return await _changed(visit, "outcome", body_of(await visit.form(), numbers={"rating"}))


async def unmask(visit: Visit) -> Shown:
    shown = await visit.change("POST", f"{_api(visit)}/unmask", body_of(await visit.form()))
    return Shown("tickets/number.html", {"number": shown.data["number"]}, part=True)


async def claim_next(visit: Visit) -> web.Response:
    """Looks at what is claimed by the reader now, the new one among them."""
    claimed = await visit.change("POST", "/api/v1/callbacks/next")
    query = {"mine": "true", "open": "true"} if claimed.data else {"open": "true"}
    return web.Response(status=204, headers={"HX-Redirect": "/callbacks?" + urlencode(query)})


async def _changed(visit: Visit, how: str, body: dict[str, object] | None = None) -> Shown:
    return await _drawn(visit, (await visit.change("POST", f"{_api(visit)}/{how}", body)).data)


async def _drawn(visit: Visit, callback: Any) -> Shown:
    data: dict[str, object] = {"rows": [callback], "more": None, "wanted": {}, "reader": await visit.reader()}
    data["narrowing"] = narrowing_here(visit, CALLBACKS)
    return Shown("callbacks/rows.html", data, part=True)


def _api(visit: Visit) -> str:
    return f"/api/v1/callbacks/{quote(visit.path('id'), safe='')}"
