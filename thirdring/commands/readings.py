"""`./run readings import`: a sheet of readings, previewed or stored."""

import asyncio
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import typer

from kit import i18n
from kit.amounts import amount, plain
from kit.i18n import _
from kit.instants import local_day
from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from metrics.objectives.catalogue import OBJECTIVES
from thirdring.access import database
from thirdring.commands import CommandError
from thirdring.commands.bad_rows import bad_rows, understood
from thirdring.commands.database import told
from thirdring.commands.named_columns import named_columns
from thirdring.commands.options import AllOrNothing, Columns, Config, Lang, Preview, Sheet, settings_of
from thirdring.settings import Settings
from ticketing.readings.sheet import SHEET, Column, Gathered, Row, gather
from ticketing.readings.store import ReadingStore

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.callback()
def readings() -> None: ...  # so that its one command keeps its name


@app.command(
    "import",
    help=_(
        "Import readings from a CSV or xlsx file. They are confirmed. The same figures change nothing, others are "
        "corrections."
    ),
)
def readings_import(
    file: Sheet,
    column: Columns = None,
    all_or_nothing: AllOrNothing = False,
    preview: Preview = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    language = i18n.use(lang)
    asked = Asked(file, named_columns(column or [], Column), all_or_nothing, preview)
    done = import_readings(settings_of(config), asked, language, time.time_ns() // 1000)
    typer.echo("\n".join(asyncio.run(done)))


WHO = "import"
_SHOWN = 20


class Asked(NamedTuple):
    file: Path
    columns: Mapping[str, Column] = {}
    all_or_nothing: bool = False
    preview: bool = False


async def import_readings(settings: Settings, asked: Asked, language: str, now_us: int) -> list[str]:
    """What was done, in lines; bad rows come first. Raises CommandError where nothing was."""
    found = _read(settings, asked, language, now_us)
    bad = bad_rows(found.bad, language)
    if asked.preview:
        return [*bad, *_preview(found, language), _("Nothing has changed: this was a preview.")]
    if asked.all_or_nothing and found.bad:
        raise CommandError("\n".join([*bad, _("Nothing was imported: some rows are bad.")]))
    with told():
        async with database(settings) as pool:
            done = await ReadingStore(pool).put(found.rows, WHO, now_us, asked.file.name[:200])
    text = _(
        "{added} readings added, {corrected} corrected, {confirmed} confirmed, {unchanged} as they were; "
        "{bad} bad rows left out."
    )
    return [*bad, text.format(**done._asdict(), bad=len(found.bad))]


def _read(settings: Settings, asked: Asked, language: str, now_us: int) -> Gathered:
    titles = {name.casefold(): one.id for one in OBJECTIVES for name in (*one.title, one.key)}
    try:
        return gather(read_lines(asked.file), titles, local_day(now_us, settings.zone), asked.columns)
    except SheetError as error:
        raise CommandError(f"{asked.file}: {error.sentence(language)}") from None
    except OSError as error:
        raise CommandError(f"{asked.file}: {error.strerror}") from None


def _preview(found: Gathered, language: str) -> list[str]:
    counts = _("{rows} rows, {readings} readings, {bad} bad rows")
    return [
        *understood(SHEET, found.columns, language),
        *map(_shown, found.rows[:_SHOWN]),
        counts.format(rows=found.row_count, readings=len(found.rows), bad=len(found.bad)),
    ]


def _shown(row: Row) -> str:
    key, figures = row.key, row.figures
    met, total = plain(amount(figures.met)), plain(amount(figures.total))
    return f"{key.day} {key.objective} {key.series}: {met} / {total} {figures.unit}".replace(" :", ":").rstrip()
