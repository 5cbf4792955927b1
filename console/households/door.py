"""Households for people: the list, one with all that is known about it, and what is changed of it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.frame.exports import Export, exported
from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.side_by_side import side_by_side, typed_form
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.households.columns import COLUMNS, FIELDS
from console.households.typed import household_changes, household_drawn, lines_of, person_changes, person_drawn
from kit.roles import DISPATCHERS, MANAGERS, Role, reaches
from ticketing.households.household import Part

HOUSEHOLDS = List(
    "/households",
    "/api/v1/households",
    "households/rows.html",
    (View(marked("All"), {"limit": "100"}),),
    COLUMNS,
    MANAGERS,
)
EXPORT = Export(HOUSEHOLDS, "households", COLUMNS, FIELDS, "/api/v1/exports/households")
_PEOPLE_MOST, _TICKETS_SHOWN = "100", "20"
_PLACE = ("estate", "building", "unit", "room")


async def households(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, HOUSEHOLDS)
    if not isinstance(found, dict):
        return found
    return Shown("households/list.html", {**found, **await _may(visit), "agents": await _agents(visit)})


async def export(visit: Visit) -> web.Response:
    return await exported(visit, EXPORT)


async def new(visit: Visit) -> Shown:
    await visit.require(DISPATCHERS)
    return Shown("households/new.html", {"parts": Part, "agents": await _agents(visit)})


async def add(visit: Visit) -> web.Response:
    """A flat with its first person, or more about one that is there."""
    typed = await visit.form()
    body: dict[str, Any] = {name: typed[name] for name in (*_PLACE, "housekeeper") if name in typed}
    added = await visit.change("POST", "/api/v1/households", {**body, "people": _people(typed)})
    return _look_at(added.data["id"])


async def household(visit: Visit) -> Shown:
    return await _shown(visit, part=visit.is_part)


async def amend(visit: Visit) -> Shown:
    form = await typed_form(visit, _api(visit), household_drawn)
    if changes := household_changes(form):
        with side_by_side(form, household_drawn):
            await visit.change("PATCH", _api(visit), changes, form.typed.get("version", ""))
    return await _shown(visit, part=True)


async def add_person(visit: Visit) -> Shown:
    shown = await visit.get(_api(visit))
    body = {name: shown[name] for name in _PLACE}
    await visit.change("POST", "/api/v1/households", {**body, "people": _people(await visit.form())})
    return await _shown(visit, part=True)


async def amend_person(visit: Visit) -> Shown:
    path = f"/api/v1/residents/{_person(visit)}"
    form = await typed_form(visit, path, person_drawn)
    if changes := person_changes(form):
        with side_by_side(form, person_drawn):
            await visit.change("PATCH", path, changes, form.typed.get("version", ""))
    return await _shown(visit, part=True)


async def forget_person(visit: Visit) -> Shown:
    await visit.change("DELETE", f"/api/v1/residents/{_person(visit)}")
    return await _shown(visit, part=True)


async def forget(visit: Visit) -> web.Response:
    await visit.change("DELETE", _api(visit))
    return web.Response(status=204, headers={"HX-Redirect": "/households"})


async def unlearn(visit: Visit) -> Shown:
    """Somebody was wrong about whose number it is."""
    await visit.change("DELETE", f"/api/v1/learned-numbers/{quote(visit.path('learned'), safe='')}")
    return await _shown(visit, part=True)


async def unmask(visit: Visit) -> Shown:
    """All numbers of the household, for a reason that is kept."""
    full = (await visit.change("POST", f"{_api(visit)}/unmask", body_of(await visit.form()))).data
    data = await _known(visit, full)
    numbers = {each["id"]: each for each in full["people"]}
    people = [{**each, **numbers.get(each["id"], {}), "masked": False} for each in data["people"]]
    return Shown("households/people.html", {**data, "people": people}, part=True)


async def _shown(visit: Visit, *, part: bool) -> Shown:
    data = await _known(visit, await visit.get(_api(visit)))
    data["tickets"] = (await visit.get("/api/v1/tickets", _of(data["household"], _TICKETS_SHOWN)))["items"]
    return Shown("households/household.html" if part else "households/one.html", data, part=part)


async def _known(visit: Visit, found: Mapping[str, Any]) -> dict[str, Any]:
    """The household with its people, each with a version for its form."""
    people = (await visit.get("/api/v1/residents", _of(found, _PEOPLE_MOST)))["items"]
    drawn = {"household_drawn": household_drawn, "person_drawn": person_drawn}
    known = {"household": found, "people": people, "parts": Part, "agents": await _agents(visit)}
    return {**known, **drawn, **await _may(visit)}


def _of(found: Mapping[str, Any], limit: str) -> dict[str, str]:
    return {"household": str(found["id"]), "limit": limit}


def _people(typed: Mapping[str, str]) -> list[dict[str, Any]]:
    if "name" not in typed:
        return []
    return [{"name": typed["name"], "part": typed.get("part", Part.OWNER), "phones": lines_of(typed.get("phones", ""))}]


async def _may(visit: Visit) -> dict[str, bool]:
    """Which forms are offered. Whether they are taken is the API's to say."""
    role = (await visit.reader()).role
    return {"may_change": reaches(role, Role.DISPATCHER), "may_delete": reaches(role, Role.MANAGER)}


async def _agents(visit: Visit) -> Any:
    return (await visit.get("/api/v1/agents"))["items"]


def _look_at(number: int) -> web.Response:
    return web.Response(status=204, headers={"HX-Redirect": f"/households/{number}"})


def _api(visit: Visit) -> str:
    return f"/api/v1/households/{quote(visit.path('id'), safe='')}"


def _person(visit: Visit) -> str:
    return quote(visit.path("resident"), safe="")
