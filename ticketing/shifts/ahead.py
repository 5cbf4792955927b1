"""Who is on duty from now on, as spans in which nobody comes or goes. Pure."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ticketing.shifts.on_duty import Part, Roster
from ticketing.shifts.patterns import Turn
from ticketing.shifts.stand_ins import Piece, StandIns


class Span(NamedTuple):
    since_us: int
    until_us: int  # the first instant after it
    people: tuple[str, ...]  # without duty managers
    managers: tuple[str, ...]


_Seat = tuple[Part, Sequence[Piece]]


def spans(turns: Iterable[Turn], roster: Roster, stand_ins: StandIns, since_us: int, until_us: int) -> list[Span]:
    """In their order; where nobody is on, there is none."""
    seats: list[_Seat] = [
        (place.part, stand_ins.over(place.person, max(turn.begins_us, since_us), min(turn.ends_us, until_us)))
        for turn in turns
        for place in roster.get((turn.shift, turn.day), ())
    ]
    changes = sorted({at_us for _part, pieces in seats for piece in pieces for at_us in piece[:2]})
    found: list[Span] = []
    for begins_us, ends_us in pairwise(changes):
        now = Span(begins_us, ends_us, *(_there(seats, part, begins_us) for part in Part))
        if found and found[-1].until_us == begins_us and found[-1][2:] == now[2:]:
            found[-1] = found[-1]._replace(until_us=ends_us)
        elif now.people or now.managers:
            found.append(now)
    return found


def _there(seats: Iterable[_Seat], part: Part, at_us: int) -> tuple[str, ...]:
    """Each once, as they were entered."""
    names = (_taken_by(pieces, at_us) for each, pieces in seats if each is part)
    return tuple(dict.fromkeys(name for name in names if name is not None))


def _taken_by(pieces: Sequence[Piece], at_us: int) -> str | None:
    place = bisect_right(pieces, at_us, key=lambda piece: piece.since_us) - 1
    return pieces[place].taken_by if place >= 0 and at_us < pieces[place].until_us else None
