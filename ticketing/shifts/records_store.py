"""Absences, and the notes for the next shift, in PostgreSQL."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kit.database.changing import changing
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Session, session
from kit.http.auth.users import note
from kit.refusals import FieldError, GoneError, StaleError
from ticketing.news import Hearer, ShiftNews, nobody
from ticketing.shifts.patterns import Turn
from ticketing.shifts.records import NOTES_MAX, Absence, Handover, TooManyNotesError, take
from ticketing.shifts.rows import ABSENCE, HANDOVER
from ticketing.shifts.stand_ins import StandIns
from ticketing.shifts.store import STATEMENTS, Key


class RecordStore:
    def __init__(self, pool: DatabasePool, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._hear = hear

    async def absence(self, number: int) -> Absence:
        """Raises GoneError."""
        async with session(self._pool) as connection:
            return await _absence(connection, number)

    async def add_absence(self, absence: Absence) -> Absence:
        """Raises FieldError."""
        absence.require_right()
        async with changing(self._pool, self._hear) as (connection, told):
            await connection.execute(STATEMENTS["lock_absences"])
            await _require_alone(connection, absence)
            row = await connection.fetchrow(*STATEMENTS.filled("add_absence", ABSENCE.row(absence)))
            assert row is not None  # noqa: S101 - an insert returns its row
            added = ABSENCE.of(row)
            await _require_no_circle(connection, added)
            await _note(connection, added.entered_by, "absence_added", added)
            told.append(ShiftNews("absence", added.entered_at_us))
        return added

    async def change_absence(
        self, number: int, version: int, decide: Callable[[Absence], Absence], who: str, at_us: int
    ) -> Absence:
        """Raises GoneError, StaleError, FieldError."""
        async with changing(self._pool, self._hear) as (connection, told):
            await connection.execute(STATEMENTS["lock_absences"])
            known = await _absence(connection, number)
            after = replace(decide(known), version=version + 1)
            after.require_right()
            if (after.since_us, after.until_us) != (known.since_us, known.until_us):
                await _require_alone(connection, after)
            if await connection.fetchval(*STATEMENTS.filled("save_absence", ABSENCE.row(after))) is None:
                raise StaleError(known.version)
            if after.away != known.away:
                await _require_no_circle(connection, after)
            await _note(connection, who, "absence_changed", after)
            told.append(ShiftNews("absence", at_us))
        return after

    async def delete_absence(self, number: int, version: int, who: str, at_us: int) -> None:
        """Raises GoneError, StaleError."""
        async with changing(self._pool, self._hear) as (connection, told):
            known = await _absence(connection, number)
            if await connection.fetchval(STATEMENTS["delete_absence"], number, version) is None:
                raise StaleError(known.version)
            await _note(connection, who, "absence_deleted", known)
            told.append(ShiftNews("absence", at_us))

    async def handovers(self, key: Key) -> list[Handover]:
        async with session(self._pool) as connection:
            return [HANDOVER.of(row) for row in await connection.fetch(STATEMENTS["handovers"], *key)]

    async def add_handover(self, note: Handover) -> Handover:
        """Raises TooManyNotesError."""
        async with changing(self._pool, self._hear) as (connection, told):
            await connection.execute(STATEMENTS["lock_notes"], note.shift, note.day)
            if len(await connection.fetch(STATEMENTS["handovers"], note.shift, note.day)) >= NOTES_MAX:
                raise TooManyNotesError
            row = await connection.fetchrow(*STATEMENTS.filled("add_handover", HANDOVER.row(note)))
            assert row is not None  # noqa: S101 - an insert returns its row
            told.append(ShiftNews("note", note.written_at_us, note.shift, note.day))
        return HANDOVER.of(row)

    async def take_handover(self, number: int, who: str, at_us: int) -> Handover:
        """Raises GoneError, TakenError."""
        async with changing(self._pool, self._hear) as (connection, told):
            row = await connection.fetchrow(STATEMENTS["handover"], number)
            if row is None:
                raise GoneError("note", number)
            known = HANDOVER.of(row)
            after = take(known, who, at_us)
            if after != known:
                await connection.execute(STATEMENTS["take_handover"], number, who, stored(at_us))
                told.append(ShiftNews("taken", at_us, after.shift, after.day))
        return after


async def absences_between(connection: Session, since_us: int, until_us: int) -> list[Absence]:
    rows = await connection.fetch(STATEMENTS["absences_around"], stored(since_us), stored(until_us))
    return [ABSENCE.of(row) for row in rows]


async def waiting_handovers(connection: Session, turns: Sequence[Turn]) -> list[Handover]:
    columns = [turn.shift for turn in turns], [turn.day for turn in turns]
    return [HANDOVER.of(row) for row in await connection.fetch(STATEMENTS["waiting_handovers"], *columns)]


async def handover_counts(connection: Session, first: date, last: date) -> dict[Key, tuple[int, int]]:
    """All notes of each turn, and those that nobody took over."""
    rows = await connection.fetch(STATEMENTS["handover_counts"], first, last)
    return {(row["shift"], row["day"]): (row["notes"], row["waiting"]) for row in rows}


async def _note(connection: Session, who: str, action: str, absence: Absence) -> None:
    names = {"person": absence.person, "stand_in": absence.stand_in}
    await note(connection, who, action, absence=absence.id, **names)


async def _require_alone(connection: Session, absence: Absence) -> None:
    """Nobody is away twice at once. Raises FieldError."""
    times = stored(absence.since_us), stored(absence.until_us)
    if await connection.fetchval(STATEMENTS["overlapping"], absence.person, absence.id, *times):
        text = "is within another absence of this person: change that one, or take other times"
        raise FieldError("since", text, "They are away at that time already.")


async def _require_no_circle(connection: Session, absence: Absence) -> None:
    """Raises FieldError where nobody would stand in."""
    near = await absences_between(connection, absence.since_us, absence.until_us)
    if StandIns(one.away for one in near if one.id != absence.id).come_back_to(absence.away):
        text = "must be somebody who is there: the person who is away stands in for them"
        raise FieldError("stand_in", text, "These people would stand in for one another, so nobody is there.")


async def _absence(connection: Session, number: int) -> Absence:
    row = await connection.fetchrow(STATEMENTS["absence"], number)
    if row is None:
        raise GoneError("absence", number)
    return ABSENCE.of(row)
