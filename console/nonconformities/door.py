"""Nonconformities for people: the list with its views, one with its story, and each step until it is closed."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.photos import photos_of
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.instants import local_day
from kit.roles import reaches
from ticketing.nonconformities.states import MAY, WANTS, State, Want

NONCONFORMITIES = List(
    "/nonconformities",
    "/api/v1/nonconformities",
    "nonconformities/rows.html",
    (
        View(marked("Open"), {"open": "true"}),
        View(marked("Overdue"), {"overdue": "true"}),
        View(marked("Mine"), {"open": "true", "mine": "true"}),
        View(marked("To be issued"), {"state": "raised"}),
        View(marked("To be verified"), {"state": "acted"}),
        View(marked("All"), {"limit": "50"}),
    ),
)
_KNOWN = "8"
SOURCES = ("finding", "ticket", "survey", "hand")


async def nonconformities(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, NONCONFORMITIES)
    if not isinstance(found, dict):
        return found
    return Shown("nonconformities/list.html", {**found, "states": State, "sources": SOURCES})


async def new(visit: Visit) -> Shown:
    """Shows the open ones as well, so that nobody raises the same one twice."""
    known = await visit.get("/api/v1/nonconformities", {"open": "true", "limit": _KNOWN})
    return Shown("nonconformities/new.html", {"typed": visit.wanted(), "known": known["items"]})


async def create(visit: Visit) -> web.Response:
    made = (await visit.change("POST", "/api/v1/nonconformities", body_of(await visit.form()))).data
    return web.Response(status=204, headers={"HX-Redirect": f"/nonconformities/{made['id']}"})


async def nonconformity(visit: Visit) -> Shown:
    return await _shown(visit, await visit.get(_api(visit)), part=visit.is_part)


async def act(visit: Visit) -> Shown:
    """Issued, acted on, verified, closed …"""
    typed = await visit.form()
    changed = await visit.change("POST", f"{_api(visit)}/actions", body_of(typed), typed.get("version", ""))
    return await _shown(visit, changed.data, part=True)


async def _shown(visit: Visit, found: Mapping[str, Any], *, part: bool) -> Shown:
    role = (await visit.reader()).role
    data = {
        "one": found,
        "photos": await photos_of(visit, "nonconformity", f"{found['id']}"),
        "page_of_source": _page_of_source(found),
        "mine": [(action, WANTS[action]) for action in found["possible"] if reaches(role, MAY[action])],
        "wants": Want,
        "today": local_day(visit.now_us, visit.zone),
        "agents": (await visit.get("/api/v1/agents"))["items"] if "issue" in found["possible"] else [],
    }
    return Shown("nonconformities/nonconformity.html" if part else "nonconformities/one.html", data, part=part)


def _page_of_source(found: Mapping[str, Any]) -> str | None:
    """The address of the page that shows its source."""
    if found["finding"] is not None:
        return f"/findings/{found['finding']}"
    if found["ticket"] is not None:
        return f"/tickets/{quote(found['ticket'])}"
    return None if found["survey"] is None else f"/surveys/{found['survey']}"


def _api(visit: Visit) -> str:
    return f"/api/v1/nonconformities/{quote(visit.path('id'), safe='')}"
