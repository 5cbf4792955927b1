"""Tickets for people: the list with its views, one with its whole story, and every change."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web
from markupsafe import Markup

from console.frame.addresses import outside
from console.frame.exports import Export, exported
from console.frame.lists import List, View, columns_here, listed, narrowing_here
from console.frame.narrowing import Filter
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.photos import photos_of
from console.frame.trades import known_trades
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.frame.where import NOWHERE, where_fields, where_of
from console.tickets.actions import ACTIONS, SEVERAL
from console.tickets.columns import COLUMNS, FIELDS
from console.tickets.story import story
from kit.qr import qr_svg
from kit.roles import DISPATCHERS, Role
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import WORKMANS, Status

TICKETS = List(
    "/tickets",
    "/api/v1/tickets",
    "tickets/rows.html",
    (
        View(marked("Open"), {"active": "true"}),
        View(marked("Mine"), {"active": "true", "mine": "true"}),
        View(marked("Overdue"), {"due": "overdue", "sort": "due"}),
        View(marked("Due today"), {"due": "today", "sort": "due"}),
        View(marked("Unassigned"), {"active": "true", "unassigned": "true"}),
        View(marked("Waiting for parts"), {"paused": "waiting_for_parts"}),
        View(marked("Complaints"), {"active": "true", "category": "complaint"}),
        View(marked("Complaints without an answer"), {"unanswered": "true"}),
        View(marked("All"), {"limit": "100"}),
    ),
    COLUMNS,
    DISPATCHERS,
    order="-opened",
    filters=(
        Filter("category", marked("Category"), "category"),
        Filter("status", marked("State"), "status"),
        Filter("priority", marked("Priority"), "priority"),
        Filter("assignee", marked("Assigned to")),
        Filter("trade", marked("Trade")),
        Filter("building", marked("Building")),
    ),
)
EXPORT = Export(TICKETS, "tickets", COLUMNS, FIELDS, told={"list": "tickets"})
_CALLS_MAX = "500"
_NUMBERS = frozenset({"rating", "household", "place_id"})
_FLAGS = frozenset({"waive", "undo", "difficult"})


async def tickets(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, TICKETS)
    if isinstance(found, web.Response):
        return found
    if isinstance(found, Shown):
        return found._replace(data={**found.data, **await _lists(visit)})
    offered = {"statuses": Status, "priorities": Priority, "actions": SEVERAL, **await _lists(visit)}
    return Shown("tickets/list.html", {**found, **offered})


async def dispatch(visit: Visit) -> Shown:
    """Dispatches or hands over a ticket in the list. Returns its row."""
    typed = await visit.form()
    changed = await visit.change("POST", f"{_api(visit)}/actions", body_of(typed), typed.get("version", ""))
    data = {"rows": [changed.data], "more": None, "reader": await visit.reader(), **await _lists(visit)}
    here = {"columns": columns_here(visit, TICKETS), "narrowing": narrowing_here(visit, TICKETS)}
    return Shown("tickets/rows.html", {**data, **here}, part=True)


async def export(visit: Visit) -> web.Response:
    return await exported(visit, EXPORT, (await _lists(visit))["categories"])


async def ticket(visit: Visit) -> Shown:
    return await shown_ticket(visit, part=visit.is_part)


async def new(visit: Visit) -> Shown:
    typed = visit.wanted()
    data = {"typed": typed, "priorities": Priority, **await _named(visit, typed)}
    return Shown("tickets/new.html", {**data, **await _offered(visit)})


async def open_one(visit: Visit) -> web.Response:
    typed = await visit.form()
    where = where_fields(typed.pop("where", NOWHERE))
    body = {**where, "source": "hand", **body_of(typed, numbers=_NUMBERS, flags=_FLAGS)}
    opened = (await visit.change("POST", "/api/v1/tickets", body)).data
    return _look_at(opened["number"])


async def take_next(visit: Visit) -> web.Response:
    """The most urgent one that nobody has is the reader's, and is looked at."""
    return _look_at((await visit.change("POST", "/api/v1/tickets/next")).data["number"])


async def act(visit: Visit) -> Shown:
    """An action such as dispatch, pause or resolve."""
    return await _changed(visit, "POST", "/actions")


async def mark_step(visit: Visit) -> Shown:
    return await _changed(visit, "POST", "/steps")


async def link_call(visit: Visit) -> Shown:
    """The call is typed or picked by its id, `pbx/linkedid`."""
    typed = await visit.form()
    pbx, _, linkedid = typed.get("call", "").partition("/")
    body = {"pbx": pbx, "linkedid": linkedid, **body_of({key: typed[key] for key in typed.keys() & {"why"}})}
    await visit.change("POST", f"{_api(visit)}/calls", body, typed.get("version", ""))
    return await shown_ticket(visit, part=True)


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
    return await shown_ticket(visit, part=True)


async def complaint_link(visit: Visit) -> Shown:
    """Shown only now, with its QR code."""
    made = (await visit.change("POST", f"{_api(visit)}/complaint_link")).data
    address = outside(visit, made["path"], made["url"])
    link = {"address": address, "drawn": Markup(qr_svg(address)), "expires_at": made["expires_at"]}  # noqa: S704 - ours
    return Shown("tickets/complaint_link.html", link, part=True)


async def work_link(visit: Visit) -> Shown:
    """Shown only now."""
    made = (await visit.change("POST", f"{_api(visit)}/work_links")).data
    return Shown("tickets/work_link.html", {"address": outside(visit, made["path"], made["url"])}, part=True)


async def _changed(visit: Visit, method: str, under: str) -> Shown:
    typed = await visit.form()
    body = body_of(typed, numbers=_NUMBERS, flags=_FLAGS)
    await visit.change(method, _api(visit) + under, body, typed.get("version", ""))
    return await shown_ticket(visit, part=True)


async def _gone_on(visit: Visit, how: str) -> web.Response:
    """The answer is another ticket: that is looked at next."""
    typed = await visit.form()
    answer = await visit.change("POST", f"{_api(visit)}/{how}", body_of(typed), typed.get("version", ""))
    return _look_at(answer.data["number"])


def _look_at(number: str) -> web.Response:
    return web.Response(status=204, headers={"HX-Redirect": f"/tickets/{quote(number)}"})


async def shown_ticket(visit: Visit, *, part: bool) -> Shown:
    found, reader = await visit.get(_api(visit)), await visit.reader()
    calls, callbacks = await _around(visit, found)
    links = await _links(visit)
    parts = [(step["key"], step[visit.language]) for step in found["steps"]]
    photos = await photos_of(visit, "ticket", found["number"], parts)
    data: dict[str, Any] = {
        "ticket": found,
        "story": story(found["history"], calls, callbacks, photos.files if photos else (), links),
        "photos": photos,
        "work_links": links,
        "deleted_count": len(found["calls"]) - len(calls),
        "possible": [action for action in found["possible"] if not reader.is_workman or action in WORKMANS],
        "actions": ACTIONS,
        "pauses": PauseReason,
        "priorities": Priority,
        "reader": reader,
        "may_make_link": reader.role in DISPATCHERS,
        **await _lists(visit),
    }
    return Shown("tickets/ticket.html" if part else "tickets/one.html", data, part=part)


async def _around(visit: Visit, ticket: Mapping[str, Any]) -> tuple[list[Any], list[Any]]:
    """The calls and callbacks of the ticket; none for a workman."""
    if (await visit.reader()).role is Role.WORKMAN:
        return [], []
    of_ticket = {"ticket": ticket["number"]}
    calls = (await visit.get("/api/v1/calls", {**of_ticket, "limit": _CALLS_MAX}))["items"]
    return calls, (await visit.get("/api/v1/callbacks", of_ticket))["items"]


async def _links(visit: Visit) -> list[Any]:
    """The work links of the ticket; none for a workman, who has an account."""
    if (await visit.reader()).role is Role.WORKMAN:
        return []
    found: list[Any] = (await visit.get(f"{_api(visit)}/work_links"))["items"]
    return found


async def _lists(visit: Visit) -> dict[str, Any]:
    """What fields offer; nobody to dispatch to where a workman reads."""
    if (await visit.reader()).role is Role.WORKMAN:
        return {"categories": await _categories(visit), "agents": [], "trades": []}
    return await _offered(visit)


async def _offered(visit: Visit) -> dict[str, Any]:
    agents = (await visit.get("/api/v1/agents"))["items"]
    return {"categories": await _categories(visit), "agents": agents, "trades": await known_trades(visit)}


async def _categories(visit: Visit) -> dict[str, str]:
    found = (await visit.get("/api/v1/categories"))["items"]
    return {each["key"]: each[visit.language] for each in found}


async def _named(visit: Visit, typed: Mapping[str, str]) -> dict[str, str]:
    """The name of the household or place that the address names."""
    for name, under, said in (("place_id", "places", "name"), ("household", "households", "place")):
        if name in typed:
            found = await visit.get(f"/api/v1/{under}/{quote(typed[name], safe='')}")
            return {"where": where_of({"place_id": None, "household": None, name: found["id"]}), "place": found[said]}
    return {"where": NOWHERE, "place": ""}


def _api(visit: Visit) -> str:
    return f"/api/v1/tickets/{quote(visit.path('number'), safe='')}"
