"""Inspections for people: the list, a form to fill in while walking, and one with all its points."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.photos import photos_of
from console.frame.visit import Visit
from console.inspections.filled import filled
from kit.http.problems import Problem
from kit.instants import local_day
from kit.roles import Role, reaches
from ticketing.inspections.forms import FORMS
from ticketing.inspections.inspection import Result

INSPECTIONS = List(
    "/inspections",
    "/api/v1/inspections",
    "inspections/rows.html",
    (
        View(marked("All"), {"limit": "50"}),
        View(marked("Daily"), {"form": "daily"}),
        View(marked("Weekly"), {"form": "weekly"}),
    ),
)
_AT_ONCE = "100"


async def inspections(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, INSPECTIONS)
    if not isinstance(found, dict):
        return found
    role = (await visit.reader()).role
    may = {"may_make_codes": reaches(role, Role.MANAGER)}
    return Shown("inspections/list.html", {**found, "forms": _forms(visit, role), **may})


async def new(visit: Visit) -> Shown:
    wanted = visit.wanted()
    found = (await visit.get("/api/v1/forms"))["items"]
    form = next((one for one in found if one["key"] == wanted.get("form", "daily")), None)
    if form is None:
        raise Problem(404, "There is no such form: choose one on the page of inspections.")
    reader = await visit.reader()
    today = f"{local_day(visit.now_us, visit.zone)}"
    data = {
        "form": form,
        "results": Result,
        "may_fill": reaches(reader.role, Role(form["owner"])),
        "today": today,
        "day": wanted["day"] or today,
        "department": wanted["department"],
        "due": (await visit.get("/api/v1/duties", {"name": form["duty"], "state": "open"}))["items"],
        "done": (await visit.get("/api/v1/inspections", {"form": form["key"], "from": today, "to": today}))["items"],
        "again": await _again(visit, form),
    }
    return Shown("inspections/new.html", data, walks=True)


async def fill(visit: Visit) -> web.Response:
    made = (await visit.change("POST", "/api/v1/inspections", filled(await visit.form()))).data
    return web.Response(status=204, headers={"HX-Redirect": f"/inspections/{made['id']}"})


async def inspection(visit: Visit) -> Shown:
    found = await visit.get(f"/api/v1/inspections/{quote(visit.path('id'), safe='')}")
    form = FORMS.get(found["form"])
    lines = {} if form is None else {item.key: item.objective for item in form.items}
    parts = [(row["item"], row["title"][visit.language]) for row in found["results"]]
    photos = await photos_of(visit, "inspection", f"{found['id']}", parts)
    return Shown(
        "inspections/one.html", {"inspection": found, "lines": lines, "photos": photos, "scans": _scans(found["scans"])}
    )


def _scans(scans: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The scans of each point, in the order of the telephone's clock."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for scan in scans:
        found.setdefault(scan["item"], []).append(scan)
    return found


async def _again(visit: Visit, form: Mapping[str, Any]) -> list[Any]:
    """The findings that this form looks at again."""
    if not form["rechecks"]:
        return []
    found = (await visit.get("/api/v1/findings", {"unsettled": "true", "limit": _AT_ONCE}))["items"]
    return [one for one in reversed(found) if one["id"] in form["rechecks"]]


def _forms(visit: Visit, role: Role) -> list[tuple[str, str]]:
    """The forms that somebody in this role fills in: where, and the title."""
    return [
        (f"/inspections/new?{urlencode({'form': key})}", form.zh if visit.language == "zh" else form.en)
        for key, form in FORMS.items()
        if reaches(role, form.owner)
    ]
