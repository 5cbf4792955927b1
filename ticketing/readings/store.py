"""Readings in PostgreSQL: each version is a row, and no row is ever written over."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic_core import to_json

from kit.database.columns import Columns
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.refusals import ConflictError, GoneError, StaleError
from ticketing.readings.reading import Figures, Key, Told
from ticketing.readings.sheet import Row

KEY, FIGURES, TOLD = Columns(Key), Columns(Figures), Columns(Told, without=("key", "figures"))
STATEMENTS = read_statements(Path(__file__).with_name("readings.sql"), key=KEY, figures=FIGURES, told=TOLD)


class Reading(NamedTuple):
    """`id` is that of its first version. The last version counts."""

    id: int
    versions: tuple[Told, ...]

    @property
    def now(self) -> Told:
        return self.versions[-1]


class Imported(NamedTuple):
    added: int
    corrected: int
    unchanged: int


class KnownError(ConflictError):
    def __init__(self, reading: Reading) -> None:
        text = "there is already a reading of this line, day and series: correct that one"
        super().__init__(text, version=reading.now.version)
        self.reading = reading


class ReadingStore:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def get(self, number: int) -> Reading:
        async with session(self._pool) as connection:
            return await _reading(connection, number)

    async def tell(self, key: Key, figures: Figures, who: str, at_us: int) -> Reading:
        """Told twice in the same words is told once. Raises KnownError where it is known otherwise."""
        told = Told(key, figures, 1, who, at_us)
        async with session(self._pool) as connection:
            await _tell(connection, told)
            reading = reading_of(await connection.fetch(STATEMENTS["versions_of_key"], *key))
        if reading.now.figures != figures:
            raise KnownError(reading)
        return reading

    async def correct(self, number: int, version: int, figures: Figures, who: str, at_us: int, why: str) -> Reading:
        """A further version, decided on this one. Raises StaleError, GoneError."""
        async with session(self._pool) as connection, connection.transaction():
            known = (await _reading(connection, number)).now
            if known.version != version or not await _tell(
                connection, Told(known.key, figures, version + 1, who, at_us, why)
            ):
                raise StaleError(known.version)
            return await _reading(connection, number)

    async def put(self, rows: Sequence[Row], who: str, at_us: int, why: str) -> Imported:
        """All of them or, when anything fails, none; the same rows twice change nothing."""
        said = [KEY.row(row.key) | FIGURES.row(row.figures) for row in rows]
        values = {"readings": to_json(said).decode(), "who": who, "at": stored(at_us), "why": why}
        async with session(self._pool) as connection, connection.transaction():
            await connection.execute(STATEMENTS["hold"])
            found = await connection.fetch(*STATEMENTS.filled("tell_many", values))
        added = sum(row["version"] == 1 for row in found)
        return Imported(added, len(found) - added, len(rows) - len(found))


async def _tell(connection: Session, told: Told) -> bool:
    row = KEY.row(told.key) | FIGURES.row(told.figures) | TOLD.row(told)
    return await connection.fetchval(*STATEMENTS.filled("tell", row)) is not None


async def _reading(connection: Session, number: int) -> Reading:
    rows = await connection.fetch(STATEMENTS["versions"], number)
    if not rows:
        raise GoneError("reading", number)
    return reading_of(rows)


def reading_of(rows: Sequence[Record]) -> Reading:
    return Reading(rows[0]["first"], tuple(map(told_of, rows)))


def told_of(row: Record) -> Told:
    return TOLD.of(row, key=KEY.of(row), figures=FIGURES.of(row))
