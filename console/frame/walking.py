"""Pages that are opened while walking: a browser keeps them for places without a network (`src/walk-worker.js`).

What is kept belongs to the reader and ends with the session. So such a page says whose it is, how long the session
lasts at most, and after how long without use it ends.
"""

from urllib.parse import quote

from aiohttp import hdrs, web

from console.built import built, file_of
from console.frame.visit import Reader, Visit
from kit.http.auth.credential import credential
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.http.site import SITE
from kit.roles import Role

READER = "X-Thirdring-Reader"
LASTS_SECONDS = "X-Thirdring-Lasts"
IDLE_SECONDS = "X-Thirdring-Idle"

_LONGEST_SECONDS = 7 * 86_400


def kept_for(visit: Visit, reader: Reader) -> dict[str, str]:
    site = visit.request.app[SITE]
    shown = credential(visit.request)
    token = shown and site.tokens.recall(shown.text, site.monotonic())
    if not token:
        return {}
    lasts_seconds = _LONGEST_SECONDS if token.lasts_seconds is None else min(token.lasts_seconds, _LONGEST_SECONDS)
    idle_seconds = site.options.session_idle_minutes * 60 or _LONGEST_SECONDS
    return {
        READER: quote(reader.name, safe=""),
        LASTS_SECONDS: f"{int(lasts_seconds)}",
        IDLE_SECONDS: f"{idle_seconds}",
    }


async def worker(name: str, _request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    """What keeps pages for places without a network. It has to come from a folder that its pages are in."""
    found = file_of(built().names.get(name, ""))
    if found is None:
        raise Problem(404, "There is no such file: load the page again.")
    headers = {
        hdrs.CACHE_CONTROL: "no-cache",
        hdrs.CONTENT_TYPE: "text/javascript; charset=utf-8",
        "Content-Security-Policy": "default-src 'none'; connect-src 'self'",  # it fetches, and does nothing else
    }
    return web.Response(body=found.content, headers=headers)
