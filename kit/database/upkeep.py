"""When a backup and a purge were last done, so that one that fails night after night is heard of."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from kit.database.pool import Session
from kit.database.statements import read_statements

STATEMENTS = read_statements(Path(__file__).with_name("upkeep.sql"))

Task = Literal["backup", "purge"]


async def note_done(session: Session, task: Task, at: datetime) -> None:
    if await session.fetchval(STATEMENTS["known"]):
        await session.execute(STATEMENTS["note"], task, at)


async def last_done(session: Session) -> Mapping[str, float]:
    """Seconds since 1970, of each task that was ever done."""
    return {row["task"]: row["succeeded_at"].timestamp() for row in await session.fetch(STATEMENTS["read"])}
