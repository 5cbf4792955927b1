"""A list as a file, with the rows, columns and order of the page. The API is asked with the reader's rights."""

import asyncio
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from aiohttp import hdrs, web

from console.frame.columns import NAME, Column, chosen
from console.frame.drawing import environment
from console.frame.fields import Field, Words
from console.frame.lists import List, filters, unsorted
from console.frame.visit import Visit
from kit.http.auth.credential import PAGE_WORD, is_from_elsewhere
from kit.http.problems import Problem
from kit.http.queries import PAGE_LIMIT_MAX
from kit.i18n import translations
from kit.sheets.files import write_csv, write_xlsx
from ticketing.exports.door import EXPORT_MAX

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Export(NamedTuple):
    """`fields`: what a column of the page has in it, each a column of the file. `note`: where it is noted."""

    of: List
    name: str
    columns: Sequence[Column]
    fields: Mapping[str, Sequence[Field]]
    note: str = "/api/v1/exports"
    told: Mapping[str, str] = {}


async def exported(visit: Visit, export: Export, categories: Mapping[str, str] | None = None) -> web.Response:
    """Raises Problem 422 for more rows than one file has: none is left out without a word."""
    if is_from_elsewhere(visit.request):
        raise Problem(403, "Export on the page of Third Ring itself.")
    typed = await visit.form()
    form = "xlsx" if typed.get("as") == "xlsx" else "csv"
    wanted = filters(visit)
    rows = await _all_rows(visit, export.of.api, wanted)
    told = {**export.told, "format": form, "rows": len(rows), "filters": sorted(name[:64] for name in unsorted(wanted))}
    await visit.change("POST", export.note, told, headers={PAGE_WORD: typed.get("word", "")})
    fields = _fields(export, visit.request.query.getall(NAME, []))
    content = await asyncio.to_thread(_written, visit, form, fields, rows, categories or {})
    at = datetime.fromtimestamp(visit.now_us / 1e6, visit.zone)
    headers = {
        hdrs.CONTENT_TYPE: _TYPES[form],
        hdrs.CONTENT_DISPOSITION: f'attachment; filename="thirdring-{export.name}-{at:%Y%m%d-%H%M}.{form}"',
        hdrs.CACHE_CONTROL: "no-store",
    }
    return web.Response(body=content, headers=headers)


async def _all_rows(visit: Visit, api: str, wanted: Mapping[str, str]) -> list[Any]:
    query = {**wanted, "limit": str(PAGE_LIMIT_MAX)}
    query.pop("cursor", None)
    rows: list[Any] = []
    while True:
        page = await visit.get(api, query)
        rows += page["items"]
        if len(rows) > EXPORT_MAX or (page["next"] and len(rows) == EXPORT_MAX):
            raise Problem(422, f"The list has more than {EXPORT_MAX} rows: narrow it by a filter first.")
        if not page["next"]:
            return rows
        query["cursor"] = page["next"]


def _fields(export: Export, said: Sequence[str]) -> list[Field]:
    """The fields in the order of the columns. Two columns may show the same field: it is there once."""
    columns = chosen(export.columns, said)
    found = {field.title: field for column in columns for field in export.fields[column.key]}
    return list(found.values())


def _written(
    visit: Visit, form: str, fields: Sequence[Field], rows: Sequence[Any], categories: Mapping[str, str]
) -> bytes:
    drawn, say = environment(visit.language, visit.zone).filters, translations(visit.language).gettext
    words = Words(drawn["said"], drawn["whole"], say, categories)
    cells = ([_unsaid_is_empty(field.cell(row, words)) for field in fields] for row in rows)
    sink = io.BytesIO()
    write = write_xlsx if form == "xlsx" else write_csv
    write([[say(field.title) for field in fields], *cells], sink)
    return sink.getvalue()


def _unsaid_is_empty(text: str) -> str:
    return "" if text == "–" else text
