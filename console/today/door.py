"""Today for managers: what the two promises still need, what is at risk, who is on, and the calls by hour."""

from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from console.frame.callback import callback_of
from console.frame.on_shift import on_shift
from console.frame.page import Shown, went
from console.frame.visit import Visit
from console.today.chosen import to_call
from console.today.hours import columns
from console.today.people import on_now
from kit.http.wire import instant, rfc3339
from kit.roles import DISPATCHERS, Role

_SHOWN_MAX = "20"
_DAY_MAX = "500"
_ANSWERED = "/api/v1/objectives/10"


async def today(visit: Visit) -> Shown | web.Response:
    """Others begin at their own work."""
    role = (await visit.reader()).role
    if role not in DISPATCHERS:
        return went("/tickets?active=true" if role is Role.WORKMAN else "/desk")
    now = await visit.get("/api/v1/today")
    rate = await visit.get("/api/v1/callbacks/rates", {"date": now["date"]})
    calls_of_day = {"direction": "inbound", "from": now["hours"][0]["from"]} if now["hours"] else {}
    shown = {
        "now": now,
        "risks": [{**risk, "path": risk["rows"].removeprefix("/api/v1")} for risk in now["risks"]],
        "rate": rate,
        "answered": await visit.get(_ANSWERED, {"date": now["date"]}),
        "to_call": await _to_call(visit, now["date"]) if rate["missing"] else [],
        "columns": columns(now["hours"]),
        "calls_path": "/calls?" + urlencode(calls_of_day),
        "saved_path": "/calls?" + urlencode({**calls_of_day, "rescue": "saved"}),
        **await on_now(visit),
        **await on_shift(visit),
    }
    return Shown("today/page.html", shown)


async def claim(visit: Visit) -> Shown:
    return await _changed(visit, "claim")


async def call(visit: Visit) -> Shown:
    """The own phone rings first."""
    return await _changed(visit, "call")


async def hang_up(visit: Visit) -> Shown:
    return await _changed(visit, "hang-up")


async def _changed(visit: Visit, how: str) -> Shown:
    return await _drawn(
        visit, (await visit.change("POST", f"/api/v1/callbacks/{quote(visit.path('id'), safe='')}/{how}")).data
    )


async def row(visit: Visit) -> Shown:
    """The row as it is now. A page asks for it while it waits for the result of a call."""
    return await _drawn(visit, await callback_of(visit))


async def _drawn(visit: Visit, callback: Any) -> Shown:
    ticket = await visit.get(f"/api/v1/tickets/{quote(callback['ticket'] or '', safe='')}")
    data = {"one": {"ticket": ticket, "callback": callback}, "reader": await visit.reader()}
    return Shown("today/to_call.html", data, part=True)


async def _to_call(visit: Visit, day: str) -> list[Any]:
    tickets = (await visit.get("/api/v1/tickets", {"uncalled": day, "limit": _DAY_MAX}))["items"]
    callbacks = (await visit.get("/api/v1/callbacks", {"uncalled": day, "limit": _DAY_MAX}))["items"]
    return to_call(tickets, callbacks, rfc3339(instant(visit.now_us)))[: int(_SHOWN_MAX)]
