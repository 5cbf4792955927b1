"""The quality sheet from PostgreSQL, for the web. Raises StoreAway if the database is down."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol

from aiohttp import web

from kit.database.pool import DatabasePool
from kit.http.auth.users import note
from kit.http.database import reading
from kit.instants import SECOND_US
from metrics.objectives.asking import Wanted
from metrics.objectives.book import ObjectiveBook, QualitySheet, Shown
from metrics.objectives.cases import Case
from metrics.objectives.honesty import Honesty
from metrics.objectives.kept import Kept
from metrics.objectives.monthly import MonthLine
from metrics.objectives.objective import Objective

HISTORY = 60
TREND = 12
LATEST_US = 90 * SECOND_US
"""Older than this, today's sheet is read again: whoever keeps it has been held up."""


class Detail(NamedTuple):
    shown: Shown
    history: Sequence[Kept]


class ObjectiveStore(Protocol):
    async def sheet(self, day: date | None, now_us: int) -> QualitySheet:
        """The sheet of a day; today by default."""

    async def month(self, day: date | None, now_us: int) -> Sequence[MonthLine]:
        """The lines of the month of this day; the current month by default."""

    async def honesty(self, day: date | None, now_us: int) -> Honesty:
        """The honesty figures of this day's month; without a day: of this month."""

    async def note_export(self, who: str, what: str) -> None:
        """Records the export in the audit log."""

    async def trends(self, before: date) -> Mapping[int, Sequence[Kept]]:
        """The last closed periods of each objective by id, the oldest first."""

    async def causes(self, number: int, day: date | None, now_us: int) -> Counter[str] | None:
        """How many rows were missed, by the reason. None: there is no such objective."""

    async def one(self, number: int, day: date | None, now_us: int) -> Detail | None: ...

    async def evidence(self, number: int, day: date | None, now_us: int, wanted: Wanted) -> list[Case] | None: ...


class PostgresObjectives:
    """`latest` is today's sheet as it was read last by somebody who reads it again and again, where there is one: a
    month of a large site takes seconds to judge."""

    def __init__(
        self, pool: DatabasePool, book: ObjectiveBook, latest: Callable[[], QualitySheet | None] = lambda: None
    ) -> None:
        self._pool = pool
        self._book = book
        self._latest = latest

    async def sheet(self, day: date | None, now_us: int) -> QualitySheet:
        asked, latest = day or self._book.today(now_us), self._latest()
        if latest is not None and latest.day == asked and now_us - latest.at_us < LATEST_US:
            return latest
        async with reading(self._pool) as connection:
            return QualitySheet(asked, now_us, await self._book.sheet(connection, asked, now_us))

    async def month(self, day: date | None, now_us: int) -> Sequence[MonthLine]:
        async with reading(self._pool) as connection:
            return await self._book.month(connection, day or self._book.today(now_us), now_us)

    async def honesty(self, day: date | None, now_us: int) -> Honesty:
        async with reading(self._pool) as connection:
            return await self._book.honesty(connection, day or self._book.today(now_us), now_us)

    async def note_export(self, who: str, what: str) -> None:
        async with reading(self._pool) as connection:
            await note(connection, who, "sheet_exported", sheet=what)

    async def trends(self, before: date) -> Mapping[int, Sequence[Kept]]:
        async with reading(self._pool) as connection:
            return await self._book.lately(connection, before, TREND)

    async def causes(self, number: int, day: date | None, now_us: int) -> Counter[str] | None:
        objective = self._objective(number)
        if objective is None:
            return None
        async with reading(self._pool) as connection:
            return await self._book.causes(connection, objective, day or self._book.today(now_us), now_us)

    async def one(self, number: int, day: date | None, now_us: int) -> Detail | None:
        objective = self._objective(number)
        if objective is None:
            return None
        async with reading(self._pool) as connection:
            shown = await self._book.one(connection, objective, day or self._book.today(now_us), now_us)
            history = await self._book.history(connection, objective, shown.span.first, HISTORY)
        return Detail(shown, history)

    async def evidence(self, number: int, day: date | None, now_us: int, wanted: Wanted) -> list[Case] | None:
        objective = self._objective(number)
        if objective is None:
            return None
        async with reading(self._pool) as connection:
            asked = day or self._book.today(now_us)
            return await self._book.evidence(connection, objective, asked, now_us, wanted)

    def _objective(self, number: int) -> Objective | None:
        return next((one for one in self._book.objectives if one.id == number), None)


OBJECTIVES: web.AppKey[ObjectiveStore] = web.AppKey("objectives")
DEPARTMENT = web.AppKey("department", str)  # of the monthly sheet
