"""What has been kept long enough goes: phone numbers, the events behind calls, calls. Each class has its own time."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from thirdring.database.pool import DatabasePool, Session, session
from thirdring.database.statements import read_statements
from thirdring.settings.groups import Retention

STATEMENTS = read_statements(Path(__file__).with_name("purge.sql"))
_SECONDS = 3_600  # the first purge of a large site


class Purged(NamedTuple):
    """`numbers`: calls whose phone numbers were blanked."""

    calls: int
    receipts: int
    numbers: int


async def purge(pool: DatabasePool, keep: Retention, now: datetime, *, dry_run: bool = False) -> Purged:
    """All or nothing. `dry_run` changes nothing and counts what would go."""
    calls_before = now - timedelta(days=keep.calls_days)
    receipts_before = now - timedelta(days=keep.receipts_days)
    numbers_before = now - timedelta(days=keep.personal_days)
    async with session(pool) as connection:
        if dry_run:
            return Purged(
                await _count(connection, "count_calls", calls_before),
                await _count(connection, "count_receipts", receipts_before),
                await _count(connection, "count_numbers", numbers_before),
            )
        async with connection.transaction():
            numbers = await _change(connection, "blank_numbers", numbers_before)
            receipts = await _change(connection, "delete_receipts", receipts_before)
            purged = Purged(await _count(connection, "delete_calls", calls_before), receipts, numbers)
            await connection.execute(STATEMENTS["note"], json.dumps(purged._asdict()))
        return purged


async def _count(connection: Session, name: str, before: datetime) -> int:
    return int(await connection.fetchval(STATEMENTS[name], before, timeout=_SECONDS))


async def _change(connection: Session, name: str, before: datetime) -> int:
    told = await connection.execute(STATEMENTS[name], before, timeout=_SECONDS)
    return int(told.rpartition(" ")[2])
