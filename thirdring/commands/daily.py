"""`./run daily`: a backup, a purge, and old backups deleted, each day."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console

from kit import i18n
from kit.i18n import _
from kit.tasks import until_told
from thirdring.backup.daily import expired, is_due, next_run
from thirdring.commands import CommandError
from thirdring.commands.backup import back_up
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.commands.purge import purge_now
from thirdring.settings import Settings

app = typer.Typer(add_completion=False)

_AT = datetime(1900, 1, 1, 3, 10)  # noqa: DTZ001  an hour of the day, local at the site


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(help=_("The folder for the backups."), show_default=False)],
    at: Annotated[
        datetime,
        typer.Option(formats=["%H:%M"], metavar="HH:MM", help=_("When, in local time."), show_default=f"{_AT:%H:%M}"),
    ] = _AT,
    keep_days: Annotated[int, typer.Option(min=1, help=_("Days to keep a backup."))] = 14,
    once: Annotated[bool, typer.Option("--once", help=_("Run once now and exit, for a timer."))] = False,
    mark: Annotated[
        Path | None,
        typer.Option(help=_("A file that exists while the last run has failed."), show_default=False),
    ] = None,
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    settings = settings_of(config)
    if once:
        asyncio.run(daily_once(settings, folder, keep_days, typer.echo))
    else:
        asyncio.run(daily(settings, folder, keep_days, at.time(), mark, typer.echo))


Say = Callable[[str], None]

log = structlog.get_logger()


async def daily_once(settings: Settings, folder: Path, keep_days: int, say: Say) -> None:
    """Each step is tried whatever became of the others. Raises CommandError where one failed."""
    backed_up = await _tried(_back_up(settings, folder), say)
    purged = await _tried(purge_now(settings, dry_run=False), say)
    if backed_up:  # else the older ones are all there is
        for file in expired(_backups(folder), datetime.now(UTC), keep_days):
            file.unlink()
            say(_("{file} is deleted: it was older than {days} days.").format(file=file, days=keep_days))
    if not (backed_up and purged):
        raise CommandError(_("The daily run did not do all of its work: see above."))


async def daily(settings: Settings, folder: Path, keep_days: int, at: time, mark: Path | None, say: Say) -> None:
    """Until SIGINT or SIGTERM. `mark` is a file that is there while the last run was a failure."""
    await until_told(_every_day(settings, folder, keep_days, at, mark, say))


async def _every_day(settings: Settings, folder: Path, keep_days: int, at: time, mark: Path | None, say: Say) -> None:
    newest = max((made_at for _file, made_at in _backups(folder)), default=None)
    while True:
        now = datetime.now(UTC)
        if not is_due(newest, now):
            moment = next_run(now, at, settings.zone)
            say(_("The next run is at {moment}.").format(moment=f"{moment:%Y-%m-%d %H:%M %Z}"))
            await asyncio.sleep((moment - now).total_seconds())
        newest = datetime.now(UTC)
        failed = not await _tried(_quietly(daily_once(settings, folder, keep_days, say)), say)
        _set(mark, failed)


async def _quietly(run: Awaitable[None]) -> Sequence[str]:
    await run
    return ()


def _set(mark: Path | None, failed: bool) -> None:
    if mark is not None and failed:
        mark.touch()
    elif mark is not None:
        mark.unlink(missing_ok=True)


async def _tried(step: Awaitable[Sequence[str]], say: Say) -> bool:
    try:
        for line in await step:
            say(line)
    except CommandError as error:
        say(str(error))
        return False
    except Exception as error:  # of whatever kind: the next step is tried all the same
        log.exception("a step of the daily run failed")
        say(_("It failed in a way that nobody had thought of ({kind}): see the log.").format(kind=type(error).__name__))
        return False
    return True


async def _back_up(settings: Settings, folder: Path) -> list[str]:
    try:
        await asyncio.to_thread(folder.mkdir, mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"{error.filename or folder}: {error.strerror}") from None
    return await back_up(settings, folder, Console(stderr=True))


def _backups(folder: Path) -> list[tuple[Path, datetime]]:
    found = []
    for file in folder.glob("thirdring-*.tar"):
        with contextlib.suppress(FileNotFoundError):
            found.append((file, datetime.fromtimestamp(file.stat().st_mtime, UTC)))
    return found
