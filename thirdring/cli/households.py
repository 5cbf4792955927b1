"""`thirdring households …`, as it is called."""

import asyncio
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import AllOrNothing, Columns, Config, Language, NewSheet, Preview, Sheet, settings_of

households_app = typer.Typer(help=_("The households of the site, in and out as sheets."), no_args_is_help=True)


@households_app.command("import", help=_("Read households from a CSV or xlsx; the same sheet twice changes nothing."))
def households_import(
    file: Sheet,
    estate: Annotated[str, typer.Option(help=_("The estate of rows that name none."))] = "",
    column: Columns = None,
    all_or_nothing: AllOrNothing = False,
    preview: Preview = False,
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
    file: NewSheet,
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.households import export_households

    language = i18n.use(lang)
    typer.echo(asyncio.run(export_households(settings_of(config), file, language)))
