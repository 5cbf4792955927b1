"""The agent's page: what rings now, the cards of the own calls, and beside them the own work and the own day.

A call rings for whoever looks; its card, with the form of its ticket, comes to whom it rings for.
"""

from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.desk.cards import categories, filled
from console.desk.day import day_of
from console.desk.extensions import extensions
from console.frame.callback import callback_of
from console.frame.on_shift import on_shift
from console.frame.page import Shown, went
from console.frame.trades import known_trades
from console.frame.typed import body_of
from console.frame.visit import Reader, Visit
from console.phones import PHONES
from kit.http.problems import Problem
from kit.http.wire import instant, rfc3339
from kit.instants import day_start_us, local_day
from kit.roles import Role
from metrics.calls.repository import POLICY
from telephony.calls.cadence import cadence

_ROWS = "8"
_UNWRITTEN_ROWS = "50"
_DAY_MAX = "500"
_DEEDS = frozenset({"claim", "release", "call", "hang-up", "outcome"})


async def desk(visit: Visit) -> Shown | web.Response:
    """A workman's desk is the list of what was given to them."""
    reader = await visit.reader()
    if reader.role is Role.WORKMAN:
        return went("/tickets?active=true")
    visit.at_desk(reader.name)
    live = await _live(visit)
    own = [call for call in live if reader.name in _phones_of(call)]
    policy, agents = visit.request.app[POLICY], (await visit.get("/api/v1/agents"))["items"]
    return Shown(
        "desk/page.html",
        {
            "ringing": _ringing(live, reader.name),
            "own": [await filled(visit, call) for call in own],
            "categories": await categories(visit),
            "agents": agents,
            "trades": await known_trades(visit),
            "policy": policy,
            "page_phone": visit.request.app[PHONES].endpoint_of(reader.name),
            "cadence": cadence(policy.ring_zone),
            "extensions": extensions(agents),
            **await _beside(visit),
            **await on_shift(visit),
        },
    )


async def ringing(visit: Visit) -> Shown:
    """What rings now, for a page whose stream was broken."""
    ringing = _ringing(await _live(visit), (await visit.reader()).name)
    data = {"ringing": ringing, "policy": visit.request.app[POLICY]}
    return Shown("desk/ringing_list.html", data, part=True)


async def beside(visit: Visit) -> Shown:
    return Shown("desk/beside.html", await _beside(visit), part=True)


async def next_callback(visit: Visit) -> Shown:
    await visit.change("POST", "/api/v1/callbacks/next")
    return await _callbacks_shown(visit)


async def callback_row(visit: Visit) -> Shown:
    """The callback as it is now. A page asks for it while it waits for the result of a call."""
    return Shown("desk/callback.html", {"row": await callback_of(visit), "reader": await visit.reader()}, part=True)


async def callback(visit: Visit) -> Shown:
    """Claims or releases it, calls, or says what came of it."""
    deed = visit.path("deed")
    if deed not in _DEEDS:
        raise Problem(404, "There is nothing at this path.")
    body = body_of(await visit.form(), numbers={"rating"}) if deed == "outcome" else None
    await visit.change("POST", f"/api/v1/callbacks/{quote(visit.path('id'), safe='')}/{deed}", body)
    return await _callbacks_shown(visit)


async def _callbacks_shown(visit: Visit) -> Shown:
    return Shown("desk/callbacks.html", await _callbacks(visit), part=True)


async def _beside(visit: Visit) -> dict[str, Any]:
    own_work = {"mine": "true", "active": "true", "limit": _ROWS}
    unwritten = {"mine": "true", "unwritten": "true", "limit": _UNWRITTEN_ROWS}
    return {
        "unwritten": (await visit.get("/api/v1/tickets", unwritten))["items"],
        "tickets": (await visit.get("/api/v1/tickets", own_work))["items"],
        "day": await _day(visit),
        **await _callbacks(visit),
    }


async def _callbacks(visit: Visit) -> dict[str, Any]:
    """What the reader has claimed and called last, then what is due."""
    reader = await visit.reader()
    own = await visit.get("/api/v1/callbacks", {"mine": "true", "open": "true", "limit": _ROWS})
    due = await visit.get("/api/v1/callbacks", {"ready": "true", "limit": _ROWS})
    claimed = own["items"] + await _called_last(visit, reader, own["items"])
    shown = {each["id"] for each in claimed}
    return {"claimed": claimed, "due": [each for each in due["items"] if each["id"] not in shown], "reader": reader}


async def _called_last(visit: Visit, reader: Reader, own: list[Any]) -> list[Any]:
    """The result of a call by click is still shown after the callback is released."""
    if reader.last_call is None or any(each["id"] == reader.last_call["callback"] for each in own):
        return []
    found = await visit.get("/api/v1/callbacks", {"among": str(reader.last_call["callback"]), "limit": "1"})
    return [each for each in found["items"] if each["claimed_by"] in (None, reader.name)]


async def _live(visit: Visit) -> list[Any]:
    found: list[Any] = (await visit.get("/api/v1/calls", {"live": "true", "direction": "inbound"}))["items"]
    return found


def _ringing(live: list[Any], name: str) -> list[Any]:
    """`mine`: it rings at the phone of this reader."""
    return [{**call, "mine": name in _phones_of(call)} for call in live if call["answered_at"] is None]


def _phones_of(call: dict[str, Any]) -> set[str]:
    ringing = {each["agent"] for each in call["attempts"] if each["outcome"] is None}
    return ringing | ({call["agent"]} if call["agent"] else set())


async def _day(visit: Visit) -> dict[str, Any]:
    """What the reader answered today."""
    since = rfc3339(instant(day_start_us(local_day(visit.now_us, visit.zone), visit.zone)))
    query = {"agent": (await visit.reader()).name, "direction": "inbound", "from": since}
    answered = (await visit.get("/api/v1/calls", {**query, "limit": _DAY_MAX}))["items"]
    return day_of(answered, query, visit.request.app[POLICY].rings_within)
