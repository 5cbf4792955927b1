"""Calls for people: the list behind each figure, and one call with the events that prove what is said of it."""

from urllib.parse import quote, urlencode

from aiohttp import web

from console.calls.timeline import timeline
from console.frame.navigation import marked
from console.frame.page import Shown, went
from console.frame.visit import Visit
from telephony.facts import Disposition

_ROWS = "50"
_VIEWS = (
    (marked("Latest"), {"direction": "inbound"}),
    (marked("Going on"), {"live": "true"}),
    (marked("Too late"), {"within_target": "false"}),
    (marked("Abandoned"), {"disposition": "abandoned"}),
    (marked("From here"), {"direction": "outbound"}),
)


async def calls(visit: Visit) -> Shown | web.Response:
    wanted = visit.wanted()
    if not wanted:
        return went("/calls?" + urlencode(_VIEWS[0][1]))
    page = await visit.get("/api/v1/calls", {"limit": _ROWS, **wanted})
    more = "/calls?" + urlencode({**wanted, "cursor": page["next"]}) if page["next"] else None
    shown = {"wanted": wanted, "rows": page["items"], "more": more}
    if visit.is_part:
        return Shown("calls/rows.html", shown, part=True)
    views = [(title, "/calls?" + urlencode(query), query == wanted) for title, query in _VIEWS]
    return Shown("calls/list.html", {**shown, "views": views, "dispositions": Disposition})


async def call(visit: Visit) -> Shown:
    at = "/".join(quote(visit.path(part), safe="") for part in ("pbx", "linkedid"))
    found = await visit.get(f"/api/v1/calls/{at}")
    receipt = await visit.get(f"/api/v1/calls/{at}/receipt", {"lang": visit.language})
    rule = receipt["rule"]
    drawn = timeline(found, rule["limit_seconds"], rule["period_seconds"])
    return Shown("calls/one.html", {"call": found, "receipt": receipt, "timeline": drawn})
