"""The agent's page: what rings now, who calls and what is open with them, and the ticket of the call that one has.

A call rings for whoever looks; the card of a call, with the form of its ticket, comes to whom it rings for.
"""

from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from console.frame.page import Shown, went
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.http.problems import Problem
from kit.http.wire import instant, rfc3339
from kit.instants import day_start_us, local_day
from kit.roles import Role
from metrics.calls.repository import POLICY

_ROWS = "8"
_DAY_MAX = "500"


async def desk(visit: Visit) -> Shown | web.Response:
    """A workman's desk is the list of what was given to them."""
    reader = await visit.reader()
    if reader.role is Role.WORKMAN:
        return went("/tickets?active=true")
    own_work = {"mine": "true", "active": "true", "limit": _ROWS}
    live = (await visit.get("/api/v1/calls", {"live": "true", "direction": "inbound"}))["items"]
    ringing = [call for call in live if call["answered_at"] is None]
    own = [call for call in live if reader.name in _phones_of(call)]
    return Shown(
        "desk/page.html",
        {
            "ringing": ringing,
            "own": [await _card(visit, call) for call in own],
            "callbacks": (await visit.get("/api/v1/callbacks", {"ready": "true", "limit": _ROWS}))["items"],
            "tickets": (await visit.get("/api/v1/tickets", own_work))["items"],
            "day": await _day(visit, reader.name),
            "policy": visit.request.app[POLICY],
        },
    )


async def card(visit: Visit) -> Shown:
    """Of a call that rings for the reader, or that they talk on."""
    call = await visit.get(f"/api/v1/calls/{_call_id(visit)}")
    return Shown("desk/card.html", {"one": await _card(visit, call)}, part=True)


async def save(visit: Visit) -> Shown:
    """The words of the call's ticket; with `solved`, that it was solved on the phone."""
    call = await visit.get(f"/api/v1/calls/{_call_id(visit)}")
    if call["ticket"] is None:
        raise Problem(404, "This call has no ticket yet: try again in a second.")
    typed = await visit.form()
    at, version, solved = f"/api/v1/tickets/{quote(call['ticket'])}", typed.get("version", ""), typed.pop("solved", "")
    body = body_of(typed, numbers={"household"})
    if solved:
        told: dict[str, Any] = {name: body[name] for name in ("category", "title") if name in body}
        if "title" in body:
            told["resolution"] = body["title"]
        await visit.change("POST", f"{at}/actions", {"action": "resolve", **told}, version)
    else:
        await visit.change("PATCH", at, body, version)
    return Shown("desk/card.html", {"one": await _card(visit, call), "saved": True}, part=True)


async def join(visit: Visit) -> Shown:
    """The same matter as another ticket, which goes on."""
    call = await visit.get(f"/api/v1/calls/{_call_id(visit)}")
    typed = await visit.form()
    at = f"/api/v1/tickets/{quote(call['ticket'] or '')}/merge"
    await visit.change("POST", at, body_of(typed), typed.get("version", ""))
    again = await visit.get(f"/api/v1/calls/{_call_id(visit)}")
    return Shown("desk/card.html", {"one": await _card(visit, again), "saved": True}, part=True)


def _phones_of(call: dict[str, Any]) -> set[str]:
    ringing = {each["agent"] for each in call["attempts"] if each["outcome"] is None}
    return ringing | ({call["agent"]} if call["agent"] else set())


async def _card(visit: Visit, call: dict[str, Any]) -> dict[str, Any]:
    """The call with its ticket, the household, and what is open there besides."""
    found: dict[str, Any] = {"call": call, "ticket": None, "household": None, "open": []}
    if call["ticket"] is not None:
        found["ticket"] = ticket = await visit.get(f"/api/v1/tickets/{quote(call['ticket'])}")
        if ticket["household"] is not None:
            found["household"] = await visit.get(f"/api/v1/households/{ticket['household']}")
            query = {"household": str(ticket["household"]), "limit": _ROWS}
            others = (await visit.get("/api/v1/tickets", query))["items"]
            found["open"] = [other for other in others if other["number"] != ticket["number"]]
    categories = (await visit.get("/api/v1/categories"))["items"]
    found["categories"] = {each["key"]: each[visit.language] for each in categories}
    return found


async def _day(visit: Visit, name: str) -> dict[str, Any]:
    """What the reader answered today."""
    since = rfc3339(instant(day_start_us(local_day(visit.now_us, visit.zone), visit.zone)))
    query = {"agent": name, "direction": "inbound", "from": since}
    answered = (await visit.get("/api/v1/calls", {**query, "limit": _DAY_MAX}))["items"]
    counted = [call for call in answered if call["within_target"] is not None]
    return {
        "answered_count": len(answered),
        "counted_count": len(counted),
        "in_time_count": sum(call["within_target"] for call in counted),
        "path": "/calls?" + urlencode(query),
    }


def _call_id(visit: Visit) -> str:
    return "/".join(quote(visit.path(part), safe="") for part in ("pbx", "linkedid"))
