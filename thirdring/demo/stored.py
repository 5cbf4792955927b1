"""What the demo reads from PostgreSQL: the calls as they are stored, not as they were seen."""

from datetime import datetime, timedelta
from pathlib import Path

from thirdring.database.pool import AWAY, DatabasePool, Record, Session
from thirdring.database.statements import read_statements
from thirdring.demo.model import Done, Stored, Today

_STATEMENTS = read_statements(Path(__file__).parent / "stored.sql")
LATEST = 40


async def read(pool: DatabasePool, now: datetime, before: Stored) -> Stored:
    """`before` where PostgreSQL does not answer."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        async with pool.acquire() as connection:
            if not before.ready and not await tables_are_there(connection):
                return before
            today = await connection.fetchrow(_STATEMENTS["today"], midnight)
            latest = await connection.fetch(_STATEMENTS["latest"], min(midnight, now - timedelta(hours=2)), LATEST)
    except AWAY:
        return before
    return Stored(True, Today(**dict(today or {})), tuple(_done(row, now) for row in latest))


async def tables_are_there(connection: Session) -> bool:
    return bool(
        await connection.fetchval("select to_regclass('calls') is not null and to_regclass('tokens') is not null")
    )


def _done(row: Record, now: datetime) -> Done:
    return Done(
        f"{row['pbx']}/{row['linkedid']}",
        row["arrived_at"].astimezone(now.tzinfo),
        row["caller_raw"],
        row["rings"],
        row["ring_seconds"],
        row["agent"],
        row["disposition"] or "",
        row["within_target"],
        row["excluded"],
    )
