"""Recurring obligations, as data. A site changes any of them, and adds its own, by its settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kit.roles import Role
from kit.wrong import WrongValueError


class Recurrence(StrEnum):
    DAY = "day"
    WORKDAY = "workday"
    WEEK = "week"  # Monday to Sunday
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    name: str
    zh: str
    en: str
    recurrence: Recurrence
    times: int = 1  # in each day, workday, week or month; 0: not at this site
    objective: int | None = None  # the line of the quality sheet that it feeds
    owner: Role = Role.AGENT  # who does it, or whoever is above
    sign_off: bool = False  # a manager signs that it was done
    departments: tuple[str, ...] = ()  # each does it; none: the site as a whole
    distance_minutes: int = 0  # at least so long between two of them
    minutes: bool = False  # wants who was there, and the minutes


DUTIES: Sequence[Duty] = (
    Duty(name="training", zh="员工培训", en="staff training", recurrence=Recurrence.MONTH, objective=8, minutes=True),
    Duty(
        name="patrol",
        zh="公共区域巡查",
        en="patrol of the public areas",
        recurrence=Recurrence.WORKDAY,
        times=2,
        objective=16,
        distance_minutes=60,
    ),
    Duty(
        name="meeting", zh="部门例会", en="department meeting", recurrence=Recurrence.WEEK, objective=21, minutes=True
    ),
    Duty(
        name="daily_inspection",
        zh="部门日检查",
        en="daily inspection by the department head",
        recurrence=Recurrence.WORKDAY,
        owner=Role.DISPATCHER,
        sign_off=True,
    ),
    Duty(
        name="weekly_inspection",
        zh="经理周检查",
        en="weekly inspection by the manager",
        recurrence=Recurrence.WEEK,
        owner=Role.MANAGER,
    ),
)

OBJECTIVES = frozenset({8, 16, 21})
"""The lines of the quality sheet that are fed by duties."""


def site_duties(changes: Sequence[Mapping[str, Any]]) -> tuple[Duty, ...]:
    """The defaults with a site's changes; raises WrongValueError at the change and what is wrong with it."""
    found = {duty.name: duty for duty in DUTIES}
    changed: set[str] = set()
    for place, change in enumerate(changes):
        name = change["name"]
        if name in changed:
            raise WrongValueError("is there twice; keep one", place, "name")
        changed.add(name)
        found[name] = _changed(place, found.get(name), change)
    return tuple(duty for duty in found.values() if duty.times)


def _changed(place: int, known: Duty | None, change: Mapping[str, Any]) -> Duty:
    objective = change.get("objective")
    if objective is not None and objective not in OBJECTIVES:
        names = ", ".join(map(str, sorted(OBJECTIVES)))
        raise WrongValueError("must be one of {expected}", place, "objective", expected=names)
    for name in ("zh", "en", "recurrence"):
        if known is None and name not in change:
            raise WrongValueError("a new duty needs its titles, zh and en, and its recurrence", place, name)
    return Duty(**change) if known is None else replace(known, **change)
