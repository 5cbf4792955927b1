"""Serves the pages and what they are made of. They hold no data: their script asks the API with what the reader has."""

import json
import re
from collections.abc import Mapping
from datetime import tzinfo
from functools import cache, partial
from html import escape
from importlib.resources import files
from typing import Literal

from aiohttp import hdrs, web
from pydantic import Field

from console.reader.kept import KEPT_DAYS, KeptDays
from console.reader.words import words
from kit.http.language import language
from kit.http.operation import Operation
from kit.http.queries import Query
from kit.http.site import SITE
from kit.i18n import LANGUAGES, Language
from kit.roles import Role

POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
_HERE = files("console.reader")
_PAGE = _HERE.joinpath("page.html").read_text("utf-8")
_NO_SCRIPT = {"en": "This page needs JavaScript.", "zh": "此页面需要启用 JavaScript。"}
_NAMES = {"en": "English", "zh": "中文"}
_TYPES = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
_FILES = {
    "/reader/reader.js": "Return the script of the pages",
    "/reader/parts.js": "Return the shared parts of the pages' script",
    "/reader/signing_in.js": "Return the script for signing in and out",
    "/reader/call.js": "Return the script of the call page",
    "/reader/ticket.js": "Return the script of the ticket page",
    "/reader/reader.css": "Return the style sheet of the pages",
    "/favicon.svg": "Return the icon of Third Ring",
}


class PageQuery(Query):
    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the page; by default Accept-Language decides"
    )


async def page(request: web.Request, query: PageQuery, _role: Role | None) -> web.Response:
    spoken = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    text = _filled(spoken, request.app[SITE].timezone, request.app[KEPT_DAYS])
    return _answer(text.encode(), "text/html", {hdrs.VARY: hdrs.ACCEPT_LANGUAGE, hdrs.CONTENT_LANGUAGE: spoken})


def _filled(spoken: Language, zone: tzinfo, kept: KeptDays) -> str:
    [other] = set(LANGUAGES) - {spoken}
    said = {
        "tag": "zh-CN" if spoken == "zh" else "en",
        "zone": zone,
        **kept._asdict(),
        "other": other,
        "other_name": _NAMES[other],
        "no_script": _NO_SCRIPT[spoken],
    }
    return _PAGE.format_map({name: escape(str(value)) for name, value in said.items()})


async def page_words(request: web.Request, query: PageQuery, _role: Role | None) -> web.Response:
    spoken = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    return _answer(_words(spoken), "application/json", {hdrs.VARY: hdrs.ACCEPT_LANGUAGE})


@cache
def _words(spoken: Language) -> bytes:
    return json.dumps(words(spoken), ensure_ascii=False).encode()


async def file(
    content: bytes, media_type: str, _request: web.Request, _query: Query, _role: Role | None
) -> web.Response:
    return _answer(content, media_type)


def _answer(body: bytes, media_type: str, more: Mapping[str, str] | None = None) -> web.Response:
    headers = {hdrs.CONTENT_TYPE: f"{media_type}; charset=utf-8", "Content-Security-Policy": POLICY}
    return web.Response(body=body, headers={**headers, **(more or {})})


def _file(path: str, summary: str, named: str = "") -> Operation:
    name = (named or path).rpartition("/")[2]
    media_type = _TYPES[name.rpartition(".")[2]]
    handler = partial(file, _HERE.joinpath(name).read_bytes(), media_type)
    identifier = "get" + "".join(word.title() for word in re.split(r"\W|_", path.rpartition("/")[2]))
    return Operation(identifier, path, summary, handler, roles=None, files=(media_type,))


READER_OPERATIONS = (
    Operation(
        "getCallPage",
        "/calls/{pbx}/{linkedid}",
        "Return the page of a call",
        page,
        roles=None,
        query=PageQuery,
        media_type="text/html",
    ),
    Operation(
        "getTicketPage",
        "/tickets/{number}",
        "Return the page of a ticket",
        page,
        roles=None,
        query=PageQuery,
        media_type="text/html",
    ),
    Operation(
        "getPageWords", "/reader/words.json", "Return the texts of the pages", page_words, roles=None, query=PageQuery
    ),
    *(_file(path, summary) for path, summary in _FILES.items()),
    _file("/favicon.ico", "Return the icon at the path that browsers expect", "favicon.svg"),
)
