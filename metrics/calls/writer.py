"""Calls into PostgreSQL, together with the position up to which the journal is applied."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import structlog

from kit.database.batch import Batch
from kit.database.pool import REFUSED, DatabasePool, Session, session
from kit.database.statements import read_statements
from metrics.calls.rows import AttemptRow, CallRow, CallRows, ReceiptRow, TransferRow
from telephony.facts import CallRef

CALL = Batch(CallRow, "call", key=CallRef._fields)
ATTEMPT = Batch(AttemptRow, "attempt", key=(*CallRef._fields, "number"))
TRANSFER = Batch(TransferRow, "transfer", key=(*CallRef._fields, "number"))
RECEIPT = Batch(ReceiptRow, "receipt", key=CallRef._fields)
STATEMENTS = read_statements(
    Path(__file__).with_name("fold.sql"), call=CALL, attempt=ATTEMPT, transfer=TRANSFER, receipt=RECEIPT
)
AGAIN_US = 30 * 1_000_000
"""Of two journals of one PBX, so much is applied again by the second one: clocks differ, and batches have one time."""
LONGEST_US = 12 * 3600 * 1_000_000

CALLS_A_WRITE = 250  # a write's rows are encoded in one go, while nothing else runs: about 10 ms

log = structlog.get_logger()


class Progress(NamedTuple):
    """`heard_us`: when the last event that is applied was heard; 0: not known."""

    applied_position: int = 0
    resume_position: int = 0
    heard_us: int = 0


PositionSince: TypeAlias = Callable[[int], Awaitable[int]]


class Known(NamedTuple):
    """Of which journal the tables are made, and how far; None: of none yet."""

    journal: str | None
    progress: Progress


class Writer:
    """Every method raises one of `AWAY` if the database is down. `position_since`: of the first event in the journal
    that was heard at this instant or later; with it, a journal goes on where another one of the same PBX ended."""

    def __init__(self, pool: DatabasePool, position_since: PositionSince | None = None) -> None:
        self._pool = pool
        self._position_since = position_since
        self.rejected_calls = 0

    async def known(self) -> Known:
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["known_position"])
        return Known(None, Progress()) if row is None else Known(row[0], Progress(*row[1:]))

    async def take_position(self, journal: str, last_position: int) -> Progress:
        """Where `journal`, which goes up to `last_position`, is to be read on. One that the tables were not made from
        is read from its beginning; of one that has lost its end, nothing that comes is taken for applied."""
        async with session(self._pool) as connection:
            if self._position_since is not None:
                await self._go_on(connection, journal, self._position_since)
            row = await connection.fetchrow(STATEMENTS["take_position"], journal, last_position)
        return Progress(*row) if row else Progress()

    async def _go_on(self, connection: Session, journal: str, position_since: PositionSince) -> None:
        """Continues where the journal of another service ended. What was applied shortly before is applied again."""
        row = await connection.fetchrow(STATEMENTS["other_journal"], journal, 2 * AGAIN_US, LONGEST_US)
        if row is not None:
            applied = await position_since(row["applied_us"] - AGAIN_US) - 1
            resume = await position_since(row["since_us"] - AGAIN_US)
            await connection.execute(STATEMENTS["place_position"], journal, applied, min(resume, applied + 1))
            log.info("goes on where the journal of another service ended", applied_position=applied)

    async def write(self, calls: Sequence[CallRows], progress: Progress, *, again: bool = False) -> None:
        """All of the calls, and with the last of them the position. `again`: some may be stored differently."""
        async with session(self._pool) as connection:
            for first in range(0, len(calls), CALLS_A_WRITE):
                some = calls[first : first + CALLS_A_WRITE]
                last = first + len(some) == len(calls)
                await self._write_some(connection, some, progress if last else None)
                if again:
                    await connection.execute(STATEMENTS["trim_calls"], *_counts(some))
            if not calls:
                await connection.execute(STATEMENTS["write_position"], *progress)

    async def _write_some(self, connection: Session, calls: Sequence[CallRows], progress: Progress | None) -> None:
        """A call that cannot be stored must not block the others. It is found by bisection, counted and skipped."""
        try:
            values = {**_arguments(calls), **_position(progress)}
            await connection.execute(*STATEMENTS.filled("write_calls", values))
        except REFUSED as error:
            if len(calls) > 1:
                half = len(calls) // 2
                await self._write_some(connection, calls[:half], None)
                await self._write_some(connection, calls[half:], progress)
                return
            self.rejected_calls += 1
            call = calls[0].call
            log.error("a call cannot be stored", pbx=call.pbx, linkedid=call.linkedid, why=type(error).__name__)
            if progress:
                await connection.execute(STATEMENTS["write_position"], *progress)


def _arguments(calls: Sequence[CallRows]) -> dict[str, list[Any]]:
    return {
        **CALL.arrays(rows.call for rows in calls),
        **ATTEMPT.arrays(chain.from_iterable(rows.attempts for rows in calls)),
        **TRANSFER.arrays(chain.from_iterable(rows.transfers for rows in calls)),
        **RECEIPT.arrays(rows.receipt for rows in calls),
    }


def _counts(calls: Sequence[CallRows]) -> Iterator[list[Any]]:
    yield [rows.call.pbx for rows in calls]
    yield [rows.call.linkedid for rows in calls]
    yield [len(rows.attempts) for rows in calls]
    yield [len(rows.transfers) for rows in calls]


def _position(progress: Progress | None) -> dict[str, int | None]:
    """None: it is not written with these calls."""
    return dict.fromkeys(Progress._fields) if progress is None else progress._asdict()
