"""The monthly sheet over HTTP, as a file to print or to go on with."""

import asyncio

from aiohttp import hdrs, web

from thirdring.sheet.file import written
from thirdring.web.auth.roles import Role
from thirdring.web.desk.ask import TOKEN
from thirdring.web.language import language
from thirdring.web.objective_queries import MonthQuery
from thirdring.web.site import SITE

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def monthly_sheet(request: web.Request, query: MonthQuery, _role: Role | None) -> web.Response:
    site = request.app[SITE]
    now_us = site.now_us()
    lines = await site.objectives.month(query.month, now_us)
    spoken = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    file = await asyncio.to_thread(written, query.format, lines, site.department, now_us, site.timezone, spoken)
    name = f"{lines[0].span.first:%Y-%m}-{spoken}.{query.format}"
    await site.objectives.note_export(request[TOKEN].who, name)
    return web.Response(
        body=file,
        headers={
            hdrs.CONTENT_TYPE: MEDIA_TYPES[query.format],
            hdrs.CONTENT_DISPOSITION: f'attachment; filename="thirdring-{name}"',
        },
    )
