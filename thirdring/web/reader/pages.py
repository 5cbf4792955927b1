"""Serves the pages and what they are made of. They hold no data: their script asks the API with the reader's token."""

from importlib.resources import files

from aiohttp import hdrs, web

from thirdring.web.auth.roles import Role
from thirdring.web.operation import Operation
from thirdring.web.queries import Query

POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_HERE = files("thirdring.web.reader")
_PAGE, _SCRIPT, _STYLE = (_HERE.joinpath(name).read_bytes() for name in ("page.html", "reader.js", "reader.css"))


async def page(_request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return _answer(_PAGE, "text/html")


async def script(_request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return _answer(_SCRIPT, "text/javascript")


async def style(_request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return _answer(_STYLE, "text/css")


def _answer(body: bytes, media_type: str) -> web.Response:
    headers = {hdrs.CONTENT_TYPE: f"{media_type}; charset=utf-8", "Content-Security-Policy": POLICY}
    return web.Response(body=body, headers=headers)


READER_OPERATIONS = (
    Operation(
        "getCallPage",
        "/calls/{pbx}/{linkedid}",
        "The page of a call: why it has its figures, read with a token",
        page,
        roles=None,
        media_type="text/html",
    ),
    Operation(
        "getTicketPage",
        "/tickets/{number}",
        "The page of a ticket, read with a token",
        page,
        roles=None,
        media_type="text/html",
    ),
    Operation(
        "getReaderScript", "/reader/reader.js", "The pages' script", script, roles=None, media_type="text/javascript"
    ),
    Operation("getReaderStyle", "/reader/reader.css", "The pages' style", style, roles=None, media_type="text/css"),
)
