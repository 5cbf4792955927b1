"""What needs no sign-in: alive, ready, and the description of the API."""

from aiohttp import hdrs, web

from console.key_words import KeyWordsOut, key_words
from kit.http.health import AliveOut, InChargeOut, readiness
from kit.http.language import language
from kit.http.queries import Query
from kit.http.site import SITE
from kit.roles import Role
from metrics.calls.queries import ReceiptQuery

OPENAPI = web.AppKey("openapi", bytes)


async def healthz(_request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.json_response(body=AliveOut().model_dump_json().encode())


async def readyz(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    ready = readiness(request.app[SITE].checks)
    return web.json_response(body=ready.model_dump_json().encode(), status=200 if ready.ready else 503)


async def in_charge(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    """Tells a load balancer whether this service is in charge."""
    is_ours = request.app[SITE].in_charge()
    out = InChargeOut(in_charge=is_ours)
    return web.json_response(body=out.model_dump_json().encode(), status=200 if is_ours else 503)


async def openapi(request: web.Request, _query: Query, _role: Role | None) -> web.Response:
    return web.json_response(body=request.app[OPENAPI])


async def key_names(request: web.Request, query: ReceiptQuery, _role: Role | None) -> web.Response:
    asked = query.lang or language(request.headers.get(hdrs.ACCEPT_LANGUAGE, ""))
    out = KeyWordsOut(language=asked, words=key_words(asked))
    return web.json_response(body=out.model_dump_json().encode(), headers={hdrs.CONTENT_LANGUAGE: asked})
