"""Findings for people: what inspections found, and how each is settled."""

from urllib.parse import quote

from aiohttp import web

from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.photos import photos_of
from console.frame.typed import body_of
from console.frame.visit import Visit
from kit.roles import reaches
from ticketing.inspections.findings import MAY, State

FINDINGS = List(
    "/findings",
    "/api/v1/findings",
    "inspections/finding_rows.html",
    (
        View(marked("Not settled"), {"unsettled": "true"}),
        View(marked("With a nonconformity"), {"state": "escalated"}),
        View(marked("All"), {"limit": "50"}),
    ),
)


async def findings(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, FINDINGS)
    return Shown("inspections/findings.html", {**found, "states": State}) if isinstance(found, dict) else found


async def finding(visit: Visit) -> Shown:
    return await _shown(visit, part=visit.is_part)


async def act(visit: Visit) -> Shown:
    """Corrected by word, or given a nonconformity."""
    typed = await visit.form()
    await visit.change("POST", f"{_api(visit)}/actions", body_of(typed), typed.get("version", ""))
    return await _shown(visit, part=True)


async def _shown(visit: Visit, *, part: bool) -> Shown:
    found, role = await visit.get(_api(visit)), (await visit.reader()).role
    mine = [action for action in found["possible"] if reaches(role, MAY[action])]
    photos = await photos_of(visit, "finding", f"{found['id']}")
    template = "inspections/finding.html" if part else "inspections/one_finding.html"
    return Shown(template, {"finding": found, "mine": mine, "photos": photos}, part=part)


def _api(visit: Visit) -> str:
    return f"/api/v1/findings/{quote(visit.path('id'), safe='')}"
