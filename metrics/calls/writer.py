"""Calls into PostgreSQL, together with the position up to which the journal is applied."""

from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from kit.database.pool import REFUSED, DatabasePool, Session, session
from kit.database.statements import read_statements
from metrics.calls.rows import CallRows, Row

STATEMENTS = read_statements(Path(__file__).with_name("fold.sql"))
CALLS_A_WRITE = 250  # a write's rows are encoded in one go, while nothing else runs: about 10 ms

_CALL_COLUMNS, _ATTEMPT_COLUMNS, _TRANSFER_COLUMNS, _RECEIPT_COLUMNS = 27, 10, 7, 3

log = structlog.get_logger()


class Progress(NamedTuple):
    applied_position: int = 0
    resume_position: int = 0


class Writer:
    """Every method raises one of `AWAY` where the database is not there."""

    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool
        self.rejected_calls = 0

    async def take_position(self, journal: str, last_position: int) -> Progress:
        """Where `journal`, which goes up to `last_position`, is to be read on. One that the tables were not made from
        is read from its beginning; of one that has lost its end, nothing that comes is taken for applied."""
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["take_position"], journal, last_position)
        return Progress(*row) if row else Progress()

    async def write(self, calls: Sequence[CallRows], progress: Progress, *, again: bool = False) -> None:
        """All of the calls, and with the last of them the position. `again`: some may be stored differently."""
        async with session(self._pool) as connection:
            for first in range(0, len(calls), CALLS_A_WRITE):
                some = calls[first : first + CALLS_A_WRITE]
                last = first + len(some) == len(calls)
                await self._write_some(connection, some, progress if last else None)
                if again:
                    await connection.execute(STATEMENTS["trim_calls"], *_columns(map(_counts, some), 4))
            if not calls:
                await connection.execute(STATEMENTS["write_position"], *progress)

    async def _write_some(self, connection: Session, calls: Sequence[CallRows], progress: Progress | None) -> None:
        """A call that cannot be stored must not hold up the others: it is found by halving, counted, left out."""
        try:
            await connection.execute(STATEMENTS["write_calls"], *_arguments(calls), *(progress or (None, None)))
        except REFUSED as error:
            if len(calls) > 1:
                half = len(calls) // 2
                await self._write_some(connection, calls[:half], None)
                await self._write_some(connection, calls[half:], progress)
                return
            self.rejected_calls += 1
            pbx, linkedid, *_ = calls[0].call
            log.error("a call cannot be stored", pbx=pbx, linkedid=linkedid, why=type(error).__name__)
            if progress:
                await connection.execute(STATEMENTS["write_position"], *progress)


def _arguments(calls: Sequence[CallRows]) -> list[list[Any]]:
    return [
        *_columns((rows.call for rows in calls), _CALL_COLUMNS),
        *_columns(chain.from_iterable(rows.attempts for rows in calls), _ATTEMPT_COLUMNS),
        *_columns(chain.from_iterable(rows.transfers for rows in calls), _TRANSFER_COLUMNS),
        *_columns((rows.receipt for rows in calls), _RECEIPT_COLUMNS),
    ]


def _columns(rows: Iterable[Row], count: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]


def _counts(rows: CallRows) -> Row:
    pbx, linkedid, *_ = rows.call
    return pbx, linkedid, len(rows.attempts), len(rows.transfers)
