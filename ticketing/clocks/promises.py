"""What is promised: a first response and a resolution, each within its terms. Data; a site may replace any of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, NamedTuple

from kit.instants import HOUR_US, MINUTE_US, local_day
from kit.wrong import WrongValueError
from ticketing.clocks.pauses import Pause
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Site, Term, counts_workdays, due_us


@dataclass(frozen=True, slots=True)
class Promise:
    """Of several terms the earliest is what counts."""

    zh: str
    en: str
    resolution: tuple[Term, ...]
    response: tuple[Term, ...] = ()


PROMISES: Mapping[str, Promise] = {
    "general": Promise("一般性问题", "general problem", (EndOfDay(),)),
    "difficult": Promise("疑难问题", "difficult problem", (DaysLater(7),)),
    "complaint": Promise("投诉", "complaint", (DaysLater(7),), (Elapsed(24 * HOUR_US),)),
    "repair_critical": Promise("特急报修", "critical repair", (Elapsed(4 * HOUR_US),), (Elapsed(30 * MINUTE_US),)),
    "repair_urgent": Promise("紧急报修", "urgent repair", (Elapsed(12 * HOUR_US), EndOfDay()), (Elapsed(2 * HOUR_US),)),
    "repair_general": Promise("一般报修", "general repair", (EndOfDay(),), (Elapsed(4 * HOUR_US),)),
    "works": Promise("办理事项", "procedure with steps", (DaysLater(7, workdays=True),)),
    "steps": Promise("按步骤时限", "terms of its steps", ()),
    "none": Promise("不设时限", "no deadline", ()),
}


def site_promises(changes: Mapping[str, Mapping[str, Any]]) -> dict[str, Promise]:
    """The defaults with a site's changes; raises WrongValueError at the promise and what it lacks."""
    found = dict(PROMISES)
    for key, change in changes.items():
        for name in ("zh", "en", "resolution"):
            if key not in found and name not in change:
                raise WrongValueError("a new one needs its titles, zh and en, and its terms", key, name)
        found[key] = replace(found.get(key) or Promise("", "", ()), **change)
    return found


class Dues(NamedTuple):
    """The first instants that are too late; None: nothing promised, or the clock is stopped."""

    response_us: int | None
    resolution_us: int | None
    step_us: int | None = None  # of the step of its procedure whose turn it is
    late_steps_us: tuple[int, ...] = ()  # of the steps that were settled too late


def dues(promise: Promise, from_us: int, pauses: Iterable[Pause], site: Site) -> Dues:
    pauses = tuple(pauses)
    return Dues(earliest(promise.response, from_us, pauses, site), earliest(promise.resolution, from_us, pauses, site))


def provisional(promise: Promise, from_us: int, due: Dues, site: Site) -> bool:
    """Does an end hang on days of a year whose calendar is not known yet? Then it may still move."""
    ends = [
        due_us
        for terms, due_us in ((promise.response, due.response_us), (promise.resolution, due.resolution_us))
        if due_us is not None and any(counts_workdays(term, site) for term in terms)
    ]
    if not ends:
        return False
    first, last = local_day(from_us, site.zone), local_day(max(ends), site.zone)
    days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return any(site.workdays.kind(day).provisional for day in days)


def earliest(terms: Iterable[Term], from_us: int, pauses: Iterable[Pause], site: Site) -> int | None:
    """None without a term, or while a pause stops the clock."""
    pauses = tuple(pauses)
    ends = [end for term in terms if (end := due_us(term, from_us, pauses, site)) is not None]
    return min(ends) if ends else None
