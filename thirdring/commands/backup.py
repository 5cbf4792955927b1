"""`./run backup TARGET`: database and journal into one file, while the service runs."""

import asyncio
from contextlib import aclosing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kit import i18n
from kit.database.upkeep import note_done
from kit.i18n import _, ngettext
from thirdring.backup.making import make
from thirdring.backup.manifest import FILES, JOURNAL, Manifest
from thirdring.commands import CommandError
from thirdring.commands.archives import explained, progress_bar, summary
from thirdring.commands.database import database
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.file_places import kept_of
from thirdring.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def run(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help=_("The file, or its folder, such as backups/."), show_default=False)
    ],
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    if target.endswith("/") and not Path(target).is_dir():
        raise CommandError(_("There is no folder {folder}: make it first, for its owner alone.").format(folder=target))
    typer.echo("\n".join(asyncio.run(back_up(settings_of(config), Path(target), Console(stderr=True)))))


async def back_up(settings: Settings, place: Path, console: Console) -> list[str]:
    """What was done, in lines."""
    now = datetime.now(UTC)
    target = _free_target(place, now)
    with progress_bar(console) as bar:
        tasks = {name: bar.add_task(text, total=None) for name, text in _stages().items()}
        sizes: dict[str, tuple[int, int]] = {}

        def show(part: str, done: int, whole: int) -> None:
            if part in (JOURNAL, FILES):
                bar.update(tasks[part], completed=done, total=whole)
                return
            sizes[part] = (done, whole)
            bar.update(tasks["database"], completed=sum(each[0] for each in sizes.values()))

        bucket = settings.files.bucket
        left_in = bucket.name if bucket.endpoint and not bucket.in_backups else ""
        async with database(settings) as session, aclosing(kept_of(settings)) as kept:
            with explained(target):
                manifest = await make(session, settings.data_dir, target, now, show, kept, left_in)
                await note_done(session, "backup", now)
    return [
        _("{file} is written: {what}").format(file=target, what=summary(manifest)),
        *_of_the_bucket(settings, manifest),
        *_of_the_damaged(manifest),
        _("It holds phone numbers and photos: keep it where only you can read it, and delete it in its time."),
    ]


def _of_the_bucket(settings: Settings, manifest: Manifest) -> list[str]:
    if manifest.files_in:
        text = _("Photos and papers are not in it: they are in the bucket {name} alone, which needs its own backups.")
        return [text.format(name=manifest.files_in)]
    if settings.files.bucket.endpoint:
        return [_("Photos and papers of the bucket {name} are in it.").format(name=settings.files.bucket.name)]
    return []


def _of_the_damaged(manifest: Manifest) -> list[str]:
    many = manifest.damaged_files
    if not many:
        return []
    text = ngettext(
        "{count} photo or paper is not what was put there, and is left out: an earlier backup may have it.",
        "{count} photos and papers are not what was put there, and are left out: an earlier backup may have them.",
        many,
    )
    return [text.format(count=many)]


def _free_target(place: Path, now: datetime) -> Path:
    target = place / f"thirdring-{now:%Y%m%dT%H%M%SZ}.tar" if place.is_dir() else place
    if target.exists():
        raise CommandError(_("{file} is there already: name another file, or a folder.").format(file=target))
    return target


def _stages() -> dict[str, str]:
    return {
        "database": _("reading the database"),
        JOURNAL: _("reading the journal"),
        FILES: _("reading photos and papers"),
    }
