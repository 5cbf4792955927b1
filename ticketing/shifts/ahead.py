"""Who is on duty from now on, as spans in which nobody comes or goes. Pure."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from ticketing.shifts.on_duty import Away, OnDuty, Roster, concerning, moments, who_is_on
from ticketing.shifts.patterns import Turn


class Span(NamedTuple):
    since_us: int
    until_us: int  # the first instant after it
    people: tuple[str, ...]  # without duty managers
    managers: tuple[str, ...]


def spans(turns: Iterable[Turn], roster: Roster, absences: Iterable[Away], since_us: int, until_us: int) -> list[Span]:
    """In their order; where nobody is on, there is none."""
    turns = tuple(turns)
    near = concerning(absences, turns, roster, since_us, until_us)
    ends = {at_us for turn in turns for at_us in (turn.begins_us, turn.ends_us) if since_us < at_us < until_us}
    changes = sorted({since_us, until_us} | ends | moments(near, since_us, until_us))
    found: list[Span] = []
    for begins_us, ends_us in pairwise(changes):
        on = who_is_on(turns, roster, near, begins_us)
        if not (on.people or on.managers):
            continue
        if found and found[-1].until_us == begins_us and _same(found[-1], on):
            found[-1] = found[-1]._replace(until_us=ends_us)
        else:
            found.append(Span(begins_us, ends_us, on.people, on.managers))
    return found


def _same(span: Span, on: OnDuty) -> bool:
    return (span.people, span.managers) == (on.people, on.managers)
