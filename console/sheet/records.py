"""The records that people keep for a line of the sheet: where they are looked at, and how many count.

Each list is asked for those that count, so that it has as many rows as is said here.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from console.frame.navigation import marked
from console.frame.visit import Visit
from kit.http.wire import instant, rfc3339
from kit.instants import day_end_us, day_start_us

_AT_MOST = 500
_ANSWERED_WITHIN_RINGS = 10
"""The line of the quality sheet."""


class Records(NamedTuple):
    title: str
    path: str
    rows: int
    is_all: bool


class _Kept(NamedTuple):
    path: str
    title: str
    more: Mapping[str, str] = {}


_DUTIES = (_Kept("/duties", marked("Duties")),)
_READINGS = (
    _Kept("/readings", marked("Readings"), {"state": "confirmed"}),
    _Kept("/inspections", marked("Inspections")),
)
_OF_SOURCE: Mapping[str, Sequence[_Kept]] = {"duties": _DUTIES, "readings": _READINGS, "surveys": _READINGS}


async def records(visit: Visit, line: Mapping[str, Any]) -> list[Records]:
    """None of them for a line that is measured."""
    found = []
    for path, title, more in _OF_SOURCE.get(line["source"], ()):
        query = {"objective": f"{line['id']}", "from": line["from"], "to": line["to"], **more}
        page = await visit.get(f"/api/v1{path}", {**query, "limit": f"{_AT_MOST}"})
        if page["items"]:
            found.append(Records(title, f"{path}?{urlencode(query)}", len(page["items"]), page["next"] is None))
    return found + (await _saved(visit, line) if line["id"] == _ANSWERED_WITHIN_RINGS else [])


async def _saved(visit: Visit, line: Mapping[str, Any]) -> list[Records]:
    """Calls that would have been missed if no more phones had rung."""
    since_us = day_start_us(date.fromisoformat(line["from"]), visit.zone)
    until_us = day_end_us(date.fromisoformat(line["to"]), visit.zone)
    query = {"rescue": "saved", "from": rfc3339(instant(since_us)), "to": rfc3339(instant(until_us))}
    page = await visit.get("/api/v1/calls", {**query, "limit": f"{_AT_MOST}"})
    if not page["items"]:
        return []
    return [Records(marked("Saved by help"), f"/calls?{urlencode(query)}", len(page["items"]), page["next"] is None)]
