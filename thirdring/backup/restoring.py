"""A backup into an empty place: the journal into the data folder, the rows into a database that has no tables yet."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from thirdring.backup import BackupError
from thirdring.backup.archive import ArchiveReader, Told
from thirdring.backup.manifest import JOURNAL, Manifest
from thirdring.backup.tables import copy_in, filling, set_sequences
from thirdring.database.embedded import EmbeddedPostgres
from thirdring.database.migrate import applied_versions, read_migrations, upgrade
from thirdring.database.pool import Session
from thirdring.files import whole_file
from thirdring.i18n import _
from thirdring.settings import SettingsError

UNFINISHED = "restore.unfinished"
_POSTGRESQL = "postgresql"


def refuse_unfinished(data_dir: Path) -> None:
    """Half a site would measure on as if nothing were missing."""
    if (data_dir / UNFINISHED).exists():
        text = _("A restore into {folder} did not come to its end: run it again, with --force.")
        raise SettingsError(text.format(folder=data_dir))


def occupied(data_dir: Path) -> bool:
    return any(data_dir.glob("journal.sqlite*")) or (data_dir / _POSTGRESQL).exists()


def put_aside(data_dir: Path, now: datetime) -> Path:
    """What is there goes into a folder beside; nothing is deleted. Raises EmbeddedError while somebody uses it."""
    if (data_dir / _POSTGRESQL).exists():
        EmbeddedPostgres(data_dir).end_left_behind()
    aside = data_dir / f"before-restore-{now:%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for place in (*data_dir.glob("journal.sqlite*"), data_dir / _POSTGRESQL):
        if place.exists():
            place.rename(aside / place.name)
    return aside


@contextlib.contextmanager
def unfinished(data_dir: Path) -> Iterator[None]:
    """Marks the folder until all of it is there."""
    mark = data_dir / UNFINISHED
    mark.touch(mode=0o600)
    yield
    mark.unlink()


def put_journal(archive: ArchiveReader, data_dir: Path) -> None:
    part = archive.manifest.journal()
    if part is None:
        return
    target = data_dir / JOURNAL
    with whole_file(target) as sink, archive.part(part) as source:
        shutil.copyfileobj(source, sink)
    if os.geteuid() == 0:
        owner = data_dir.stat()
        os.chown(target, owner.st_uid, owner.st_gid)


async def put_tables(archive: ArchiveReader, session: Session, told: Told) -> None:
    """All or nothing. Raises BackupError, or one of AWAY."""
    manifest = archive.manifest
    async with session.transaction():
        if await applied_versions(session):
            raise BackupError(_("The database is not empty. Make a new one (createdb), and name it in database.url."))
        await upgrade(session, [each for each in read_migrations() if each.version in manifest.migrations])
        async with filling(session):
            await _fill(archive, manifest, session, told)
        await set_sequences(session, manifest.sequences)


async def _fill(archive: ArchiveReader, manifest: Manifest, session: Session, told: Told) -> None:
    for part in manifest.parts:
        if part.table is None:
            continue
        with archive.part(part) as packed:
            rows = await copy_in(session, part.table, part.columns, packed)
        told(part.size_bytes)
        if rows != part.rows:
            raise BackupError(_("{name} is damaged: take another backup.").format(name=part.name))
