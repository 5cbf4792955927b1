"""Follows a call through the dialplan to find whether the caller's number is cleaned before use. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from telephony.events import Event

_USES = frozenset(
    (
        *("agi", "eagi", "queue", "dial", "voicemail", "stasis", "system", "trysystem", "userevent", "mixmonitor"),
        *("followme", "page", "confbridge", "sendtext", "minivm", "record"),
    )
)
"""Where a number goes on to: phones, programs, files, AMI."""

_GOES = frozenset({"goto", "gotoif", "gotoiftime", "gosub", "gosubif", "macro", "execiftime"})
_ENDS = frozenset({"hangup", "return", "congestion", "busy", "macroexit"})
_ALWAYS = frozenset({"goto", "gosub", "macro"})
_COMES_BACK = frozenset({"gosub", "gosubif", "macro"})
_NUMBER = re.compile(r"CALLERID\((num|all|number)", re.IGNORECASE)
_CLEANS = re.compile(r"\b(FILTER|REGEX)\(", re.IGNORECASE)
_STEPS_MAX = 500


class Step(NamedTuple):
    context: str
    extension: str
    label: str
    priority: int
    application: str
    data: str


class Way(StrEnum):
    CLEAN = "clean"
    OPEN = "open"  # the number is used as it came
    UNKNOWN = "unknown"  # it goes on by variables, or further than was looked
    ENDED = "ended"  # nothing uses the number


class Door(NamedTuple):
    """`context` and `application`: where the unchanged number is used."""

    way: Way
    context: str = ""
    application: str = ""


Plan = Mapping[str, Mapping[str, Sequence[Step]]]
"""Steps by context and extension."""


def steps_of(listed: Sequence[Event]) -> Iterator[Step]:
    for event in listed:
        headers = event.headers
        if event.name == "ListDialplan" and headers.get("Priority", "").isdecimal():
            yield Step(
                headers.get("Context", ""),
                headers.get("Extension", ""),
                headers.get("ExtensionLabel", ""),
                int(headers["Priority"]),
                headers.get("Application", ""),
                headers.get("AppData", ""),
            )


def plan_from(steps: Sequence[Step]) -> Plan:
    plan: dict[str, dict[str, list[Step]]] = {}
    for step in sorted(steps, key=lambda one: one.priority):
        plan.setdefault(step.context, {}).setdefault(step.extension, []).append(step)
    return plan


def contexts_beyond(plan: Plan, number: str) -> frozenset[str]:
    """The contexts that steps lead to and that are not known yet."""
    steps = (step for extensions in plan.values() for steps in extensions.values() for step in steps)
    targets = {target[0] for step in steps for target in _targets(step, number)}
    return frozenset(target for target in targets if target and "$" not in target and target not in plan)


def door(plan: Plan, context: str, number: str) -> Door:
    """The result for a call to `number` that enters at `context`."""
    return _Walk(plan, number).from_(context, number, "1")


class _Walk:
    def __init__(self, plan: Plan, number: str) -> None:
        self._plan, self._number = plan, number
        self._seen: set[tuple[str, str, str]] = set()
        self._step_count = 0

    def from_(self, context: str, extension: str, place: str) -> Door:
        if "$" in context + extension + place or context not in self._plan:
            return Door(Way.UNKNOWN)
        if (context, extension, place) in self._seen:
            return Door(Way.ENDED)  # it was judged where it was met first
        self._seen.add((context, extension, place))
        steps = _matching(self._plan[context], extension)
        start = next((at for at, step in enumerate(steps) if place in (step.label, str(step.priority))), None)
        if start is None:
            return Door(Way.UNKNOWN if steps == () else Way.ENDED)
        return self._through(steps[start:])

    def _through(self, steps: Sequence[Step]) -> Door:
        """A path to a use of the unchanged number takes precedence; otherwise the first known result."""
        found = [Door(Way.ENDED)]
        for step in steps:
            self._step_count += 1
            application = step.application.lower()
            if self._step_count > _STEPS_MAX:
                return worst([*found, Door(Way.UNKNOWN)])
            if _NUMBER.search(step.data) and _CLEANS.search(step.data):
                return worst([*found, Door(Way.CLEAN)])
            if application in _USES:
                return Door(Way.OPEN, step.context, step.application)
            if application in _GOES:
                behind = worst([self.from_(*target) for target in _targets(step, self._number)])
                if behind.way is Way.CLEAN and application in _COMES_BACK - {"gosubif"}:
                    return worst([*found, behind])
                found.append(behind)
                if application in _ALWAYS - _COMES_BACK:
                    break
            if application in _ENDS:
                break
        return worst(found)


def worst(doors: Sequence[Door]) -> Door:
    order = (Way.OPEN, Way.UNKNOWN, Way.CLEAN, Way.ENDED)
    return min(doors, key=lambda one: order.index(one.way), default=Door(Way.UNKNOWN))


def _matching(extensions: Mapping[str, Sequence[Step]], extension: str) -> Sequence[Step]:
    """That of its name, else the patterns that were listed for the number."""
    exact = extensions.get(extension)
    patterns = [steps for name, steps in extensions.items() if name.startswith("_")]
    return exact if exact is not None else (patterns[0] if patterns else ())


def _targets(step: Step, number: str) -> Iterator[tuple[str, str, str]]:
    application = step.application.lower()
    if application not in _GOES:
        return
    data = step.data.replace("${EXTEN}", number)
    if application == "macro":
        yield f"macro-{data.partition(',')[0]}", "s", "1"
        return
    conditional = application in ("gotoif", "gotoiftime", "gosubif", "execiftime")
    where = data.rpartition("?")[2].split(":") if conditional else [data]
    for one in where:
        parts = one.partition("(")[0].split(",")
        if parts[-1]:
            yield _place(parts, step)


def _place(parts: Sequence[str], step: Step) -> tuple[str, str, str]:
    """`priority`, `extension,priority` or `context,extension,priority`."""
    match len(parts):
        case 1:
            return step.context, step.extension, parts[0]
        case 2:
            return step.context, parts[0], parts[1]
    return parts[0], parts[1], parts[2]
