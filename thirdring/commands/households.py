"""`./run households …`: sheets in and out, in a process of its own, since reading one keeps a processor busy."""

import asyncio
import gc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kit import i18n
from kit.database.pool import session
from kit.http.auth.users import note, users, whoever_types
from kit.i18n import _
from kit.sheets.files import Line, read_lines, sheets_not_read
from kit.sheets.troubles import SheetError
from thirdring.access import database
from thirdring.commands import CommandError
from thirdring.commands.bad_rows import bad_rows, understood
from thirdring.commands.database import told
from thirdring.commands.housekeepers import no_users, without_phone
from thirdring.commands.named_columns import named_columns
from thirdring.commands.options import AllOrNothing, Columns, Config, Lang, NewSheet, Preview, Sheet, settings_of
from thirdring.commands.private_files import private_sheet
from thirdring.settings import Settings
from ticketing.households.columns import SHEET, Column
from ticketing.households.export import sheet_rows
from ticketing.households.gathering import Gathered, gather
from ticketing.households.household import Household
from ticketing.households.sheet_rows import Reading
from ticketing.households.store import HouseholdStore, Imported

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("import", help=_("Import households from a CSV or xlsx file. Importing it again changes nothing."))
def households_import(
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
    typer.echo("\n".join(import_households(settings_of(config), asked, language, Console(stderr=True))))


@app.command("export", help=_("Export all households to a CSV or xlsx file that can be imported again."))
def households_export(
    file: NewSheet,
    lang: Lang = None,
    config: Config = None,
) -> None:
    language = i18n.use(lang)
    typer.echo(asyncio.run(export_households(settings_of(config), file, language)))


class Asked(NamedTuple):
    file: Path
    estate: str = ""
    columns: Mapping[str, Column] = {}
    all_or_nothing: bool = False
    preview: bool = False


def import_households(settings: Settings, asked: Asked, language: str, console: Console) -> list[str]:
    """What was done, in lines; what is wrong comes first. Raises CommandError where nothing was done."""
    gc.disable()  # nothing of a sheet goes before its end, and looking for it again and again takes a fifth of the time
    try:
        with _bar(console) as bar:
            found = _read(settings, asked, language, _told_by(bar, _("reading rows")))
            told_first = [*bad_rows(found.bad, language), *without_phone(found.households, settings)]
            if asked.preview:
                shown = _preview(asked.file, found, language)
                return [*told_first, *shown, _("Nothing has changed: this was a preview.")]
            if asked.all_or_nothing and found.bad:
                raise CommandError("\n".join([*told_first, _("Nothing was imported: some rows or cells are bad.")]))
            done, no_users = asyncio.run(_put(settings, found.households, _told_by(bar, _("storing households"))))
    finally:
        gc.enable()
    text = _(
        "{added} households added, {changed} changed, {unchanged} as they were; "
        "{bad} bad rows and {cells} bad cells left out."
    )
    return [*told_first, *no_users, text.format(**done._asdict(), **_bad_counts(found))]


async def export_households(settings: Settings, file: Path, language: str) -> str:
    with private_sheet(file) as put:
        with told():
            async with database(settings) as pool:
                households = [household async for household in HouseholdStore(pool).everything()]
                async with session(pool) as connection:
                    await note(connection, whoever_types(), "households_exported", households=len(households))
        put(sheet_rows(households, language))
    return _("{count} households written.").format(count=len(households))


def _read(settings: Settings, asked: Asked, language: str, progress: Callable[[int], None]) -> Gathered:
    reading = Reading(settings.numbers.region, settings.numbers.area_code, asked.estate)
    try:
        return gather(read_lines(asked.file), reading, asked.columns, progress)
    except SheetError as error:
        raise CommandError(f"{asked.file}: {error.sentence(language)}") from None
    except OSError as error:
        raise CommandError(f"{asked.file}: {error.strerror}") from None


async def _put(
    settings: Settings, households: Sequence[Household], progress: Callable[[int], None]
) -> tuple[Imported, list[str]]:
    """What was stored, and which housekeepers are no users."""
    with told():
        async with database(settings) as pool:
            done = await HouseholdStore(pool).put(households, progress)
            async with session(pool) as connection:
                await note(connection, whoever_types(), "households_imported", **done._asdict())
                return done, no_users(households, await users(connection))


def _preview(file: Path, found: Gathered, language: str) -> list[str]:
    """What was understood of the sheet, in its own words. Names are for who may open the sheet."""
    counts = _("{rows} rows, {households} households, {bad} bad rows, {cells} bad cells")
    others = sheets_not_read(file)
    return [
        *understood(SHEET, found.columns, language, found.unnamed),
        *([_("sheets not read: {names}").format(names=", ".join(others))] if others else ()),
        *(_shown(line, household, found) for line, household in zip(found.shown, found.households, strict=False)),
        counts.format(rows=found.row_count, households=len(found.households), **_bad_counts(found)),
    ]


def _shown(line: Line, household: Household, found: Gathered) -> str:
    """The place as the sheet has it, what it was taken for, and how many people and phones the household has."""
    columns = found.columns
    written = [
        f"{columns.header(at)} {' '.join(line.cells[at].split())}"
        for column in (Column.ESTATE, Column.BUILDING, Column.UNIT, Column.ROOM)
        for at in columns.places.get(column, ())
        if at < len(line.cells) and line.cells[at].strip()
    ]
    text = _("line {line}: {written} → {place}: {people} people, {phones} phones")
    return text.format(
        line=line.number,
        written=", ".join(written),
        place=f"{household.place.estate} {household.place.short}".strip(),
        people=len(household.people),
        phones=sum(len(person.phones) for person in household.people),
    )


def _bad_counts(found: Gathered) -> dict[str, int]:
    rows = sum(bad.whole_row for bad in found.bad)
    return {"bad": rows, "cells": len(found.bad) - rows}


def _bar(console: Console) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _told_by(bar: Progress, what: str) -> Callable[[int], None]:
    task = bar.add_task(what, total=None)
    return lambda count: bar.update(task, completed=count)
