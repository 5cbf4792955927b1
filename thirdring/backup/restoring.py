"""A backup into an empty place: the journal into the data folder, the rows into a database that has no tables yet.

What a restore that was broken off has left says so: `restore.unfinished` names it, and the next run goes on from there.
"""

import os
import shutil
from datetime import datetime
from pathlib import Path

from kit.database import site
from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import read_migrations, upgrade
from kit.database.pool import Session
from kit.files import whole_file
from kit.i18n import _
from telephony.journal.copy import say_identity
from thirdring.backup import BackupError
from thirdring.backup.archive import ArchiveReader, Told
from thirdring.backup.manifest import FILES, JOURNAL, Manifest
from thirdring.backup.mark import Mark, Stage, read_mark, remove_mark, write_mark
from thirdring.backup.tables import STATEMENTS, copy_in, filling, set_sequences
from thirdring.settings import SettingsError

_POSTGRESQL = "postgresql"


def refuse_unfinished(data_dir: Path) -> None:
    """Refuses an incomplete restore, which would otherwise be used as if it were complete."""
    if read_mark(data_dir) is not None:
        text = _("A restore into {folder} did not come to its end: run it again. It needs no --force for that.")
        raise SettingsError(text.format(folder=data_dir))


def site_in(data_dir: Path) -> list[Path]:
    places = (*data_dir.glob("*journal.sqlite*"), data_dir / _POSTGRESQL, data_dir / FILES)
    return [place for place in places if place.exists()]


def is_ours(data_dir: Path) -> bool:
    """Whether the existing data comes from an interrupted restore."""
    left = read_mark(data_dir)
    return left is not None and left.stage is Stage.FILLING


def begin(archive: ArchiveReader, data_dir: Path) -> Mark:
    """Decides whether to start a restore or to continue an interrupted one. Changes nothing."""
    left = read_mark(data_dir)
    if left is not None and left.archive == archive.digest:
        return left
    stage, aside = (Stage.PUTTING_ASIDE, "") if left is None else (left.stage, left.aside)
    return Mark(restore=site.new_id(), archive=archive.digest, aside=aside, stage=stage)


async def is_filled(session: Session, mark: Mark) -> bool:
    """Had this restore come to the end of the tables? Raises BackupError where the database is not empty otherwise, or
    we may not make tables in it."""
    found = await session.fetchrow(STATEMENTS["contents"])
    things, may_create, remark = found or (0, False, "")
    if things:
        if remark == mark.remark:
            return True
        raise BackupError(_("The database is not empty. Make a new one (createdb), and name it in database.url."))
    if not may_create:
        raise BackupError(
            _("The role of database.url may not make tables and schemas: make it the owner of the database.")
        )
    return False


def make_room(mark: Mark, data_dir: Path, now: datetime) -> Path | None:
    """A site that is there goes into a folder beside, which is returned; nothing of it is deleted. What a broken off
    restore has left is deleted. Raises EmbeddedError while somebody uses it."""
    there = site_in(data_dir)
    if data_dir / _POSTGRESQL in there:
        EmbeddedPostgres(data_dir).end_left_behind()
    if mark.stage is Stage.FILLING:
        for place in there:
            shutil.rmtree(place) if place.is_dir() else place.unlink()
    elif there or mark.aside:
        aside = data_dir / (mark.aside or _free_name(data_dir, now))
        write_mark(data_dir, mark.model_copy(update={"aside": aside.name}))
        aside.mkdir(mode=0o700, exist_ok=True)
        for place in there:
            place.rename(aside / place.name)
        mark = mark.model_copy(update={"aside": aside.name})
    write_mark(data_dir, mark.model_copy(update={"stage": Stage.FILLING}))
    return data_dir / mark.aside if mark.aside else None


def _free_name(data_dir: Path, now: datetime) -> str:
    name = f"before-restore-{now:%Y%m%dT%H%M%SZ}"
    return next(each for each in (name, *(f"{name}-{n}" for n in range(2, 100))) if not (data_dir / each).exists())


def put_journal(archive: ArchiveReader, data_dir: Path, identity: str) -> None:
    part = archive.manifest.journal()
    if part is None:
        return
    target = data_dir / JOURNAL
    with whole_file(target) as sink, archive.part(part) as source:
        shutil.copyfileobj(source, sink)
    say_identity(target, identity)
    with target.open("rb") as file:
        os.fsync(file.fileno())
    if os.geteuid() == 0:
        owner = data_dir.stat()
        os.chown(target, owner.st_uid, owner.st_gid)


async def put_tables(archive: ArchiveReader, session: Session, mark: Mark, told: Told) -> None:
    """All or nothing. Raises BackupError, or one of AWAY."""
    manifest = archive.manifest
    async with session.transaction():
        if await is_filled(session, mark):
            return
        await upgrade(session, [each for each in read_migrations() if each.version in manifest.migrations])
        async with filling(session):
            await _fill(archive, manifest, session, told)
        await set_sequences(session, manifest.sequences)
        if await session.fetchval(STATEMENTS["knows_journals"]):
            await session.execute(STATEMENTS["say_journal"], mark.restore)
        await session.execute(await session.fetchval(STATEMENTS["remark"], mark.remark))


async def _fill(archive: ArchiveReader, manifest: Manifest, session: Session, told: Told) -> None:
    for part in manifest.parts:
        if part.table is None:
            continue
        with archive.part(part) as packed:
            rows = await copy_in(session, part.table, part.columns, packed)
        told(part.size_bytes)
        if rows != part.rows:
            raise BackupError(_("{name} is damaged: take another backup.").format(name=part.name))


async def put_site(session: Session, data_dir: Path) -> None:
    """The data folder is that of the site that was restored."""
    if word := await site.of_database(session):
        site.write_file(data_dir, word)


def finish(data_dir: Path) -> None:
    remove_mark(data_dir)
