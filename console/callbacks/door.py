"""Callbacks for people: what is to be done, most urgent first, and what came of it."""

from urllib.parse import quote, urlencode

from aiohttp import web

from console.frame.navigation import marked
from console.frame.page import Shown, went
from console.frame.typed import body_of
from console.frame.visit import Visit
from ticketing.callbacks.callback import Reason

_ROWS = "50"
_VIEWS = (
    (marked("To call now"), {"ready": "true"}),
    (marked("Mine"), {"mine": "true", "open": "true"}),
    (marked("All open"), {"open": "true"}),
    (marked("Overdue"), {"due": "overdue"}),
    (marked("Not reached"), {"state": "unreachable"}),
)


async def callbacks(visit: Visit) -> Shown | web.Response:
    wanted = visit.wanted()
    if not wanted:
        return went("/callbacks?" + urlencode(_VIEWS[0][1]))
    page = await visit.get("/api/v1/callbacks", {"limit": _ROWS, **wanted})
    more = "/callbacks?" + urlencode({**wanted, "cursor": page["next"]}) if page["next"] else None
    shown = {"wanted": wanted, "rows": page["items"], "more": more, "reader": await visit.reader()}
    if visit.is_part:
        return Shown("callbacks/rows.html", shown, part=True)
    rate = await visit.get("/api/v1/callbacks/rates")
    views = [(title, "/callbacks?" + urlencode(query), query == wanted) for title, query in _VIEWS]
    return Shown("callbacks/list.html", {**shown, "rate": rate, "views": views, "reasons": Reason})


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
