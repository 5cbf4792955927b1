"""The open pages: alive, ready, the description of the API, and what is where."""

import re
from collections.abc import Mapping
from html import escape
from importlib.resources import files

from aiohttp import hdrs, web

from console.key_words import KeyWordsOut, key_words
from kit.http.health import AliveOut, readiness
from kit.http.language import Language, language
from kit.http.queries import Query
from kit.http.site import SITE
from kit.roles import Role
from metrics.calls.queries import ReceiptQuery

OPENAPI = web.AppKey("openapi", bytes)
_LANDING_POLICY = "default-src 'none'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
_ENGLISH = files("thirdring.http").joinpath("landing.html").read_text(encoding="utf-8")
_TURNED = re.sub(r'<td>([^<\n]*)<td lang="zh">(.*)', r'<td>\2<td lang="en">\1', _ENGLISH)
_CHINESE = _TURNED.replace('lang="en">\n<meta', 'lang="zh-CN">\n<meta').replace("<title>", "<title>三声之内 · ")
_LANDING: Mapping[Language, str] = {"en": _ENGLISH, "zh": _CHINESE}
"""What is where, the reader's language first."""


async def healthz(_request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.json_response(body=AliveOut().model_dump_json().encode())


async def readyz(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    ready = readiness(request.app[SITE].checks)
    return web.json_response(body=ready.model_dump_json().encode(), status=200 if ready.ready else 503)


async def openapi(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.json_response(body=request.app[OPENAPI])


async def key_names(request: web.Request, query: ReceiptQuery, _role: Role | None) -> web.Response:
    asked = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    out = KeyWordsOut(language=asked, words=key_words(asked))
    return web.json_response(body=out.model_dump_json().encode(), headers={hdrs.CONTENT_LANGUAGE: asked})


async def landing(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    asked = language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    page = _LANDING[asked].replace("127.0.0.1:8080", escape(request.host))
    headers = {
        hdrs.CONTENT_LANGUAGE: asked,
        hdrs.VARY: hdrs.ACCEPT_LANGUAGE,
        "Content-Security-Policy": _LANDING_POLICY,
    }
    return web.Response(text=page, content_type="text/html", headers=headers)
