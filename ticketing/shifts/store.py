"""The roster in PostgreSQL, and what the duty book reads of it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from kit.database.changing import changing
from kit.database.instants import stored, us
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.http.auth.users import note
from kit.instants import DAY_US, local_day
from kit.refusals import StaleError
from ticketing.news import Hearer, ShiftNews, nobody
from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.on_duty import Part, Place, Roster
from ticketing.shifts.patterns import turns
from ticketing.shifts.rows import ABSENCE, HANDOVER
from ticketing.shifts.sheet_said import Gathered, entered_by
from ticketing.shifts.stand_ins import Away
from ticketing.site_rules import SiteRules

STATEMENTS = read_statements(Path(__file__).with_name("shifts.sql"), absence=ABSENCE, handover=HANDOVER)
BEHIND_DAYS, AHEAD_DAYS = 3, 14
"""The duty book knows so many days, in case PostgreSQL is away for some of them."""

Key = tuple[str, date]
Wanted = Mapping[Key, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Entered:
    """What was entered for a turn."""

    version: int
    places: tuple[Place, ...]
    entered_by: str
    entered_at_us: int


class Imported(NamedTuple):
    added: int  # turns of which nobody was entered
    changed: int
    unchanged: int


class Known(NamedTuple):
    roster: Roster
    absences: Sequence[Away]


class ShiftStore:
    def __init__(self, pool: DatabasePool, rules: SiteRules, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._rules = rules
        self._hear = hear
        self._reading = asyncio.Lock()
        self._asked = self._read = 0

    async def read_into(self, book: DutyBook, now_us: int) -> None:
        """One after the other, so that what was read before is not taken after. Whoever asked before a reading began is
        content with it: many changes at once are read twice at most. Raises one of AWAY."""
        self._asked += 1
        mine = self._asked
        async with self._reading:
            if self._read < mine:
                asked = self._asked
                book.take(*await self.around(now_us))
                self._read = asked

    async def around(self, now_us: int) -> Known:
        """What the duty book needs."""
        today = local_day(now_us, self._rules.site.zone)
        first, last = today - timedelta(days=BEHIND_DAYS), today + timedelta(days=AHEAD_DAYS)
        bounds = stored(now_us - BEHIND_DAYS * DAY_US), stored(now_us + AHEAD_DAYS * DAY_US)
        async with session(self._pool) as connection:
            entered = _entered(await connection.fetch(STATEMENTS["roster"], first, last))
            rows = await connection.fetch(STATEMENTS["absences_around"], *bounds)
        return Known(roster_of(entered), [ABSENCE.of(row).away for row in rows])

    async def leave(self, connection: Session, name: str, at_us: int) -> bool:
        """Within a transaction: somebody does not work here any more, also not on what runs. What was stays. Whether
        that changed anything."""
        today, rules = local_day(at_us, self._rules.site.zone), self._rules
        since = today - timedelta(days=2)
        near = turns(rules.shifts.patterns, since, today, rules.site.zone, rules.site.workdays.works)
        ends = {(turn.shift, turn.day): turn.ends_us for turn in near}
        rows = await connection.fetch(STATEMENTS["lock_turns_of"], name, since)
        keys = [(row["shift"], row["day"]) for row in rows]
        left = [key for key in keys if (ends[key] > at_us if key in ends else key[1] >= today)]
        await _pass(connection, left)
        await connection.execute(STATEMENTS["leave_roster"], name, *_columns(left))
        replaced = await connection.fetch(STATEMENTS["stand_in_leaves"], name, stored(at_us))
        return bool(left or replaced)

    async def put_turn(self, key: Key, places: Sequence[Place], version: int, who: str, at_us: int) -> Entered:
        """Version 0: nothing was entered yet. Raises StaleError."""
        async with changing(self._pool, self._hear) as (connection, told):
            after = await _enter(connection, key, places, version, who, at_us)
            people, managers = ([place.person for place in places if place.part is part] for part in Part)
            what = {"shift": key[0], "day": f"{key[1]}", "people": people, "managers": managers}
            await note(connection, who, "roster_changed", **what)
            told.append(ShiftNews("roster", at_us, *key))
        return Entered(after, tuple(places), who, at_us)

    async def put_turns(self, wanted: Wanted, who: str, at_us: int) -> Imported:
        """All of them or, when anything fails, none."""
        return await self._put([day for _shift, day in wanted], lambda _known: wanted, who, at_us)

    async def put_sheet(self, sheet: Gathered, who: str, at_us: int) -> Imported:
        """All of it or, when anything fails, nothing."""
        shifts = [pattern.name for pattern in self._rules.shifts.patterns]
        return await self._put(sheet.days, lambda known: entered_by(sheet, known, shifts), who, at_us)

    async def _put(self, days: Sequence[date], decide: Callable[[Roster], Wanted], who: str, at_us: int) -> Imported:
        if not days:
            return Imported(0, 0, 0)
        async with changing(self._pool, self._hear) as (connection, told):
            await connection.fetch(STATEMENTS["lock_turns"], min(days), max(days))
            entered = await entered_between(connection, min(days), max(days))
            known = roster_of(entered)
            wanted = await asyncio.to_thread(decide, known)
            changed = {key: places for key, places in wanted.items() if tuple(places) != known.get(key)}
            await _enter_all(connection, changed, known, who, at_us)
            await note(connection, who, "roster_imported", first=f"{min(days)}", last=f"{max(days)}")
            if changed:
                told.append(ShiftNews("roster", at_us))
        added = len(changed.keys() - known.keys())
        return Imported(added, len(changed) - added, len(wanted) - len(changed))


async def entered_between(connection: Session, first: date, last: date) -> dict[Key, Entered]:
    rows = await connection.fetch(STATEMENTS["roster"], first, last)
    return await asyncio.to_thread(_entered, rows)  # those of a year: not while calls wait


async def entered_for(connection: Session, key: Key) -> Entered | None:
    return _entered(await connection.fetch(STATEMENTS["one_turn"], *key)).get(key)


def require_version(entered: Entered | None, version: int) -> None:
    """Raises StaleError."""
    now = 0 if entered is None else entered.version
    if now != version:
        raise StaleError(now)


async def names_entered(connection: Session) -> set[str]:
    return {row["person"] for row in await connection.fetch(STATEMENTS["names_entered"])}


def roster_of(entered: Mapping[Key, Entered]) -> dict[Key, tuple[Place, ...]]:
    return {key: one.places for key, one in entered.items()}


async def rename_on_shifts(connection: Session, name: str, other: str) -> bool:
    """Within a transaction: the same person has another name, also in what was. Whether that changed anything."""
    rows = await connection.fetch(STATEMENTS["lock_turns_of"], name, date.min)
    await _pass(connection, [(row["shift"], row["day"]) for row in rows])
    await connection.execute(STATEMENTS["rename_on_roster"], name, other)
    await connection.execute(STATEMENTS["drop_doubles"], name)
    absent = await connection.fetch(STATEMENTS["rename_absent"], name, other)
    notes = await connection.fetch(STATEMENTS["rename_in_handovers"], name, other)
    return bool(rows or absent or notes)


async def _pass(connection: Session, keys: Sequence[Key]) -> None:
    await connection.execute(STATEMENTS["pass_turns"], *_columns(keys))


def _columns(keys: Sequence[Key]) -> tuple[list[str], list[date]]:
    return [shift for shift, _day in keys], [day for _shift, day in keys]


async def _enter(connection: Session, key: Key, places: Sequence[Place], version: int, who: str, at_us: int) -> int:
    """In place of who was entered before. The version after it. Raises StaleError."""
    if version == 0:
        after = await connection.fetchval(STATEMENTS["begin_turn"], *key, who, stored(at_us))
    else:
        after = await connection.fetchval(STATEMENTS["change_turn"], *key, version, who, stored(at_us))
    if after is None:
        found = await entered_for(connection, key)
        raise StaleError(0 if found is None else found.version)
    await _replace(connection, {key: places})
    return int(after)


async def _enter_all(connection: Session, wanted: Wanted, known: Roster, who: str, at_us: int) -> None:
    """The same for many turns; those that are `known` are locked. Raises StaleError where another one was begun."""
    new = [key for key in wanted if key not in known]
    begun = await connection.fetch(STATEMENTS["begin_turns"], *_columns(new), who, stored(at_us))
    if len(begun) < len(new):
        raise StaleError(1)
    there = [key for key in wanted if key in known]
    await connection.execute(STATEMENTS["change_turns"], *_columns(there), who, stored(at_us))
    await _replace(connection, wanted)


async def _replace(connection: Session, wanted: Wanted) -> None:
    """These people in place of those before."""
    await connection.execute(STATEMENTS["clear_turns"], *_columns(list(wanted)))
    await connection.execute(STATEMENTS["put_places"], *await asyncio.to_thread(_placed, wanted))


def _placed(wanted: Wanted) -> list[Sequence[object]]:
    """Columns, in the order of the table."""
    rows = [(*key, *place, at) for key, places in wanted.items() for at, place in enumerate(places, start=1)]
    return [*zip(*rows, strict=True)] or [()] * 5


def _entered(rows: Iterable[Record]) -> dict[Key, Entered]:
    places: dict[Key, list[Place]] = {}
    turns: dict[Key, Record] = {}
    for row in rows:
        key = row["shift"], row["day"]
        turns[key] = row
        known = places.setdefault(key, [])
        if row["person"] is not None:
            known.append(Place(row["person"], Part(row["part"])))
    return {
        key: Entered(row["version"], tuple(places[key]), row["entered_by"], us(row["entered_at"]))
        for key, row in turns.items()
    }
