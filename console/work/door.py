"""The page of a link of work: a workman does one ticket on a telephone, without an account."""

import re
import secrets
from urllib.parse import quote

from aiohttp import web

from console.frame.page import answered
from console.frame.visit import Visit
from kit.http.auth.credential import is_behind_tls
from kit.http.problems import Problem
from ticketing.work_links.link_door import COOKIE

_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)
_DAYS_KEPT = 90


async def work(visit: Visit) -> web.Response:
    """The first request gives the telephone a token of its own. Whoever accepts goes on with that telephone."""
    token = visit.path("token")
    try:
        found = await visit.get(f"/api/v1/work/{quote(token, safe='')}")
    except Problem as problem:
        data = {
            "visit": visit,
            "detail": visit.in_words(problem.detail),
            "ended": problem.status not in (429, 503),
            "token": token if _SHAPE.fullmatch(token) else "",
        }
        return _private(answered(visit, "work/over.html", data, problem.status))
    response = answered(visit, "work/page.html", {"visit": visit, "work": found, "token": token, "ended": False})
    if not _SHAPE.fullmatch(visit.request.cookies.get(COOKIE, "")):
        secure = is_behind_tls(visit.request)
        seconds = _DAYS_KEPT * 86_400
        word = secrets.token_urlsafe(24)
        response.set_cookie(COOKIE, word, max_age=seconds, path="/", httponly=True, samesite="Lax", secure=secure)
    return _private(response)


def _private(response: web.Response) -> web.Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
