"""`thirdring surveys …`: answers in from a sheet, links out as one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from thirdring.commands import CommandError
from thirdring.commands.bad_rows import bad_rows
from thirdring.commands.database import told
from thirdring.database.access import database
from thirdring.database.pool import session
from thirdring.i18n import Language, _
from thirdring.quality.refusals import GoneError
from thirdring.settings import Settings
from thirdring.surveys.campaigns import CampaignStore
from thirdring.surveys.responses import ResponseStore
from thirdring.web.auth.users import note
from ticketing.sheets.files import SheetError, read_lines, write_csv, write_xlsx
from ticketing.surveys.sheet import gather
from ticketing.surveys.states import SurveyError

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
                raise CommandError(f"{asked.file}: {error}") from None
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
    with told(), _refusals():
        async with database(settings) as pool:
            links = await CampaignStore(pool).invite(survey, None)
            async with session(pool) as connection:
                await note(connection, "command", "survey_links_made", survey=survey, households=len(links))
    header = _HEADERS[language]
    rows = [[*link.place, f"{address.rstrip('/')}/s/{link.token}"] for link in links]
    write = write_xlsx if file.suffix.lower() == ".xlsx" else write_csv
    try:
        write([header, *rows], file)
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None
    return _("{count} links written. They are shown only here; earlier ones have ended.").format(count=len(links))


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (GoneError, SurveyError) as error:
        raise CommandError(str(error)) from None
