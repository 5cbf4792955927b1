"""`./run sheet FILE`: the quality sheet of a month, from the database to a file."""

import asyncio
import time
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

import typer

from kit import i18n
from kit.database.pool import session
from kit.http.auth.users import note, whoever_types
from kit.i18n import Language, _
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.sheet.file import Format, written
from thirdring.access import database
from thirdring.commands import CommandError
from thirdring.commands.database import told
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.commands.private_files import private_file
from thirdring.settings import Settings
from thirdring.settings.site_rules import site_rules

app = typer.Typer(add_completion=False)


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help=_("The file to write; its ending, .pdf or .xlsx, sets the format."))],
    month: Annotated[
        str, typer.Option(metavar="YYYY-MM", help=_("The month; the current one by default."), show_default=False)
    ] = "",
    lang: Lang = None,
    config: Config = None,
) -> None:
    language = i18n.use(lang)
    typer.echo(asyncio.run(write_sheet(settings_of(config), file, month, language)))


async def write_sheet(settings: Settings, file: Path, month: str, language: Language) -> str:
    format_ = _format(file)
    day = _first_day(month)
    book, now_us = ObjectiveBook(site_rules(settings), settings.objectives()), time.time_ns() // 1000
    with private_file(file) as sink:
        with told():
            async with database(settings) as pool, session(pool) as connection:
                lines = await book.month(connection, day or book.today(now_us), now_us)
                honesty = await book.honesty(connection, day or book.today(now_us), now_us)
                made = written(format_, lines, honesty, settings.sheet.department, now_us, settings.zone, language)
                name = f"{lines[0].span.first:%Y-%m}-{language}.{format_}"
                await note(connection, whoever_types(), "sheet_exported", sheet=name)
        sink.write(made)
    return _("{file} is written.").format(file=file)


def _format(file: Path) -> Format:
    for known in get_args(Format):
        if file.suffix.lower() == f".{known}":
            found: Format = known
            return found
    raise CommandError(_("{file}: name a file that ends in .pdf or .xlsx.").format(file=file))


def _first_day(month: str) -> date | None:
    try:
        return date.fromisoformat(f"{month}-01") if month else None
    except ValueError:
        raise CommandError(_("--month {month}: write a month such as 2026-11.").format(month=month)) from None
