"""What all pages have in common: script and style, the sign, and what a telephone keeps of them."""

from functools import partial
from importlib.resources import files

from aiohttp import hdrs, web

from console.built import file_of
from console.frame.page import nowhere_kept, page
from console.frame.walking import worker
from kit.http.codings import takes_gzip
from kit.http.operation import Operation
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.roles import Role

_FOR_GOOD = "public, max-age=31536000, immutable"


async def built_file(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    found = file_of(request.match_info["name"])
    if found is None:
        raise Problem(404, "There is no such file: load the page again.")
    headers = {hdrs.CACHE_CONTROL: _FOR_GOOD, hdrs.CONTENT_TYPE: f"{found.media_type}; charset=utf-8"}
    headers[hdrs.VARY] = hdrs.ACCEPT_ENCODING
    if not takes_gzip(request):
        return web.Response(body=found.content, headers=headers)
    return web.Response(body=found.packed, headers={**headers, hdrs.CONTENT_ENCODING: "gzip"})


async def sign(content: bytes, _request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.Response(body=content, content_type="image/svg+xml")


_SIGN = partial(sign, files("console.frame").joinpath("favicon.svg").read_bytes())
_WALKS = partial(worker, "walk-worker.js")

PAGES: tuple[Operation, ...] = (
    Operation(
        "getBuiltFile", "/built/{name}", "The pages' script and style", built_file, roles=None, files=("text/css",)
    ),
    *(
        Operation(f"get{name.title()}", f"/favicon.{name}", "The sign of Third Ring", _SIGN, roles=None)
        for name in ("svg", "ico")
    ),
    Operation("getWalkWorker", "/walk-worker.js", "What keeps the pages for walking", _WALKS, roles=None),
    page("showWithoutNetwork", "/without-network", "What stands where no page is kept", nowhere_kept),
)
