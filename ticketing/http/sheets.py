"""What the doors of sheets of every kind have in common: received, found again, its bad rows to download."""

import asyncio
import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from aiohttp import hdrs, web

from kit.http.language import language
from kit.http.upload import receive
from kit.sheet_jobs.apart import Found
from kit.sheet_jobs.jobs import FILE_BYTES_MAX, SheetJob, SheetKind
from kit.sheets.files import write_xlsx
from ticketing.http.ask import Ask
from ticketing.sheets import SheetLanguage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PROBLEM = {"zh": "问题", "en": "problem"}


async def received(ask: Ask) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sheet"
        await receive(ask.request, file, FILE_BYTES_MAX)
        return await asyncio.to_thread(file.read_bytes)


def job_of(ask: Ask, kind: SheetKind) -> SheetJob:
    """The one in the path. Raises NoSheetError."""
    return ask.site.sheets.get(kind, ask.path("sheet"), ask.token.who)


def spoken(ask: Ask, query: SheetLanguage) -> str:
    return query.lang or language(ask.request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))


async def bad_rows_of(job: SheetJob, said_in: str) -> web.Response:
    """The rows in which something is bad, with what it is, to be put right and sent again."""
    sink = io.BytesIO()
    rows = [] if job.found is None else list(_bad_rows(job.found, said_in))
    await asyncio.to_thread(write_xlsx, rows, sink)
    headers = {hdrs.CONTENT_TYPE: XLSX, hdrs.CONTENT_DISPOSITION: 'attachment; filename="bad-rows.xlsx"'}
    return web.Response(body=sink.getvalue(), headers=headers)


def _bad_rows(found: Found, said_in: str) -> Iterator[Sequence[str]]:
    headers = found.gathered.columns.headers
    yield (_PROBLEM[said_in], *headers)
    for line, cells in found.bad_lines.items():
        said = [
            f"{one.header or one.column}: {one.sentence(said_in)}" for one in found.gathered.bad if one.line == line
        ]
        yield ("; ".join(said), *cells)
