"""Places that are no flats, for people: the list, a new one, and one that is renamed, moved or retired."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.frame.drawn import changes_of
from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.side_by_side import side_by_side, typed_form
from console.frame.visit import Visit
from kit.roles import Role, reaches
from ticketing.places.place import PlaceKind

PLACES = List(
    "/places",
    "/api/v1/places",
    "places/rows.html",
    (View(marked("In use"), {"retired": "false"}), View(marked("Retired"), {"retired": "true"})),
)
_TEXTS = ("name", "building", "estate", "notes")


async def places(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, PLACES)
    if not isinstance(found, dict):
        return found
    role = (await visit.reader()).role
    may = {"may_change": reaches(role, Role.DISPATCHER), "may_import": reaches(role, Role.MANAGER)}
    return Shown("places/list.html", {**found, "kinds": PlaceKind, **may})


async def add(visit: Visit) -> web.Response:
    await visit.change("POST", "/api/v1/places", await visit.form())
    return web.Response(status=204, headers={"HX-Redirect": "/places"})


async def place(visit: Visit) -> Shown:
    return await _shown(visit, part=visit.is_part)


async def amend(visit: Visit) -> Shown:
    """Only changed fields are sent."""
    form = await typed_form(visit, _api(visit), _drawn)
    told = changes_of(form)
    if changes := {name: told[name] for name in ("kind", *_TEXTS) if name in told}:
        with side_by_side(form, _drawn):
            await visit.change("PATCH", _api(visit), changes, form.typed.get("version", ""))
    return await _shown(visit, part=True)


async def retire(visit: Visit) -> Shown:
    typed = await visit.form()
    await visit.change("PATCH", _api(visit), {"retired": typed.get("retired") == "true"}, typed.get("version", ""))
    return await _shown(visit, part=True)


async def _shown(visit: Visit, *, part: bool) -> Shown:
    found = await visit.get(_api(visit))
    tickets = (await visit.get("/api/v1/tickets", {"place_id": str(found["id"]), "limit": "20"}))["items"]
    drawn = {"kinds": PlaceKind, "drawn_with": _drawn(found), "may_change": await _may_change(visit)}
    data = {"place": found, "tickets": tickets, **drawn}
    return Shown("places/place.html" if part else "places/one.html", data, part=part)


def _drawn(place: Mapping[str, Any]) -> dict[str, str]:
    return {name: place[name] or "" for name in ("kind", *_TEXTS)}


async def _may_change(visit: Visit) -> bool:
    return reaches((await visit.reader()).role, Role.DISPATCHER)


def _api(visit: Visit) -> str:
    return f"/api/v1/places/{quote(visit.path('id'), safe='')}"
