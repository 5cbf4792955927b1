"""The saved views of duties, which are about days, and how long one of them may be done. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta

from console.duties.month import month_of
from console.frame.lists import List, View
from console.frame.navigation import marked

_SIGNED_WITHIN_DAYS = 62
"""What was done longer ago and never signed is looked for by its days."""


def list_of(today: date) -> List:
    monday = today - timedelta(days=today.weekday())
    shown = month_of(today)
    month = _days(shown.first, shown.last)
    views = (
        View(marked("Due today"), {"date": f"{today}"}),
        View(marked("This week"), _days(monday, monday + timedelta(days=6))),
        View(marked("This month"), month),
        View(marked("To be signed"), {"unsigned": "true", **_days(today - timedelta(days=_SIGNED_WITHIN_DAYS), today)}),
        View(marked("Missed this month"), {"state": "missed", **month}),
    )
    return List("/duties", "/api/v1/duties", "duties/rows.html", views)


def _days(first: date, last: date) -> Mapping[str, str]:
    return {"from": f"{first}", "to": f"{last}"}
