"""Calls for people: the list behind each figure, and one call with the events that prove what is said of it."""

from typing import Any
from urllib.parse import quote

from aiohttp import web

from console.calls.columns import COLUMNS, FIELDS
from console.calls.timeline import timeline
from console.frame.exports import Export, exported
from console.frame.lists import List, View, listed
from console.frame.narrowing import Filter
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.visit import Visit
from kit.http.problems import Problem
from kit.roles import DISPATCHERS
from telephony.facts import Disposition

CALLS = List(
    "/calls",
    "/api/v1/calls",
    "calls/rows.html",
    (
        View(marked("Latest"), {"direction": "inbound"}),
        View(marked("Going on"), {"live": "true"}),
        View(marked("Too late"), {"within_target": "false"}),
        View(marked("Abandoned"), {"disposition": "abandoned"}),
        View(marked("With help"), {"rescue": "asked,taken,saved"}),
        View(marked("From here"), {"direction": "outbound"}),
    ),
    COLUMNS,
    DISPATCHERS,
    order="-arrived",
    filters=(
        Filter("hotline", marked("Hotline")),
        Filter("agent", marked("Agent")),
        Filter("disposition", marked("How it ended"), "disposition"),
        Filter("rescue", marked("Help"), "rescue"),
    ),
)
EXPORT = Export(CALLS, "calls", COLUMNS, FIELDS, told={"list": "calls"})


async def calls(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, CALLS)
    if not isinstance(found, dict):
        return found
    return Shown("calls/list.html", {**found, "dispositions": Disposition})


async def export(visit: Visit) -> web.Response:
    return await exported(visit, EXPORT)


async def call(visit: Visit) -> Shown:
    at = "/".join(quote(visit.path(part), safe="") for part in ("pbx", "linkedid"))
    found = await _found(visit, at)
    receipt = await visit.get(f"/api/v1/calls/{at}/receipt", {"lang": visit.language})
    rule = receipt["rule"]
    drawn = timeline(found, rule["limit_seconds"], rule["period_seconds"])
    return Shown("calls/one.html", {"call": found, "receipt": receipt, "timeline": drawn})


async def _found(visit: Visit, at: str) -> Any:
    """Raises Problem 404, which says how long calls are kept."""
    try:
        return await visit.get(f"/api/v1/calls/{at}")
    except Problem as problem:
        if problem.status != 404:
            raise
        days = visit.kept_days.calls
        raise Problem(404, f"There is no such call here. Calls are deleted after {days} days.") from None
