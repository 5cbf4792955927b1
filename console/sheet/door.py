"""The quality sheet for people: the 21 lines of a day, and behind each the rows that prove it: "which 3 %?"."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from console.frame.page import Shown
from console.frame.visit import Visit
from console.sheet.reasons import reason
from console.sheet.records import records
from console.sheet.trend import bars
from kit.instants import local_day
from kit.roles import DISPATCHERS
from telephony.numbers import is_withheld

_ROWS = "50"
_PAGES = {
    "call": "/calls/{}",
    "ticket": "/tickets/{}",
    "duty": "/duties/{}",
    "inspection": "/inspections/{}",
    "reading": "/readings/{}",
}
"""What kind of row has a page of its own."""


async def sheet(visit: Visit) -> Shown:
    wanted = visit.wanted()
    page = await visit.get("/api/v1/objectives", wanted)
    shown = {
        "lines": [{**one, "bars": bars(one["trend"])} for one in page["items"]],
        "day": page["date"],
        "at": page["at"],
        "month": page["date"][:7],
        "today": _today(visit),
        "may_export": (await visit.reader()).role in DISPATCHERS,
    }
    return Shown("sheet/sheet.html", shown)


async def line(visit: Visit) -> Shown:
    """One line with its rule, its past, and its rows; those that were missed first asked for."""
    at, wanted = f"/api/v1/objectives/{quote(visit.path('objective'), safe='')}", visit.wanted()
    day = {"date": wanted["date"]} if "date" in wanted else {}
    rows = await visit.get(f"{at}/evidence", {"limit": _ROWS, **wanted})
    here = f"/sheet/{quote(visit.path('objective'))}"
    more = f"{here}?{urlencode({**wanted, 'cursor': rows['next']})}" if rows["next"] else None
    callers = await _callers(visit, rows["items"])
    told = [
        {**row, **_named(row), "caller": callers.get(row["ref"]), "reason": reason(row["why"], visit.language)}
        for row in rows["items"]
    ]
    shown = {"rows": told, "more": more}
    if visit.is_part:
        return Shown("sheet/rows.html", shown, part=True)
    views = [("", here + _query(day)), ("missed", here + _query({**day, "outcome": "missed"}))]
    found = await visit.get(at, day)
    causes = [_cause(visit, each, here, day) for each in (await visit.get(f"{at}/causes", day))["items"]]
    more_of_it = {"views": views, "causes": causes, "records": await records(visit, found)}
    return Shown("sheet/line.html", {**shown, "line": found, "wanted": wanted, **more_of_it})


async def _callers(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
    """Who called, as the list of calls shows it to this reader, by what the row names. Empty: withheld."""
    refs = [row["ref"] for row in rows if row["kind"] == "call"][: int(_ROWS)]
    if not refs:
        return {}
    calls = await visit.get("/api/v1/calls", {"among": ",".join(refs), "limit": _ROWS})
    return {
        f"{call['pbx']}/{call['linkedid']}": "" if is_withheld(call["caller_raw"]) else call["caller_raw"]
        for call in calls["items"]
    }


def _cause(visit: Visit, cause: Mapping[str, Any], here: str, day: dict[str, str]) -> Mapping[str, Any]:
    """A cause with its reason in words and a link to its rows."""
    path = here + _query({**day, "outcome": "missed", "why": cause["why"]})
    return {**cause, "reason": reason(cause["why"], visit.language), "path": path}


def _named(row: Mapping[str, Any]) -> Mapping[str, str | None]:
    """What people call it, and its page. Numbers of records are filled up with zeros, so that they sort as text."""
    page = _PAGES.get(row["kind"])
    name = row["ref"].lstrip("0") if row["ref"].isdecimal() else row["ref"]
    return {"name": name, "page": page and page.format(name)}


def _query(parts: dict[str, str]) -> str:
    return f"?{urlencode(parts)}" if parts else ""


def _today(visit: Visit) -> date:
    return local_day(visit.now_us, visit.zone)
