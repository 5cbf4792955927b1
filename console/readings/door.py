"""Readings for people: figures that no machine measures, told by people, confirmed by a manager, with their past."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit
from console.readings.past import past
from kit.i18n import Language
from kit.instants import local_day
from kit.roles import Role, reaches
from ticketing.readings.reading import LINES, State

_PAST, _KNOWN = "24", "8"
_NUMBERS = frozenset({"objective"})


def list_of(language: Language) -> List:
    """The list of readings, with a view for each line that takes them."""
    views = (
        View(marked("All"), {"limit": "50"}),
        View(marked("Waiting for a manager"), {"state": "told"}),
        View(marked("Rejected"), {"state": "rejected"}),
        *(View(getattr(line, language), {"objective": f"{number}"}) for number, line in LINES.items()),
    )
    return List("/readings", "/api/v1/readings", "readings/rows.html", views)


async def readings(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, list_of(visit.language))
    if not isinstance(found, dict):
        return found
    drawn = past(found["rows"]) if {"objective", "series"} <= found["wanted"].keys() else None
    return Shown("readings/list.html", {**found, "states": State, "lines": LINES, "past": drawn})


async def new(visit: Visit) -> Shown:
    """The form of a new reading. It offers kinds and units that were entered before."""
    known = (await visit.get("/api/v1/readings", {"limit": _KNOWN}))["items"]
    today = local_day(visit.now_us, visit.zone)
    data = {"typed": visit.wanted(), "lines": LINES, "today": today, "known": known}
    return Shown("readings/new.html", data)


async def tell(visit: Visit) -> web.Response:
    body = body_of(await visit.form(), numbers=_NUMBERS)
    made = (await visit.change("POST", "/api/v1/readings", body)).data
    return web.Response(status=204, headers={"HX-Redirect": f"/readings/{made['id']}"})


async def reading(visit: Visit) -> Shown:
    return await _shown(visit, await visit.get(_api(visit)), part=visit.is_part)


async def act(visit: Visit) -> Shown:
    """A manager confirms or rejects it."""
    return await _changed(visit, "actions")


async def correct(visit: Visit) -> Shown:
    return await _changed(visit, "corrections")


async def _changed(visit: Visit, how: str) -> Shown:
    typed = await visit.form()
    changed = await visit.change("POST", f"{_api(visit)}/{how}", body_of(typed), typed.get("version", ""))
    return await _shown(visit, changed.data, part=True)


async def _shown(visit: Visit, found: Mapping[str, Any], *, part: bool) -> Shown:
    reader = await visit.reader()
    of_its_kind = {"objective": f"{found['objective']}", "series": found["series"], "limit": _PAST}
    others = (await visit.get("/api/v1/readings", of_its_kind))["items"]
    data = {
        "reading": found,
        "past": past(others),
        "reader": reader,
        "manages": reaches(reader.role, Role.MANAGER),
    }
    return Shown("readings/reading.html" if part else "readings/one.html", data, part=part)


def _api(visit: Visit) -> str:
    return f"/api/v1/readings/{quote(visit.path('id'), safe='')}"
