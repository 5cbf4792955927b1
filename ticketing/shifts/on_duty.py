"""Who is on duty at an instant, who stands in for whom, and which turns have too few people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kit.instants import DAY_US
from ticketing.shifts.patterns import Turn

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


class Away(NamedTuple):
    """Somebody is away, from the first instant to before the second."""

    person: str
    stand_in: str | None
    since_us: int
    until_us: int

    def holds(self, at_us: int) -> bool:
        return self.since_us <= at_us < self.until_us


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

    @property
    def is_short(self) -> bool:
        return len(self.present) < self.turn.people_min


class OnDuty(NamedTuple):
    turns: tuple[OnTurn, ...] = ()
    people: tuple[str, ...] = ()  # without duty managers
    managers: tuple[str, ...] = ()


NOBODY = OnDuty()


def stands_for(absences: Iterable[Away], person: str, at_us: int) -> str | None:
    """Who does what this person would do: they themselves; where they are away their stand-in, or who stands in for
    that one. None: nobody, also where stand-ins go in a circle."""
    return _stands_for(_away_at(absences, at_us), person)


def _stands_for(away: Mapping[str, str | None], person: str) -> str | None:
    passed: set[str] = set()
    now: str | None = person
    while now is not None and now in away:
        if now in passed:
            return None
        passed.add(now)
        now = away[now]
    return now


def on_turn(turn: Turn, roster: Roster, absences: Iterable[Away], at_us: int) -> OnTurn:
    away = _away_at(absences, at_us)
    places = roster.get((turn.shift, turn.day), ())
    return OnTurn(turn, tuple(Seat(*place, _stands_for(away, place.person)) for place in places))


def who_is_on(turns: Iterable[Turn], roster: Roster, absences: Iterable[Away], at_us: int) -> OnDuty:
    absences = tuple(absences)
    running = tuple(on_turn(turn, roster, absences, at_us) for turn in turns if turn.runs(at_us))
    seats = [seat for each in running for seat in each.seats]
    members, managers = (_once(seat.taken_by for seat in seats if seat.part is part) for part in Part)
    return OnDuty(running, members, managers)


def is_short(turn: Turn, roster: Roster, absences: Iterable[Away], now_us: int) -> bool:
    """Whether at any moment of what is left of it fewer people are there than it needs."""
    absences = tuple(absences)
    return any(on_turn(turn, roster, absences, at_us).is_short for at_us in _moments(turn, absences, now_us))


def empty_turns(
    turns: Iterable[Turn], roster: Roster, absences: Iterable[Away], now_us: int, ahead_us: int = AHEAD_US
) -> list[Turn]:
    """Those with too few people that run, or begin within `ahead_us`."""
    absences = tuple(absences)
    near = (turn for turn in turns if turn.ends_us > now_us and turn.begins_us <= now_us + ahead_us)
    return [turn for turn in near if is_short(turn, roster, absences, now_us)]


def _away_at(absences: Iterable[Away], at_us: int) -> dict[str, str | None]:
    """Of several that overlap the one that began last holds, but one with a stand-in before one without."""
    now = (away for away in absences if away.holds(at_us))
    ordered = sorted(now, key=lambda away: (away.stand_in is not None, away.since_us))
    return {away.person: away.stand_in for away in ordered}


def _moments(turn: Turn, absences: Iterable[Away], now_us: int) -> Iterator[int]:
    """From now on, at which somebody may come or go."""
    first = max(turn.begins_us, now_us)
    yield first
    for away in absences:
        yield from (at_us for at_us in (away.since_us, away.until_us) if first < at_us < turn.ends_us)


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
