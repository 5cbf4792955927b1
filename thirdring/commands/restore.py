"""`./run restore FILE`: a backup into an empty place, or a look at whether it is whole."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kit import i18n
from kit.database.lock import RESTORE, lock
from kit.database.migrate import read_migrations
from kit.database.pool import Session
from kit.http.auth.store import good_tokens, revoke_all
from kit.http.auth.users import whoever_types
from kit.i18n import _
from kit.tasks import hold_alone, hold_journal
from thirdring.backup import restoring
from thirdring.backup.archive import ArchiveReader, reading
from thirdring.backup.files import put_files
from thirdring.backup.manifest import Manifest
from thirdring.backup.mark import Mark, read_mark
from thirdring.backup.tables import STATEMENTS
from thirdring.commands import CommandError
from thirdring.commands.archives import explained, progress_bar, summary
from thirdring.commands.database import database, told
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.file_places import kept_of
from thirdring.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help=_("A file written by `backup`."), show_default=False)],
    force: Annotated[bool, typer.Option("--force", help=_("Move existing data aside. Nothing is deleted."))] = False,
    revoke_tokens: Annotated[
        bool, typer.Option("--revoke-tokens", help=_("Revoke all tokens and sessions of the backup."))
    ] = False,
    only_check: Annotated[bool, typer.Option("--check", help=_("Only check whether the backup is complete."))] = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    console = Console(stderr=True)
    if only_check:
        lines = check(file, console)
    else:
        settings = settings_of(config)
        lines = asyncio.run(restore(settings, file, force, console, revoke_tokens=revoke_tokens))
    typer.echo("\n".join(lines))


LOCK_SECONDS = 3.0  # a service that has just ended gives the database back by then


def check(file: Path, console: Console) -> list[str]:
    with explained(file), _verified(file, console) as archive:
        return [_("{file} is whole: {what}").format(file=file, what=summary(archive.manifest))]


async def restore(
    settings: Settings, file: Path, force: bool, console: Console, *, revoke_tokens: bool = False
) -> list[str]:
    """What was done, in lines. Everything is looked at before anything is changed."""
    embedded = settings.database.embedded
    held = hold_alone(settings.data_dir), hold_journal(settings.data_dir)
    with explained(file), _verified(file, console) as archive, held[0], held[1], told():
        async with aclosing(kept_of(settings)) as kept:
            await kept.look()
        mark = restoring.begin(archive, settings.data_dir)
        _refuse_occupied(settings.data_dir, force)
        _refuse_small_place(archive.manifest, settings.data_dir, embedded=embedded)
        lines = _room_made(mark, settings.data_dir) if embedded else []
        async with database(settings, alone=True, adopting=True, name=RESTORE) as session:
            await lock(session, LOCK_SECONDS)
            if not embedded:
                await restoring.is_filled(session, mark)
                lines = _room_made(mark, settings.data_dir)
            await _fill(archive, settings, session, mark, console)
            lines += await _files_that_lack(archive.manifest, settings, session)
            access = await _tokens_that_came_back(session, revoke_tokens)
        restoring.finish(settings.data_dir)
        lines += [_("Restored: {what}").format(what=summary(archive.manifest)), access]
    return [*lines, _("Start the service: it brings the tables to this version, and derives what they lack.")]


async def _fill(archive: ArchiveReader, settings: Settings, session: Session, mark: Mark, console: Console) -> None:
    data_dir = settings.data_dir
    with progress_bar(console) as bar:
        task = bar.add_task(_("restoring"), total=archive.manifest.size_bytes)
        restoring.put_journal(archive, data_dir, mark.restore)
        async with aclosing(kept_of(settings)) as kept:
            await put_files(archive, data_dir, kept, lambda size_bytes: bar.advance(task, size_bytes))
        await restoring.put_tables(archive, session, mark, lambda size_bytes: bar.advance(task, size_bytes))
        await restoring.put_site(session, data_dir)


async def _files_that_lack(manifest: Manifest, settings: Settings, session: Session) -> list[str]:
    """For a backup without photos and papers: says where they are, and how many are missing there."""
    if not manifest.files_in:
        return []
    named = {row["sha256"] for row in await session.fetch(STATEMENTS["named_files"])}
    async with aclosing(kept_of(settings)) as kept:
        async for page in kept.pages():
            named.difference_update(page)
    if not named:
        return [_("The backup has no photos and papers: all are in the bucket {name}.").format(name=manifest.files_in)]
    text = _(
        "The backup has no photos and papers, and {count} that it names are not where files.bucket says: they were "
        "left in the bucket {name}."
    )
    return [text.format(count=len(named), name=manifest.files_in)]


def _refuse_occupied(data_dir: Path, force: bool) -> None:
    if restoring.site_in(data_dir) and not force and read_mark(data_dir) is None:
        text = _("There is a site in {folder} already. With --force it is put aside, not deleted.")
        raise CommandError(text.format(folder=data_dir))


def _refuse_small_place(manifest: Manifest, data_dir: Path, *, embedded: bool) -> None:
    if not os.access(data_dir, os.W_OK | os.X_OK):
        raise CommandError(_("{file} is not ours to use: run this as the user of the service.").format(file=data_dir))
    left = restoring.site_in(data_dir) if restoring.is_ours(data_dir) else []
    free = shutil.disk_usage(data_dir).free + sum(map(_size_bytes, left))
    wanted = manifest.wanted_bytes(with_database=embedded)
    if free < wanted:
        text = _("{folder} has {free} MB free, and the restore takes about {wanted} MB: make room first.")
        raise CommandError(text.format(folder=data_dir, free=free >> 20, wanted=wanted >> 20))


def _size_bytes(place: Path) -> int:
    return sum(file.stat().st_size for file in (place.rglob("*") if place.is_dir() else (place,)) if file.is_file())


def _room_made(mark: Mark, data_dir: Path) -> list[str]:
    aside = restoring.make_room(mark, data_dir, datetime.now(UTC))
    return [_("What was there is in {folder} now.").format(folder=aside)] if aside else []


async def _tokens_that_came_back(session: Session, revoke_tokens: bool) -> str:
    """What was revoked after the backup was made is good again."""
    if revoke_tokens:
        count = await revoke_all(session, whoever_types())
        return _("{count} tokens and sessions are revoked: make new ones, also for Prometheus.").format(count=count)
    text = _(
        "{count} tokens and sessions are good as they were then, also those revoked or deleted since; so are passwords "
        "and roles. To end all tokens and sessions: `./run token revoke --all`, before the service starts."
    )
    return text.format(count=await good_tokens(session))


@contextlib.contextmanager
def _verified(file: Path, console: Console) -> Iterator[ArchiveReader]:
    known = {migration.version for migration in read_migrations()}
    with reading(file, known) as archive:
        with progress_bar(console) as bar:
            task = bar.add_task(_("checking"), total=archive.manifest.size_bytes)
            archive.verify(lambda size_bytes: bar.advance(task, size_bytes))
        yield archive
