"""`./run places import`: a sheet of places that are no flats, previewed or stored."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from kit import i18n
from kit.database.pool import session
from kit.http.auth.users import note, whoever_types
from kit.i18n import _
from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from thirdring.access import database
from thirdring.commands import CommandError
from thirdring.commands.bad_rows import bad_rows, understood
from thirdring.commands.database import told
from thirdring.commands.named_columns import named_columns
from thirdring.commands.options import AllOrNothing, Columns, Config, Lang, Preview, Sheet, settings_of
from thirdring.settings import Settings
from ticketing.places.sheet import KINDS, SHEET, Column, Gathered, gather
from ticketing.places.store import PlaceStore

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def places() -> None: ...  # so that its one command keeps its name


@app.command(
    "import",
    help=_("Import places that are no flats, such as lifts, from a CSV or xlsx file. Again, it changes nothing."),
)
def places_import(
    file: Sheet,
    estate: Annotated[str, typer.Option(help=_("The estate of rows without one."))] = "",
    column: Columns = None,
    all_or_nothing: AllOrNothing = False,
    preview: Preview = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    language = i18n.use(lang)
    asked = Asked(file, estate, named_columns(column or [], Column), all_or_nothing, preview)
    typer.echo("\n".join(asyncio.run(import_places(settings_of(config), asked, language))))


_SHOWN = 20


class Asked(NamedTuple):
    file: Path
    estate: str = ""
    columns: Mapping[str, Column] = {}
    all_or_nothing: bool = False
    preview: bool = False


async def import_places(settings: Settings, asked: Asked, language: str) -> list[str]:
    """What was done, in lines; bad rows come first. Raises CommandError where nothing was."""
    found = await asyncio.to_thread(_read, asked, language)
    bad = bad_rows(found.bad, language)
    if asked.preview:
        return [*bad, *_preview(found, language), _("Nothing has changed: this was a preview.")]
    if asked.all_or_nothing and found.bad:
        raise CommandError("\n".join([*bad, _("Nothing was imported: some rows are bad.")]))
    with told():
        async with database(settings) as pool:
            done = await PlaceStore(pool).put(found.places)
            async with session(pool) as connection:
                await note(connection, whoever_types(), "places_imported", **done._asdict())
    text = _("{added} places added, {changed} changed, {unchanged} as they were; {bad} bad rows left out.")
    return [*bad, text.format(**done._asdict(), bad=len(found.bad))]


def _read(asked: Asked, language: str) -> Gathered:
    try:
        return gather(read_lines(asked.file), asked.estate, asked.columns)
    except SheetError as error:
        raise CommandError(f"{asked.file}: {error.sentence(language)}") from None
    except OSError as error:
        raise CommandError(f"{asked.file}: {error.strerror}") from None


def _preview(found: Gathered, language: str) -> list[str]:
    counts = _("{rows} rows, {places} places, {bad} bad rows")
    at = 0 if language == "zh" else 1
    shown = [
        f"{KINDS[one.kind][at]}: {' '.join(filter(None, (one.estate, one.building, one.name)))}"
        for one in found.places[:_SHOWN]
    ]
    return [
        *understood(SHEET, found.columns, language),
        *shown,
        counts.format(rows=found.row_count, places=len(found.places), bad=len(found.bad)),
    ]
