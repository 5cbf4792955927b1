"""`thirdring sheet`, as it is called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import Config, Language, settings_of

sheet_app = typer.Typer()


@sheet_app.command(help=_("Write the quality sheet of a month as a paper form, in A4."))
def sheet(
    file: Annotated[Path, typer.Argument(help=_("Where it goes; its end, .pdf or .xlsx, says which."))],
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help=_("The month; this one by default."), show_default=False)
    ] = "",
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.sheet import write_sheet

    language = i18n.use(lang)
    typer.echo(asyncio.run(write_sheet(settings_of(config), file, month, language)))
