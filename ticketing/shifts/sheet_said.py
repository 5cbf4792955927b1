"""What a sheet says of the roster, and what the roster becomes by it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kit.sheets.cells import BadRow
from kit.sheets.headers import Columns
from ticketing.shifts.on_duty import Part, Place, Roster


class Column(StrEnum):
    DAY = "day"
    SHIFT = "shift"
    PEOPLE = "people"
    MANAGERS = "managers"
    PERSON = "person"
    PART = "part"


class Form(StrEnum):
    LIST = "list"  # a row for each turn
    MATRIX = "matrix"  # a row for each person, a column for each day
    CALENDAR = "calendar"  # a row for each day, a column for each shift


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody is on a turn. `part` None: the sheet does not say which."""

    shift: str
    day: date
    person: str
    part: Part | None = Part.MEMBER


@dataclass(frozen=True, slots=True)
class Gathered:
    """`turns`: those that the sheet names, of which it says everything. `plans`: people and days of a matrix, of whom
    it says everything."""

    form: Form
    columns: Columns[Column]
    said: tuple[Said, ...]
    turns: frozenset[tuple[str, date]]
    plans: frozenset[tuple[str, date]]
    bad: tuple[BadRow, ...]
    row_count: int

    @property
    def days(self) -> list[date]:
        return sorted({day for _name, day in (*self.turns, *self.plans)})

    @property
    def place_count(self) -> int:
        """Somebody named twice for one turn is there once."""
        return len({(said.shift, said.day, said.person) for said in self.said})

    def is_mostly_past(self, today: date) -> bool:
        days = self.days
        return 2 * sum(day < today for day in days) > len(days)

    @property
    def people(self) -> list[str]:
        return list(dict.fromkeys(said.person for said in self.said))


def entered_by(gathered: Gathered, known: Roster, shifts: Iterable[str]) -> dict[tuple[str, date], tuple[Place, ...]]:
    """All turns of its days as they become. Said again it changes nothing."""
    shifts = tuple(shifts)
    said: dict[tuple[str, date], list[Said]] = defaultdict(list)
    for one in gathered.said:
        said[one.shift, one.day].append(one)
    wanted = {}
    for day in gathered.days:
        for shift in shifts:
            key = shift, day
            places = _turn(gathered, key, said.get(key, ()), known.get(key, ()))
            if places or key in known:
                wanted[key] = places
    return wanted


def _turn(gathered: Gathered, key: tuple[str, date], said: Iterable[Said], known: Iterable[Place]) -> tuple[Place, ...]:
    known = tuple(known)
    parts: Mapping[str, Part] = dict(known)
    places: dict[str, Place] = {}
    if key not in gathered.turns:
        places = {place.person: place for place in known if (place.person, key[1]) not in gathered.plans}
    for one in said:
        part = one.part or parts.get(one.person, Part.MEMBER)
        if part is Part.MANAGER or one.person not in places:
            places[one.person] = Place(one.person, part)
    return tuple(places.values())
