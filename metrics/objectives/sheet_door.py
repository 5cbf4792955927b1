"""The monthly sheet over HTTP, as a file for printing or for a spreadsheet."""

import asyncio

from aiohttp import hdrs, web

from kit.http.keys import TOKEN
from kit.http.language import language
from kit.http.site import SITE
from kit.roles import Role
from metrics.objectives.queries import MonthQuery
from metrics.objectives.sheet.file import written
from metrics.objectives.store import DEPARTMENT, OBJECTIVES

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def monthly_sheet(request: web.Request, query: MonthQuery, _role: Role | None) -> web.Response:
    site = request.app[SITE]
    now_us = site.now_us()
    lines = await request.app[OBJECTIVES].month(query.month, now_us)
    honesty = await request.app[OBJECTIVES].honesty(query.month, now_us)
    spoken = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    file = await asyncio.to_thread(
        written, query.format, lines, honesty, request.app[DEPARTMENT], now_us, site.timezone, spoken
    )
    name = f"{lines[0].span.first:%Y-%m}-{spoken}.{query.format}"
    await request.app[OBJECTIVES].note_export(request[TOKEN].who, name)
    return web.Response(
        body=file,
        headers={
            hdrs.CONTENT_TYPE: MEDIA_TYPES[query.format],
            hdrs.CONTENT_DISPOSITION: f'attachment; filename="thirdring-{name}"',
        },
    )
