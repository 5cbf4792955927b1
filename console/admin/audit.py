"""The audit log for an admin: who did what, found by word, person, action and day."""

import json
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from console.frame.page import Shown
from console.frame.visit import Visit, Wanted
from console.key_words import key_words

_ROWS = "50"


async def audit(visit: Visit) -> Shown:
    wanted = visit.wanted()
    page = await visit.get("/api/v1/audit", {"limit": _ROWS, **_asked(visit, wanted)})
    following = page["next"]
    more = f"/admin/audit?{urlencode({**wanted, 'cursor': following})}" if following else None
    rows = [{**row, "told": _told(row["detail"])} for row in page["items"]]
    filled = {"wanted": wanted, "rows": rows, "more": more, "actions": key_words(visit.language)["audit_action"]}
    return Shown("admin/audit_rows.html" if visit.is_part else "admin/audit.html", filled, part=visit.is_part)


def _asked(visit: Visit, wanted: Wanted) -> dict[str, str]:
    """Days are the site's own, the last one whole. What is no day the API refuses."""
    asked = dict(wanted)
    for name, days in (("from", 0), ("to", 1)):
        try:
            day = date.fromisoformat(asked.get(name, "")) + timedelta(days)
        except (ValueError, OverflowError):
            continue
        asked[name] = datetime(day.year, day.month, day.day, tzinfo=visit.zone).isoformat()
    return asked


def _told(detail: str) -> list[tuple[str, str]]:
    """Name and value of each thing that was noted."""
    found: Any = json.loads(detail)
    if not isinstance(found, dict):
        return [("", str(found))]
    return [(key, _value(value)) for key, value in found.items() if value not in (None, [], "")]


def _value(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
