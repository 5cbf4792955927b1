"""`./run files move`: photos and papers from the folder into the bucket of the settings, or back."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

from kit import i18n
from kit.i18n import _
from thirdring.access import database
from thirdring.backup.files import give_to_owner
from thirdring.commands import CommandError
from thirdring.commands.archives import counting_bar
from thirdring.commands.database import told
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.file_places import kept_of
from thirdring.settings import Settings
from ticketing.files.in_bucket import InBucket
from ticketing.files.shelf import Shelf, hash_of
from ticketing.files.store import FileStore

app = typer.Typer(add_completion=False, no_args_is_help=True)
_AT_ONCE = 8


@app.callback()
def files() -> None: ...  # so that its one command keeps its name


@app.command(
    "move",
    help=_("Move photos and papers from data_dir into the bucket of the settings, also while the service runs."),
)
def move_files(
    back: Annotated[bool, typer.Option("--back", help=_("Copy them from the bucket into data_dir."))] = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    typer.echo("\n".join(asyncio.run(move(settings_of(config), back, Console(stderr=True)))))


async def move(settings: Settings, back: bool, console: Console) -> list[str]:
    """What was done, in lines. It goes on where it was broken off."""
    kept = kept_of(settings)
    if not isinstance(kept, InBucket):
        raise CommandError(_("The settings have no bucket: set files.bucket.endpoint first."))
    with told():
        async with aclosing(kept), database(settings) as pool:
            await kept.look()
            await FileStore(pool, Shelf(settings.files_dir, kept=kept)).look()
            lines = await (_copied_back(kept, console) if back else _moved(kept, console))
    give_to_owner(settings.data_dir)
    return lines


async def _moved(kept: InBucket, console: Console) -> list[str]:
    hashes = await asyncio.to_thread(kept.before.hashes)
    damaged: list[Path] = []

    async def one(sha256: str) -> None:
        file = kept.before.path(sha256)
        if await asyncio.to_thread(hash_of, file) != sha256:
            damaged.append(file)
            return
        await kept.put(file, sha256)
        await kept.before.drop([sha256])

    with counting_bar(console) as bar:
        await _each(hashes, one, bar, bar.add_task(_("moving photos and papers"), total=len(hashes)))
    text = _("{count} photos and papers are in the bucket {name} now, and no more in data_dir.")
    bad = _("{file} is not what its name says: it stays. Put it back from a backup.")
    return [
        *(bad.format(file=file) for file in damaged),
        text.format(count=len(hashes) - len(damaged), name=kept.bucket.options.name),
    ]


async def _copied_back(kept: InBucket, console: Console) -> list[str]:
    hashes = [sha256 async for page in kept.pages() for sha256 in page]
    folder = kept.before

    async def one(sha256: str) -> None:
        if await folder.has(sha256):
            return
        if (source := await kept.read(sha256)) is not None:
            with source:
                await folder.save(source, sha256)

    with counting_bar(console) as bar:
        await _each(hashes, one, bar, bar.add_task(_("copying photos and papers"), total=len(hashes)))
    return [
        _("{count} photos and papers are in data_dir now; the bucket {name} has them too.").format(
            count=len(hashes), name=kept.bucket.options.name
        ),
        _("Stop the service, run this once more, take files.bucket out of the settings, and start it."),
    ]


async def _each(hashes: list[str], one: Callable[[str], Awaitable[None]], bar: Progress, task: TaskID) -> None:
    for at in range(0, len(hashes), _AT_ONCE):
        some = hashes[at : at + _AT_ONCE]
        await asyncio.gather(*map(one, some))
        bar.advance(task, len(some))
