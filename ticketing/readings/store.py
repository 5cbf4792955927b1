"""Readings in PostgreSQL: each version is a row, and no row is ever written over."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic_core import to_json

from kit.database.changing import changing
from kit.database.columns import Columns
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.refusals import ConflictError, GoneError, StaleError
from ticketing.news import Hearer, ReadingNews, nobody
from ticketing.readings import confirming
from ticketing.readings.confirming import Action, Asked
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
    confirmed: int  # told by somebody else in the same words
    unchanged: int


class KnownError(ConflictError):
    def __init__(self, reading: Reading) -> None:
        text = "there is already a reading of this line, day and series: correct that one"
        super().__init__(text, version=reading.now.version)
        self.reading = reading


class ReadingStore:
    def __init__(self, pool: DatabasePool, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._hear = hear

    async def get(self, number: int) -> Reading:
        async with session(self._pool) as connection:
            return await _reading(connection, number)

    async def tell(self, key: Key, figures: Figures, asked: Asked) -> Reading:
        """Told twice in the same words is told once. Raises KnownError where it is known otherwise."""
        async with changing(self._pool, self._hear) as (connection, news):
            rows = await connection.fetch(STATEMENTS["versions_of_key"], *key)
            told = confirming.tell(reading_of(rows).now if rows else None, key, figures, asked)
            stored_now = told is not None and await _tell(connection, told)
            reading = reading_of(await connection.fetch(STATEMENTS["versions_of_key"], *key))
            if stored_now:
                news.append(ReadingNews(reading.id, reading.now, "told"))
        if reading.now.figures != figures:
            raise KnownError(reading)
        return reading

    async def correct(self, number: int, version: int, figures: Figures, asked: Asked) -> Reading:
        """A further version, decided on this one. Raises StaleError, GoneError."""
        return await self._follow(number, version, "correct", lambda known: confirming.correct(known, figures, asked))

    async def act(self, number: int, version: int, action: Action, asked: Asked) -> Reading:
        """Raises StaleError, GoneError, RefusedError."""
        return await self._follow(number, version, action, lambda known: confirming.act(known, action, asked))

    async def _follow(self, number: int, version: int, what: str, decide: Callable[[Told], Told]) -> Reading:
        async with changing(self._pool, self._hear) as (connection, news):
            known = (await _reading(connection, number)).now
            if known.version != version or not await _tell(connection, decide(known)):
                raise StaleError(known.version)
            reading = await _reading(connection, number)
            news.append(ReadingNews(reading.id, reading.now, what))
        return reading

    async def put(self, rows: Sequence[Row], who: str, at_us: int, why: str) -> Imported:
        """All of them or, when anything fails, none; the same rows twice change nothing. They are confirmed."""
        said = [KEY.row(row.key) | FIGURES.row(row.figures) for row in rows]
        values = {"readings": to_json(said).decode(), "who": who, "at": stored(at_us), "why": why}
        async with session(self._pool) as connection, connection.transaction():
            await connection.execute(STATEMENTS["hold"])
            found = await connection.fetch(*STATEMENTS.filled("tell_many", values))
        added = sum(row["version"] == 1 for row in found)
        confirmed = sum(row["confirmed"] for row in found)
        return Imported(added, len(found) - added - confirmed, confirmed, len(rows) - len(found))


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
