"""`./run surveys …`: answers in from a sheet, links out as one."""

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from kit import i18n
from kit.database.pool import session
from kit.http.auth.users import note, whoever_types
from kit.i18n import Language, _
from kit.instants import DAY_US
from kit.refusals import RefusedError
from kit.sheets.files import read_lines
from kit.sheets.troubles import SheetError
from thirdring.access import database
from thirdring.commands import CommandError
from thirdring.commands.bad_rows import bad_rows
from thirdring.commands.database import told
from thirdring.commands.options import AllOrNothing, Config, Lang, NewSheet, Preview, Sheet, settings_of
from thirdring.commands.private_files import private_sheet
from thirdring.settings import Settings
from ticketing.surveys.campaigns_store import CampaignStore, Invited
from ticketing.surveys.responses_store import ResponseStore
from ticketing.surveys.sheet import gather

app = typer.Typer(add_completion=False, no_args_is_help=True)


Number = Annotated[int, typer.Argument(help=_("The id of the survey, as in the API."), show_default=False)]


@app.command("import", help=_("Import answers from a CSV or xlsx file. Earlier answers of a household stay."))
def surveys_import(
    survey: Number,
    file: Sheet,
    all_or_nothing: AllOrNothing = False,
    preview: Preview = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    language = i18n.use(lang)
    asked = Asked(survey, file, all_or_nothing, preview)
    done = import_answers(settings_of(config), asked, language, time.time_ns() // 1000)
    typer.echo("\n".join(asyncio.run(done)))


@app.command(
    "links", help=_("Create a new link for each household that has not answered, and write the links to a file.")
)
def surveys_links(
    survey: Number,
    file: NewSheet,
    address: Annotated[
        str,
        typer.Option(help=_("The address at which residents reach this service, such as https://survey.example.")),
    ] = "",
    lang: Lang = None,
    config: Config = None,
) -> None:
    language = i18n.use(lang)
    typer.echo(asyncio.run(write_links(settings_of(config), survey, file, address, language)))


WHO = "import"
_HEADERS: Mapping[Language, list[str]] = {
    "zh": ["小区", "楼栋", "单元", "房号", "链接"],
    "en": ["estate", "building", "unit", "room", "link"],
}


class Asked(NamedTuple):
    survey: int
    file: Path
    all_or_nothing: bool = False
    preview: bool = False


async def import_answers(settings: Settings, asked: Asked, language: str, now_us: int) -> list[str]:
    """What was done, in lines; bad rows come first. Raises CommandError where nothing was."""
    with told(), _refusals():
        async with database(settings) as pool:
            store = ResponseStore(pool, settings.zone)
            survey, places = await store.places(asked.survey)
            try:
                found = gather(read_lines(asked.file), survey, places)
            except SheetError as error:
                raise CommandError(f"{asked.file}: {error.sentence(language)}") from None
            except OSError as error:
                raise CommandError(f"{asked.file}: {error.strerror}") from None
            bad = bad_rows(found.bad, language)
            left_out = _("left out: {headers}").format(headers=", ".join(found.unknown) or "-")
            if asked.preview:
                counts = _("{rows} answers, {bad} bad rows").format(rows=len(found.rows), bad=len(found.bad))
                return [*bad, left_out, counts, _("Nothing has changed: this was a preview.")]
            if asked.all_or_nothing and found.bad:
                raise CommandError("\n".join([*bad, _("Nothing was imported: some rows are bad.")]))
            done = await store.put(asked.survey, found.rows, WHO, now_us)
    text = _("{added} answers added, {unchanged} had answered before; {bad} bad rows left out.")
    return [*bad, text.format(**done._asdict(), bad=len(found.bad))]


async def write_links(settings: Settings, survey: int, file: Path, address: str, language: Language) -> str:
    """Earlier links end only where the new ones could be written down."""

    def rows(links: Iterable[Invited]) -> Iterator[list[str]]:
        yield _HEADERS[language]
        for link in links:
            yield [*link.place, f"{address.rstrip('/')}/s/{link.token}"]

    with private_sheet(file) as put, told(), _refusals():
        async with database(settings) as pool:
            pause_us = int(settings.desk.rating_pause_days * DAY_US)
            store, now_us = CampaignStore(pool), time.time_ns() // 1_000
            links, resting = await store.invite(
                survey, None, lambda links: put(rows(links)), at_us=now_us, pause_us=pause_us
            )
            async with session(pool) as connection:
                await note(connection, whoever_types(), "survey_links_made", survey=survey, households=len(links))
    written = _("{count} links written. They are shown only here; earlier ones have ended.").format(count=len(links))
    left_out = _("{count} households were asked lately to rate something else, and get none now.")
    return f"{written}\n{left_out.format(count=resting)}" if resting else written


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except RefusedError as error:
        raise CommandError(str(error)) from None
