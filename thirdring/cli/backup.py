"""`thirdring backup` and `thirdring restore`, as they are called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from thirdring import i18n
from thirdring.cli.options import Config, Language, settings_of
from thirdring.i18n import _

backup_app = typer.Typer()


@backup_app.command(
    "backup", help=_("Write database and journal into one file, while the service runs. It refuses to overwrite.")
)
def backup(
    target: Annotated[Path, typer.Argument(help=_("The file, or a folder for it."), show_default=False)],
    lang: Language = None,
    config: Config = None,
) -> None:
    from rich.console import Console

    from thirdring.commands.backup import back_up

    i18n.use(lang)
    typer.echo("\n".join(asyncio.run(back_up(settings_of(config), target, Console(stderr=True)))))


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
