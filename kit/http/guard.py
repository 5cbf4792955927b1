"""What stands between the network and a handler: Host, rates, sizes, time limits, and errors turned into problems."""

import ipaddress
import math
import re
import socket
from collections.abc import Collection
from http import HTTPStatus

import structlog
from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from kit.http.clients import NOWHERE, party
from kit.http.database import StoreAway
from kit.http.door import CLIENT, door_of
from kit.http.language import language
from kit.http.options import WebOptions
from kit.http.problems import WORDS, Problem, problem_response
from kit.http.rates import Rates
from kit.http.site import SITE
from kit.http.standby import refusal

log = structlog.get_logger(__name__)

_POLICY = "Content-Security-Policy"
HEADERS = {
    _POLICY: "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    hdrs.CACHE_CONTROL: "no-store",
    hdrs.SERVER: "thirdring",
}


_OWN = frozenset((_POLICY, "Referrer-Policy", hdrs.CACHE_CONTROL))


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """A page that needs more than nothing says itself what a browser may load for it, what it tells of where it comes
    from, and how long it is kept."""
    for name, value in HEADERS.items():
        if name not in _OWN or name not in response.headers:
            response.headers[name] = value


@web.middleware
async def attended(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Reports the head of a request to the door, and gets the client from it."""
    door = door_of(request)
    if door is None:  # the client has gone meanwhile
        request[CLIENT] = party(NOWHERE)
        return await handler(request)
    request[CLIENT] = door.client(request)
    door.request_begins()
    try:
        return await handler(request)
    finally:
        door.request_ends()


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Problem as error:
        problem = error
    except StoreAway:
        detail = "The database does not answer. Calls go on being measured and are stored later; /readyz says more."
        problem = refusal(request) or Problem(503, detail, headers={"Retry-After": "5"})
    except web.HTTPException as error:
        problem = _of_aiohttp(error)
    except ConnectionResetError:
        raise
    except Exception as error:
        log.exception("request failed", route=route_of(request), error=type(error).__name__)
        problem = Problem(500, "This is a fault of the service. Its log has the details.")
    return problem_response(problem, language(request.headers.get(hdrs.ACCEPT_LANGUAGE, "")), request.app.get(WORDS))


def _of_aiohttp(error: web.HTTPException) -> Problem:
    headers = {hdrs.ALLOW: error.headers[hdrs.ALLOW]} if hdrs.ALLOW in error.headers else {}
    details = {
        404: "There is nothing at this path: /api lists what there is.",
        405: "This method is not allowed for this path: Allow lists those that are.",
        413: "The request is too large: send less.",
    }
    return Problem(error.status, details.get(error.status, HTTPStatus(error.status).phrase), headers=headers)


def route_of(request: web.BaseRequest) -> str:
    """The pattern of the path, never the path itself, because that may contain a phone number."""
    match_info = getattr(request, "match_info", None)
    resource = None if match_info is None else match_info.route.resource  # one without parameters is an empty dict
    return resource.canonical if resource else "unknown"


def known_host(options: WebOptions) -> Middleware:
    """Refuses unknown host names, as protection against DNS rebinding. Addresses are accepted."""
    names = {"localhost", socket.gethostname().lower(), *(name.lower() for name in options.hosts)}

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        name = _host_name(request.headers.get(hdrs.HOST, ""))
        if name not in names and not _is_address(name):
            raise Problem(421, "The Host header names an unknown host: add it to `hosts` under [web].")
        return await handler(request)

    return check


_HOST = re.compile(r"(?:\[([0-9a-f:.]+)\]|([^\s:@/\[\]]+))(?::\d{1,5})?", re.IGNORECASE | re.ASCII)


def _host_name(host: str) -> str:
    """A name or address, with or without a port; '' for anything else, such as a name behind an `@`."""
    found = _HOST.fullmatch(host)
    return (found[1] or found[2]).rstrip(".").lower() if found else ""


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def rate_limit(options: WebOptions) -> Middleware:
    rates = Rates(options)

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        site = request.app[SITE]
        wait_seconds = rates.take(request, site.tokens, site.monotonic())
        if wait_seconds:
            after = str(math.ceil(wait_seconds))
            raise Problem(429, f"Too many requests: ask again in {after} s.", headers={"Retry-After": after})
        return await handler(request)

    return check


def size_limit(options: WebOptions, uploads: Collection[str] = ()) -> Middleware:
    """`uploads` are the names of routes that receive large bodies in pieces and limit them themselves."""

    @web.middleware
    async def check(request: web.Request, handler: Handler) -> web.StreamResponse:
        is_large = (request.content_length or 0) > options.max_body_bytes
        if is_large and request.match_info.route.name not in uploads:
            raise Problem(413, f"The body may have {options.max_body_bytes} bytes: send less.")
        return await handler(request)

    return check
