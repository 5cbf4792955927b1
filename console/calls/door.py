"""Calls for people: the list behind each figure, and one call with the events that prove what is said of it."""

from urllib.parse import quote

from aiohttp import web

from console.calls.timeline import timeline
from console.frame.lists import List, View, listed
from console.frame.navigation import marked
from console.frame.page import Shown
from console.frame.visit import Visit
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
        View(marked("From here"), {"direction": "outbound"}),
    ),
)


async def calls(visit: Visit) -> Shown | web.Response:
    found = await listed(visit, CALLS)
    if not isinstance(found, dict):
        return found
    return Shown("calls/list.html", {**found, "dispositions": Disposition})


async def call(visit: Visit) -> Shown:
    at = "/".join(quote(visit.path(part), safe="") for part in ("pbx", "linkedid"))
    found = await visit.get(f"/api/v1/calls/{at}")
    receipt = await visit.get(f"/api/v1/calls/{at}/receipt", {"lang": visit.language})
    rule = receipt["rule"]
    drawn = timeline(found, rule["limit_seconds"], rule["period_seconds"])
    return Shown("calls/one.html", {"call": found, "receipt": receipt, "timeline": drawn})
