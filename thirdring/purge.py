"""What has been kept long enough goes: phone numbers, the events behind calls, calls, what tickets, callbacks and
answers to surveys say of people, who was on which shift, photos and papers, typed reasons, ended sessions and the audit
log. Each class has its own time."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.pool import DatabasePool, Session, session
from kit.database.statements import read_statements
from kit.database.upkeep import note_done
from thirdring.settings.groups import Retention

STATEMENTS = read_statements(Path(__file__).with_name("purge.sql"))
_FORGOTTEN = (
    "forget_number_calls",
    "forget_learned_numbers",
    "forget_disclosures",
    "forget_lookups",
    "forget_scans",
    "forget_rosters",
    "forget_absences",
    "forget_handovers",
)
_SECONDS = 3_600  # the first purge of a large site


class Purged(NamedTuple):
    """`numbers`: calls whose phone numbers were blanked. `tickets`, `callbacks`, `answers`: those anonymised.
    `sessions`: those that had ended, tokens as well. `reasons`: those blanked. `files`: those whose rows went."""

    calls: int
    receipts: int
    numbers: int
    tickets: int = 0
    callbacks: int = 0
    answers: int = 0
    audit: int = 0
    sessions: int = 0
    reasons: int = 0
    files: int = 0


class _Before(NamedTuple):
    """What is older goes, of each class."""

    calls: datetime
    receipts: datetime
    personal: datetime
    audit: datetime
    sessions: datetime
    reasons: datetime
    files: datetime


async def purge(pool: DatabasePool, keep: Retention, now: datetime, *, dry_run: bool = False) -> Purged:
    """All or nothing. `dry_run` changes nothing and counts what would go."""
    classes = (getattr(keep, f"{name}_days") for name in _Before._fields)
    before = _Before(*(now - timedelta(days=days) for days in classes))
    async with session(pool) as connection, connection.transaction():
        if dry_run:
            return await _counted(connection, before)
        purged = await _gone(connection, before, now)
        await connection.execute(STATEMENTS["note"], json.dumps(purged._asdict()))
        await note_done(connection, "purge", now)
        return purged


async def _counted(connection: Session, before: _Before) -> Purged:
    tickets = await _listed(connection, "tickets_to_blank", before.personal)
    return Purged(
        calls=await _count(connection, "count_calls", before.calls),
        receipts=await _count(connection, "count_receipts", before.receipts),
        numbers=await _count(connection, "count_numbers", before.personal),
        tickets=len(tickets),
        callbacks=len(await _listed(connection, "callbacks_to_blank", before.personal)),
        answers=len(await _listed(connection, "answers_to_blank", before.personal)),
        audit=await _count(connection, "count_audit", before.audit),
        sessions=await _count(connection, "count_sessions", before.sessions),
        reasons=await _count(connection, "count_reasons", before.reasons),
        files=len(await _files(connection, before, tickets)),
    )


async def _gone(connection: Session, before: _Before, now: datetime) -> Purged:
    tickets = await _listed(connection, "tickets_to_blank", before.personal)
    callbacks = await _listed(connection, "callbacks_to_blank", before.personal)
    answers = await _listed(connection, "answers_to_blank", before.personal)
    files = await _files(connection, before, tickets)
    await connection.execute(STATEMENTS["delete_files"], files, timeout=_SECONDS)
    await connection.execute(STATEMENTS["blank_tickets"], tickets, now, timeout=_SECONDS)
    await connection.execute(STATEMENTS["blank_callbacks"], callbacks, timeout=_SECONDS)
    await connection.execute(STATEMENTS["blank_answers"], answers, timeout=_SECONDS)
    for name in _FORGOTTEN:
        await connection.execute(STATEMENTS[name], before.personal, timeout=_SECONDS)
    reasons = await _count(connection, "blank_reasons", before.reasons)
    return Purged(
        numbers=await _change(connection, "blank_numbers", before.personal),
        receipts=await _change(connection, "delete_receipts", before.receipts),
        calls=await _count(connection, "delete_calls", before.calls),
        tickets=len(tickets),
        callbacks=len(callbacks),
        answers=len(answers),
        audit=await _change(connection, "delete_audit", before.audit),
        sessions=await _change(connection, "delete_sessions", before.sessions),
        reasons=reasons,
        files=len(files),
    )


async def _listed(connection: Session, name: str, before: datetime) -> list[Any]:
    return [row[0] for row in await connection.fetch(STATEMENTS[name], before, timeout=_SECONDS)]


async def _files(connection: Session, before: _Before, tickets: list[str]) -> list[int]:
    rows = await connection.fetch(STATEMENTS["files_to_delete"], before.files, tickets, timeout=_SECONDS)
    return [row["id"] for row in rows]


async def _count(connection: Session, name: str, before: datetime) -> int:
    return int(await connection.fetchval(STATEMENTS[name], before, timeout=_SECONDS))


async def _change(connection: Session, name: str, before: datetime) -> int:
    told = await connection.execute(STATEMENTS[name], before, timeout=_SECONDS)
    return int(told.rpartition(" ")[2])
