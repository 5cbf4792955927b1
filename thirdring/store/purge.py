"""What has been kept long enough goes: phone numbers, the events behind calls, calls, and what tickets, callbacks and
answers to surveys say of people. Each class has its own time."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from thirdring.database.pool import DatabasePool, Session, session
from thirdring.database.statements import read_statements
from thirdring.settings.groups import Retention

STATEMENTS = read_statements(Path(__file__).with_name("purge.sql"))
_SECONDS = 3_600  # the first purge of a large site


class Purged(NamedTuple):
    """`numbers`: calls whose phone numbers were blanked; `tickets`, `callbacks`, `answers`: those anonymised."""

    calls: int
    receipts: int
    numbers: int
    tickets: int = 0
    callbacks: int = 0
    answers: int = 0


async def purge(pool: DatabasePool, keep: Retention, now: datetime, *, dry_run: bool = False) -> Purged:
    """All or nothing. `dry_run` changes nothing and counts what would go."""
    calls_before = now - timedelta(days=keep.calls_days)
    receipts_before = now - timedelta(days=keep.receipts_days)
    personal_before = now - timedelta(days=keep.personal_days)
    async with session(pool) as connection, connection.transaction():
        tickets = await _listed(connection, "tickets_to_blank", personal_before)
        callbacks = await _listed(connection, "callbacks_to_blank", personal_before)
        answers = await _listed(connection, "answers_to_blank", personal_before)
        if dry_run:
            return Purged(
                await _count(connection, "count_calls", calls_before),
                await _count(connection, "count_receipts", receipts_before),
                await _count(connection, "count_numbers", personal_before),
                len(tickets),
                len(callbacks),
                len(answers),
            )
        await connection.execute(STATEMENTS["blank_tickets"], tickets, now, timeout=_SECONDS)
        await connection.execute(STATEMENTS["blank_callbacks"], callbacks, timeout=_SECONDS)
        await connection.execute(STATEMENTS["blank_answers"], answers, timeout=_SECONDS)
        await connection.execute(STATEMENTS["forget_number_calls"], personal_before, timeout=_SECONDS)
        numbers = await _change(connection, "blank_numbers", personal_before)
        receipts = await _change(connection, "delete_receipts", receipts_before)
        calls = await _count(connection, "delete_calls", calls_before)
        purged = Purged(calls, receipts, numbers, len(tickets), len(callbacks), len(answers))
        await connection.execute(STATEMENTS["note"], json.dumps(purged._asdict()))
        return purged


async def _listed(connection: Session, name: str, before: datetime) -> list[Any]:
    return [row[0] for row in await connection.fetch(STATEMENTS[name], before, timeout=_SECONDS)]


async def _count(connection: Session, name: str, before: datetime) -> int:
    return int(await connection.fetchval(STATEMENTS[name], before, timeout=_SECONDS))


async def _change(connection: Session, name: str, before: datetime) -> int:
    told = await connection.execute(STATEMENTS[name], before, timeout=_SECONDS)
    return int(told.rpartition(" ")[2])
