"""The quality sheet for people: the 21 lines of a day, and behind each the rows that prove it: "which 3 %?"."""

from datetime import date
from urllib.parse import quote, urlencode

from console.frame.page import Shown
from console.frame.visit import Visit
from console.sheet.reasons import reason
from kit.instants import local_day

_ROWS = "50"
_PAGES = {"call": "/calls/{}", "ticket": "/tickets/{}"}
"""What kind of row has a page of its own."""


async def sheet(visit: Visit) -> Shown:
    wanted = visit.wanted()
    page = await visit.get("/api/v1/objectives", wanted)
    return Shown("sheet/sheet.html", {"lines": page["items"], "day": page["date"], "today": _today(visit)})


async def line(visit: Visit) -> Shown:
    """One line with its rule, its past, and its rows; those that were missed first asked for."""
    at, wanted = f"/api/v1/objectives/{quote(visit.path('objective'), safe='')}", visit.wanted()
    day = {"date": wanted["date"]} if "date" in wanted else {}
    rows = await visit.get(f"{at}/evidence", {"limit": _ROWS, **wanted})
    here = f"/sheet/{quote(visit.path('objective'))}"
    more = f"{here}?{urlencode({**wanted, 'cursor': rows['next']})}" if rows["next"] else None
    told = [{**row, "reason": reason(row["why"], visit.language)} for row in rows["items"]]
    shown = {"rows": told, "more": more, "pages": _PAGES}
    if visit.is_part:
        return Shown("sheet/rows.html", shown, part=True)
    views = [("", here + _query(day)), ("missed", here + _query({**day, "outcome": "missed"}))]
    found = await visit.get(at, day)
    return Shown("sheet/line.html", {**shown, "line": found, "wanted": wanted, "views": views})


def _query(parts: dict[str, str]) -> str:
    return f"?{urlencode(parts)}" if parts else ""


def _today(visit: Visit) -> date:
    return local_day(visit.now_us, visit.zone)
