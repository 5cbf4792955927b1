"""A backup is made while the service runs: the database first, the journal and the files after it."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kit.database.pool import Session
from kit.version import __version__
from telephony.journal.copy import checkpoint_of, copy_journal, extent_of, say_derived
from thirdring.backup.archive import ArchiveWriter
from thirdring.backup.files import CopiedFiles, copy_files
from thirdring.backup.manifest import FILES, FORMAT, JOURNAL, Extent, Manifest, Part, paired
from thirdring.backup.tables import Snapshot, Table, copy_out, sequences, snapshot
from ticketing.files.keeping import Keeping

Told = Callable[[str, int, int], None]
"""Of a part: its name, bytes done, bytes in all."""


class Copied(NamedTuple):
    seen: Snapshot
    sequences: dict[str, int]
    parts: list[Part]


async def make(
    session: Session, data_dir: Path, target: Path, now: datetime, told: Told, kept: Keeping, files_in: str = ""
) -> Manifest:
    """`files_in` names the bucket in which photos and papers are left. Where it raises BackupError, BucketError,
    FileExistsError, OSError, sqlite3.Error or one of AWAY, there is nothing at `target`."""
    journal = data_dir / JOURNAL
    has_journal = await asyncio.to_thread(journal.exists)
    with closing(ArchiveWriter(target, int(now.timestamp()))) as archive:
        seen, numbers, parts = await _copy_tables(session, archive, told)
        if has_journal:
            parts.append(await asyncio.to_thread(_copy_journal, journal, archive, seen, told))
        files = CopiedFiles([], 0) if files_in else await copy_files(kept, archive, partial(told, FILES))
        manifest = Manifest(
            format=FORMAT,
            thirdring=__version__,
            made_at=now.astimezone(UTC).isoformat(timespec="seconds"),
            migrations=seen.migrations,
            applied_position=seen.position.derived_position,
            sequences=numbers,
            parts=(*parts, *files.parts),
            disk_bytes=sum(table.disk_bytes for table in seen.tables),
            files_in=files_in,
            damaged_files=files.damaged,
        )
        archive.finish(manifest)
    return manifest


async def _copy_tables(session: Session, archive: ArchiveWriter, told: Told) -> Copied:
    async with snapshot(session) as seen:
        parts = [await _copy_table(session, table, archive, told) for table in seen.tables]
        return Copied(seen, await sequences(session), parts)


async def _copy_table(session: Session, table: Table, archive: ArchiveWriter, told: Told) -> Part:
    done = 0

    def count(size_bytes: int) -> None:
        nonlocal done
        done += size_bytes
        told(table.name, min(done, table.size_bytes), table.size_bytes)

    with archive.new_scratch() as scratch:
        rows = await copy_out(session, table, scratch, count)
    told(table.name, table.size_bytes, table.size_bytes)
    part = archive.add_scratch(f"tables/{table.name}.copy.gz")
    return part.model_copy(update={"table": table.name, "columns": table.columns, "rows": rows})


def _copy_journal(journal: Path, archive: ArchiveWriter, seen: Snapshot, told: Told) -> Part:
    copy = archive.scratch
    copy_journal(journal, copy, lambda done, whole: told(JOURNAL, done, whole))
    say_derived(copy, paired(seen.position, Extent(*extent_of(copy)), checkpoint_of(copy)))
    return archive.add_scratch(JOURNAL)
