"""`thirdring readings …`, as it is called."""

import asyncio
import time

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import AllOrNothing, Columns, Config, Language, Preview, Sheet, settings_of

readings_app = typer.Typer(help=_("What people read off for the quality sheet, in as sheets."), no_args_is_help=True)


@readings_app.command(
    "import", help=_("Read readings from a CSV or xlsx; the same sheet twice changes nothing, other figures correct.")
)
def readings_import(
    file: Sheet,
    column: Columns = None,
    all_or_nothing: AllOrNothing = False,
    preview: Preview = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.named_columns import named_columns
    from thirdring.commands.readings import Asked, import_readings
    from ticketing.readings.sheet import Column

    language = i18n.use(lang)
    asked = Asked(file, named_columns(column or [], Column), all_or_nothing, preview)
    done = import_readings(settings_of(config), asked, language, time.time_ns() // 1000)
    typer.echo("\n".join(asyncio.run(done)))
