"""The task that reads figures from PostgreSQL: closes periods, and keeps today's sheet and the desk's figures."""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

import structlog

from kit.database.pool import DatabasePool, Session, session
from kit.database.rounds import keep_on
from kit.database.upkeep import last_done
from metrics.objectives.book import ObjectiveBook, QualitySheet, Shown
from metrics.objectives.kept import Kept
from metrics.prometheus.desk_figures import DeskFigures
from metrics.prometheus.desk_look import desk_figures
from metrics.prometheus.sheet_samples import Line

REFRESH_SECONDS = 15.0
SHEET_EVERY = 2  # rounds: its figures move slowly, and it asks for many rows

log = structlog.get_logger(__name__)


class SheetKeeper:
    """`shown`, `begin_us`, `desk` and `upkeep` are what was last found, for whoever asks often; empty at first.

    `caught_up`: while the store is behind the journal no period is closed, since its calls may still be missing.
    """

    def __init__(
        self, pool: DatabasePool, book: ObjectiveBook, caught_up: Callable[[], bool], now_us: Callable[[], int]
    ) -> None:
        self.book = book
        self.shown: Sequence[Shown] = ()
        self.sheet: QualitySheet | None = None
        self.closed: Mapping[int, Kept] = {}
        self.begin_us: int | None = None
        self.desk: DeskFigures | None = None
        self.upkeep: Mapping[str, float] = {}
        self.refreshed_at_us = now_us()
        self._pool = pool
        self._caught_up = caught_up
        self._now_us = now_us

    async def run(self) -> None:
        numbers = itertools.count()

        async def refresh() -> bool:
            number = next(numbers)
            await self.refresh(sheet=not self.shown or number % SHEET_EVERY == 0)
            return bool(self.shown)

        await keep_on("figures", refresh, REFRESH_SECONDS)

    async def refresh(self, *, sheet: bool = True) -> None:
        """Reads the desk first, because its alerts are the most urgent."""
        now_us = self._now_us()
        async with session(self._pool) as connection:
            self.desk = await desk_figures(connection, self.book.rules, now_us)
            self.upkeep = await last_done(connection)
            if sheet:
                await self._look_at_the_sheet(connection, now_us)
        self.refreshed_at_us = now_us

    async def _look_at_the_sheet(self, connection: Session, now_us: int) -> None:
        if self._caught_up():
            closed = await self.book.close(connection, now_us)
            if closed:
                log.info("periods of objectives are closed", periods=closed)
        self.begin_us = await self.book.begin_us(connection)
        self.closed = await self.book.last(connection)
        today = self.book.today(now_us)
        self.shown = await self.book.sheet(connection, today, now_us)
        self.sheet = QualitySheet(today, now_us, self.shown)

    def lines(self) -> Iterator[Line]:
        """The sheet, for a scrape."""
        for one in self.shown:
            yield Line(one.objective, one.standing, one.span.until_us, self.closed.get(one.objective.id))
