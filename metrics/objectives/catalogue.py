"""The 21 objectives of the sheet, as data. docs/objectives.md is generated from this file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from kit.wrong import WrongValueError
from metrics.objectives.estate_lines import ESTATE
from metrics.objectives.objective import BY_STANDARD, Kind, Objective, Text
from metrics.objectives.service_lines import SERVICE
from ticketing.duties.duty import DUTIES, Duty, Recurrence

OBJECTIVES: Sequence[Objective] = (*SERVICE, *ESTATE)
_BY_SETTINGS = Text("本项目设置", "the site's settings")


class Own(NamedTuple):
    """The settings of a site for one objective."""

    id: int
    target: Fraction | None = None
    origin: str = ""


def sheet(own: Sequence[Own] = (), duties: Iterable[Duty] = DUTIES) -> tuple[Objective, ...]:
    """The sheet with the site's own targets. Raises WrongValueError with the setting and the reason."""
    found = {one.id: _counted(one, duties) for one in OBJECTIVES}
    changed: set[int] = set()
    for place, change in enumerate(own):
        if change.id in changed:
            raise WrongValueError("is there twice; keep one", place, "id")
        if change.id not in found:
            raise WrongValueError("must be from 1 to {last}, as on the sheet", place, "id", last=len(found))
        if change.target is not None and found[change.id].kind is Kind.COUNT:
            raise WrongValueError(
                "line {id} is held to every time that its duty is due: set `times` of its [[duty]]",
                *(place, "target"),
                id=change.id,
            )
        changed.add(change.id)
        found[change.id] = _own(found[change.id], change)
    return tuple(found.values())


def _own(one: Objective, change: Own) -> Objective:
    origin = Text(change.origin, change.origin) if change.origin else _BY_SETTINGS if change.target else BY_STANDARD
    return replace(one, target=change.target or one.target, origin=origin)


_EVERY_ZH: Mapping[Recurrence, str] = {Recurrence.DAY: "", Recurrence.WORKDAY: "每工作日 {times} 次"}


def _counted(one: Objective, duties: Iterable[Duty]) -> Objective:
    """A line that counts is held to how often the site's duties are due."""
    feeding = [duty for duty in duties if duty.objective == one.id]
    if one.kind is not Kind.COUNT or not feeding:
        return one
    words = _EVERY_ZH.get(feeding[0].recurrence, "")
    return replace(one, times=sum(duty.times for duty in feeding), standard_zh=words)
