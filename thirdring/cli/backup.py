"""`thirdring backup` and `thirdring restore`, as they are called."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import Config, Language, settings_of
from thirdring.commands import CommandError

backup_app = typer.Typer()
_AT = datetime(1900, 1, 1, 3, 10)  # noqa: DTZ001  an hour of the day, local at the site


@backup_app.command(
    "backup", help=_("Write database and journal into one file, while the service runs. It refuses to overwrite.")
)
def backup(
    target: Annotated[
        str, typer.Argument(metavar="TARGET", help=_("The file, or a folder for it, as backups/."), show_default=False)
    ],
    lang: Language = None,
    config: Config = None,
) -> None:
    from rich.console import Console

    from thirdring.commands.backup import back_up

    i18n.use(lang)
    if target.endswith("/") and not Path(target).is_dir():
        raise CommandError(_("There is no folder {folder}: make it first, for its owner alone.").format(folder=target))
    typer.echo("\n".join(asyncio.run(back_up(settings_of(config), Path(target), Console(stderr=True)))))


@backup_app.command(
    "daily", help=_("Each day a backup, a purge, and old backups deleted; at once where the last day has none.")
)
def daily(
    folder: Annotated[Path, typer.Argument(help=_("The folder of the backups."), show_default=False)],
    at: Annotated[
        datetime,
        typer.Option(formats=["%H:%M"], metavar="HH:MM", help=_("When, in local time."), show_default=f"{_AT:%H:%M}"),
    ] = _AT,
    keep_days: Annotated[int, typer.Option(min=1, help=_("Days that a backup is kept."))] = 14,
    once: Annotated[bool, typer.Option("--once", help=_("Now, and then end: for a timer."))] = False,
    mark: Annotated[
        Path | None,
        typer.Option(help=_("A file that is there while the last run was a failure."), show_default=False),
    ] = None,
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.daily import daily as every_day
    from thirdring.commands.daily import daily_once

    i18n.use(lang)
    settings = settings_of(config)
    if once:
        asyncio.run(daily_once(settings, folder, keep_days, typer.echo))
    else:
        asyncio.run(every_day(settings, folder, keep_days, at.time(), mark, typer.echo))


@backup_app.command("restore", help=_("Put a backup into an empty place; the service is stopped meanwhile."))
def restore(
    file: Annotated[Path, typer.Argument(help=_("A file that `backup` made."), show_default=False)],
    force: Annotated[bool, typer.Option("--force", help=_("Put aside what is there; nothing is deleted."))] = False,
    revoke_tokens: Annotated[
        bool, typer.Option("--revoke-tokens", help=_("End all tokens and sessions that the backup brings back."))
    ] = False,
    only_check: Annotated[bool, typer.Option("--check", help=_("Only say whether the backup is whole."))] = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from rich.console import Console

    from thirdring.commands.backup import check
    from thirdring.commands.backup import restore as put_back

    i18n.use(lang)
    console = Console(stderr=True)
    if only_check:
        lines = check(file, console)
    else:
        settings = settings_of(config)
        lines = asyncio.run(put_back(settings, file, force, console, revoke_tokens=revoke_tokens))
    typer.echo("\n".join(lines))
