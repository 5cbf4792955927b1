"""`thirdring households …`, as it is called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from thirdring import i18n
from thirdring.cli.options import Config, Language, settings_of
from thirdring.i18n import _

households_app = typer.Typer(help=_("The households of the site, in and out as sheets."), no_args_is_help=True)


@households_app.command("import", help=_("Read households from a CSV or xlsx; the same sheet twice changes nothing."))
def households_import(
    file: Annotated[Path, typer.Argument(help=_("The sheet."), show_default=False)],
    estate: Annotated[str, typer.Option(help=_("The estate of rows that name none."))] = "",
    column: Annotated[
        list[str] | None, typer.Option(metavar="HEADER=COLUMN", help=_("What a column is, where its header says not."))
    ] = None,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help=_("Import only if no row is bad."))] = False,
    preview: Annotated[bool, typer.Option("--preview", help=_("Only say what would be imported."))] = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from rich.console import Console

    from thirdring.commands.households import Asked, import_households
    from thirdring.commands.named_columns import named_columns
    from ticketing.households.columns import Column

    language = i18n.use(lang)
    asked = Asked(file, estate, named_columns(column or [], Column), all_or_nothing, preview)
    typer.echo("\n".join(import_households(settings_of(config), asked, language, Console(stderr=True))))


@households_app.command("export", help=_("Write all households to a CSV or xlsx that can be imported again."))
def households_export(
    file: Annotated[Path, typer.Argument(help=_("The sheet; its end, .csv or .xlsx, says which."), show_default=False)],
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.households import export_households

    language = i18n.use(lang)
    typer.echo(asyncio.run(export_households(settings_of(config), file, language)))
