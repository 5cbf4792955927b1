"""Callbacks for people: what is to be done, most urgent first, and what came of it."""

from urllib.parse import quote, urlencode

from aiohttp import web

from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit

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
)


async def callbacks(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, CALLBACKS)
    if not isinstance(found, dict):
        return found
    rate = await visit.get("/api/v1/callbacks/rates")
    return Shown("callbacks/list.html", {**found, "rate": rate})


async def claim(visit: Visit) -> Shown:
    return await _changed(visit, "claim")


async def release(visit: Visit) -> Shown:
    return await _changed(visit, "release")


async def call(visit: Visit) -> Shown:
    """The agent's own phone rings first."""
    return await _changed(visit, "call")


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
    changed = await visit.change("POST", f"{_api(visit)}/{how}", body)
    data: dict[str, object] = {"rows": [changed.data], "more": None, "wanted": {}, "reader": await visit.reader()}
    return Shown("callbacks/rows.html", data, part=True)


def _api(visit: Visit) -> str:
    return f"/api/v1/callbacks/{quote(visit.path('id'), safe='')}"
