"""What the demo reads from PostgreSQL: calls, tickets and callbacks as they are stored, and the sheet of the day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from kit import i18n
from kit.database.migrate import pending, read_migrations
from kit.database.pool import AWAY, Record, Session
from kit.database.statements import read_statements
from lab.demo.model import Attempt, DeskToday, Done, Light, Party, Stored, Today
from metrics.objectives.book import ObjectiveBook, Shown
from metrics.objectives.in_words import needs, target_text
from metrics.prometheus.desk_look import desk_figures
from thirdring.assembly import Service
from ticketing.tickets.states import ACTIVE

_STATEMENTS = read_statements(Path(__file__).with_name("stored.sql"))
_MIGRATIONS = read_migrations()
LATEST = 40
SHEET_SECONDS = 3.0
_WAITING = ("pending", "calling")


class Reader:
    """`stored` is what was last read; it stays where PostgreSQL does not answer."""

    def __init__(self, service: Service) -> None:
        self.stored = Stored()
        self._service = service
        self._sheet_at = 0.0

    async def read(self, now: datetime) -> None:
        try:
            async with self._service.access.database.pool.acquire() as connection:
                if self.stored.ready or await tables_are_there(connection):
                    self.stored = await self._read(connection, now)
        except AWAY:
            pass

    async def _read(self, connection: Session, now: datetime) -> Stored:
        midnight = _midnight(now)
        today = await connection.fetchrow(_STATEMENTS["today"], midnight)
        rows = await connection.fetch(_STATEMENTS["latest"], min(midnight, now - timedelta(hours=2)), LATEST)
        calls = [call.linkedid for call in self._service.live_calls()] + [row["linkedid"] for row in rows]
        parties = await connection.fetch(_STATEMENTS["parties"], calls)
        attempts = await connection.fetch(_STATEMENTS["attempts"], LATEST)
        return Stored(
            True,
            Today(**dict(today or {})),
            tuple(_done(row, now) for row in rows),
            {row["linkedid"]: Party(row["place"], row["contact"], row["number"]) for row in parties},
            await self._desk(connection, now),
            tuple(_attempt(row, now) for row in attempts),
            await self._lights(connection, now),
        )

    async def _desk(self, connection: Session, now: datetime) -> DeskToday:
        found = await desk_figures(connection, self._service.desk.rules, _us(now))
        opened = await connection.fetchval(_STATEMENTS["tickets"], _midnight(now))
        active, rate = [count for count in found.tickets if count.status in ACTIVE], found.day.rate
        return DeskToday(
            sum(count.tickets for count in active),
            sum(count.overdue for count in active),
            opened,
            sum(count.callbacks for count in found.callbacks if count.state in _WAITING),
            rate.same_day_count,
            rate.eligible_count,
            rate.more_by_midnight,
        )

    async def _lights(self, connection: Session, now: datetime) -> tuple[Light, ...]:
        """Read less often than the rest: 21 objectives are as many statements."""
        if self.stored.lights and monotonic() - self._sheet_at < SHEET_SECONDS:
            return self.stored.lights
        book: ObjectiveBook = self._service.keepers.objectives.book
        shown = await book.sheet(connection, book.today(_us(now)), _us(now))
        self._sheet_at = monotonic()
        return lights(shown)

    async def read_all(self, now: datetime) -> None:
        """With the sheet as it is now."""
        self._sheet_at = 0.0
        await self.read(now)


async def tables_are_there(connection: Session) -> bool:
    return not await pending(connection, _MIGRATIONS)


def lights(shown: Iterable[Shown]) -> tuple[Light, ...]:
    language = i18n.language()
    return tuple(
        Light(
            each.objective.id,
            getattr(each.objective.title, language),
            target_text(each.objective, language),
            each.standing.status,
            None if each.standing.tally.ratio is None else float(each.standing.tally.ratio),
            float(each.standing.tally.met),
            float(each.standing.tally.eligible),
            needs(each.objective, each.standing, language, each.span.last),
        )
        for each in shown
    )


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _us(now: datetime) -> int:
    return int(now.timestamp() * 1_000_000)


def _done(row: Record, now: datetime) -> Done:
    return Done(
        f"{row['pbx']}/{row['linkedid']}",
        row["ended_at"].astimezone(now.tzinfo),
        row["caller_raw"],
        row["rings"] or 0,
        row["ring_seconds"] or 0.0,
        row["agent"],
        row["disposition"] or "",
        row["within_target"],
        row["excluded"],
    )


def _attempt(row: Record, now: datetime) -> Attempt:
    return Attempt(
        (row["callback"], row["number"]),
        row["at"].astimezone(now.tzinfo),
        row["agent"],
        row["place"] or row["phone"],
        row["ticket"],
        row["outcome"],
        row["way"],
        row["talk_seconds"],
    )
