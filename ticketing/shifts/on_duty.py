"""Who is on duty at an instant, and which turns have too few people. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kit.instants import DAY_US
from ticketing.shifts.patterns import Turn
from ticketing.shifts.stand_ins import StandIns

AHEAD_US = DAY_US
"""Too few people are told so long before the turn begins."""


class Part(StrEnum):
    MEMBER = "member"
    MANAGER = "manager"  # the duty manager


class Place(NamedTuple):
    """Somebody on the roster of a turn."""

    person: str
    part: Part = Part.MEMBER


Roster = Mapping[tuple[str, date], Sequence[Place]]
"""By shift and the day on which its turn begins."""


class Seat(NamedTuple):
    """A place on the roster, and who takes it: the person, their stand-in, or nobody."""

    person: str
    part: Part
    taken_by: str | None


class OnTurn(NamedTuple):
    turn: Turn
    seats: tuple[Seat, ...]

    @property
    def present(self) -> tuple[str, ...]:
        """Everybody once, duty managers included."""
        return _once(seat.taken_by for seat in self.seats)


class OnDuty(NamedTuple):
    turns: tuple[OnTurn, ...] = ()
    people: tuple[str, ...] = ()  # without duty managers
    managers: tuple[str, ...] = ()


NOBODY = OnDuty()


def on_turn(turn: Turn, roster: Roster, stand_ins: StandIns, at_us: int) -> OnTurn:
    places = roster.get((turn.shift, turn.day), ())
    return OnTurn(turn, tuple(Seat(*place, stand_ins.of(place.person, at_us)) for place in places))


def who_is_on(turns: Iterable[Turn], roster: Roster, stand_ins: StandIns, at_us: int) -> OnDuty:
    running = tuple(on_turn(turn, roster, stand_ins, at_us) for turn in turns if turn.runs(at_us))
    seats = [seat for each in running for seat in each.seats]
    members, managers = (_once(seat.taken_by for seat in seats if seat.part is part) for part in Part)
    return OnDuty(running, members, managers)


def is_short(turn: Turn, roster: Roster, stand_ins: StandIns, now_us: int) -> bool:
    """Whether at any moment of what is left of it fewer people are there than it needs."""
    since_us = max(turn.begins_us, now_us)
    comings: dict[int, list[tuple[str, int]]] = defaultdict(list, {since_us: []})
    for place in roster.get((turn.shift, turn.day), ()):
        for piece in stand_ins.over(place.person, since_us, turn.ends_us):
            if piece.taken_by is not None:
                comings[piece.since_us].append((piece.taken_by, 1))
                comings[piece.until_us].append((piece.taken_by, -1))
    return any(count < turn.people_min for at_us, count in _counts(comings) if at_us < turn.ends_us)


def _counts(comings: Mapping[int, Iterable[tuple[str, int]]]) -> Iterator[tuple[int, int]]:
    """How many people are there from each instant on; one who takes two places is one."""
    places = Counter[str]()
    for at_us in sorted(comings):
        for name, step in comings[at_us]:
            places[name] += step
        yield at_us, sum(count > 0 for count in places.values())


def empty_turns(
    turns: Iterable[Turn], roster: Roster, stand_ins: StandIns, now_us: int, ahead_us: int = AHEAD_US
) -> list[Turn]:
    """Those with too few people that run, or begin within `ahead_us`."""
    near = (turn for turn in turns if turn.ends_us > now_us and turn.begins_us <= now_us + ahead_us)
    return [turn for turn in near if is_short(turn, roster, stand_ins, now_us)]


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
