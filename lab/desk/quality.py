"""What no call tells, played: readings of the day, and duties that are done and signed. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from lab.desk.deed import DISPATCHER, MANAGER, Deed
from ticketing.inspections.forms import FORM_OF_DUTY, FORMS

_WITH_MINUTES = ("training", "meeting")
_BETWEEN_PATROLS = timedelta(hours=1)


class Reading(NamedTuple):
    objective: int
    series: str
    total: int
    share: float  # about so much of it is met
    evidence: str


READINGS = (
    Reading(1, "attendance", 46, 1.0, "attendance sheet"),
    Reading(1, "appearance", 46, 1.0, "daily inspection"),
    Reading(3, "property", 482_000, 0.93, "ledger"),
    Reading(3, "parking", 61_000, 0.88, "ledger"),
    Reading(7, "residents", 12, 1.0, "assessment"),
    Reading(17, "", 188, 0.92, "survey"),
    Reading(18, "greening", 40, 0.98, "inspection"),
    Reading(18, "cleaning", 60, 0.94, "inspection"),
)


def readings(day: date, seed: int) -> list[Deed]:
    random = Random(f"{seed} readings")
    return [
        Deed(
            MANAGER,
            "POST",
            "/api/v1/readings",
            {
                "objective": each.objective,
                "day": day.isoformat(),
                "series": each.series,
                "met": min(each.total, round(each.total * each.share * random.uniform(0.99, 1.01))),
                "total": each.total,
                "evidence": each.evidence,
            },
        )
        for each in READINGS
    ]


def duties(shown: Iterable[Mapping[str, Any]], now: datetime) -> list[tuple[str, int, Deed]]:
    """Which duty, its version, and what is done next with it. One whose time has not begun cannot be done yet."""
    found, shown = [], list(shown)
    for duty in shown:
        if datetime.fromisoformat(duty["since"]) > now or _too_soon(duty, shown, now):
            continue
        path, version = f"/api/v1/duties/{duty['id']}", duty["version"]
        if duty["state"] == "open":
            found.append((path, version, _doing(duty, path)))
        elif duty["state"] == "done" and duty["sign_off"] and duty["signed_at"] is None:
            found.append((path, version, Deed(MANAGER, "POST", f"{path}/actions", {"action": "sign"}, version)))
    return found


def _too_soon(duty: Mapping[str, Any], shown: Iterable[Mapping[str, Any]], now: datetime) -> bool:
    """Less than an hour after another patrol."""
    walked = [one["done_at"] for one in shown if one["name"] == "patrol" and one["done_at"] is not None]
    return duty["name"] == "patrol" and any(now - datetime.fromisoformat(at) < _BETWEEN_PATROLS for at in walked)


def _doing(duty: Mapping[str, Any], path: str) -> Deed:
    """An inspection is done by its form, and finds that all is well; the manager signs what the dispatcher did."""
    who = DISPATCHER if duty["sign_off"] else MANAGER
    form = FORM_OF_DUTY.get(duty["name"])
    if form is None:
        minutes = {"findings": "服务质量、投诉处理", "attendees": "全体"}
        return Deed(who, "POST", f"{path}/done", minutes if duty["name"] in _WITH_MINUTES else {})
    results = [{"item": item.key, "result": "ok"} for item in FORMS[form].items]
    told = {"form": form, "department": duty["department"], "day": duty["day"], "results": results}
    return Deed(who, "POST", "/api/v1/inspections", told)
