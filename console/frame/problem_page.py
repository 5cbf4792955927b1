"""What is wrong as a page, for a browser. Programs get JSON: they do not ask for HTML, or ask under /api."""

import re

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from console.frame.languages import chosen, keep
from console.frame.page import nowhere, refused
from console.frame.visit import Visit
from kit.http.problems import PROBLEM, Problem

_FOR_PROGRAMS = re.compile(r"/(api|metrics|healthz|readyz)(/|$)")
_KEPT = (hdrs.RETRY_AFTER, hdrs.ALLOW)


@web.middleware
async def readable(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    problem = response.get(PROBLEM)
    if problem is None or not _by_a_browser(request):
        return response
    page = await _page(Visit(request), problem)
    for name in _KEPT:
        if name in response.headers:
            page.headers[name] = response.headers[name]
    wanted = chosen(request)
    if wanted is not None:
        keep(page, wanted)
    return page


async def _page(visit: Visit, problem: Problem) -> web.Response:
    return await nowhere(visit) if problem.status == web.HTTPNotFound.status_code else await refused(visit, problem)


def _by_a_browser(request: web.Request) -> bool:
    asked = request.headers.get(hdrs.ACCEPT, "").lower()
    return request.method in ("GET", "HEAD") and "text/html" in asked and not _FOR_PROGRAMS.match(request.path)
