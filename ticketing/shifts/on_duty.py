"""Who is on duty at an instant, who stands in for whom, and which turns have too few people."""

from collections.abc import Iterable, Mapping, Sequence
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


def goes_in_circle(new: Away, others: Iterable[Away]) -> bool:
    """Whether at some moment nobody stands in, since who would is away too, and so on back to the same person."""
    near = [] if new.stand_in is None else _chains(others, [new.stand_in], new.since_us, new.until_us)
    moments = {new.since_us, *(away.since_us for away in near)}
    return any(_comes_back(new, near, at_us) for at_us in moments if new.holds(at_us))


def _comes_back(new: Away, others: Iterable[Away], at_us: int) -> bool:
    away = _away_at(others, at_us)
    now, passed = new.stand_in, set[str]()
    while now is not None and now != new.person and now not in passed:
        passed.add(now)
        now = away.get(now)
    return now == new.person


def concerning(
    absences: Iterable[Away], turns: Iterable[Turn], roster: Roster, since_us: int, until_us: int
) -> tuple[Away, ...]:
    """Of some time, those of the people of these turns, and of whoever stands in for them."""
    people = [place.person for turn in turns for place in roster.get((turn.shift, turn.day), ())]
    return tuple(_chains(absences, people, since_us, until_us))


def _chains(absences: Iterable[Away], people: list[str], since_us: int, until_us: int) -> list[Away]:
    """Of these people, and of whoever stands in for them."""
    of: dict[str, list[Away]] = {}
    for away in absences:
        if away.since_us < until_us and away.until_us > since_us:
            of.setdefault(away.person, []).append(away)
    found: list[Away] = []
    while people:
        theirs = of.pop(people.pop(), [])  # once each, also where they stand in for one another
        found += theirs
        people += [away.stand_in for away in theirs if away.stand_in is not None]
    return found


def on_turn(turn: Turn, roster: Roster, absences: Iterable[Away], at_us: int) -> OnTurn:
    return _on_turn(turn, roster, _away_at(absences, at_us))


def _on_turn(turn: Turn, roster: Roster, away: Mapping[str, str | None]) -> OnTurn:
    places = roster.get((turn.shift, turn.day), ())
    return OnTurn(turn, tuple(Seat(*place, _stands_for(away, place.person)) for place in places))


def who_is_on(turns: Iterable[Turn], roster: Roster, absences: Iterable[Away], at_us: int) -> OnDuty:
    away = _away_at(absences, at_us)
    running = tuple(_on_turn(turn, roster, away) for turn in turns if turn.runs(at_us))
    seats = [seat for each in running for seat in each.seats]
    members, managers = (_once(seat.taken_by for seat in seats if seat.part is part) for part in Part)
    return OnDuty(running, members, managers)


def is_short(turn: Turn, roster: Roster, absences: Iterable[Away], now_us: int) -> bool:
    """Whether at any moment of what is left of it fewer people are there than it needs."""
    first = max(turn.begins_us, now_us)
    near = concerning(absences, [turn], roster, first, turn.ends_us)
    return any(on_turn(turn, roster, near, at_us).is_short for at_us in {first, *moments(near, first, turn.ends_us)})


def empty_turns(
    turns: Iterable[Turn], roster: Roster, absences: Iterable[Away], now_us: int, ahead_us: int = AHEAD_US
) -> list[Turn]:
    """Those with too few people that run, or begin within `ahead_us`."""
    absences = tuple(absences)
    near = (turn for turn in turns if turn.ends_us > now_us and turn.begins_us <= now_us + ahead_us)
    return [turn for turn in near if is_short(turn, roster, absences, now_us)]


def _away_at(absences: Iterable[Away], at_us: int) -> dict[str, str | None]:
    """Of several that overlap the one that began last holds, but one with a stand-in before one without."""
    now = [away for away in absences if away.since_us <= at_us < away.until_us]
    ordered = sorted(now, key=lambda away: (away.stand_in is not None, away.since_us))
    return {away.person: away.stand_in for away in ordered}


def moments(absences: Iterable[Away], since_us: int, until_us: int) -> set[int]:
    """At which somebody may come or go, between the two."""
    return {at_us for away in absences for at_us in (away.since_us, away.until_us) if since_us < at_us < until_us}


def _once(names: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name is not None))
