"""The HTTP application: the table of operations behind the guards."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from functools import cache

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from console import problem_words
from console.frame.problem_page import readable
from console.kept import KEPT_DAYS
from console.pages import PAGES
from console.phones import PHONES
from kit.database.pool import LETTING_GO_SECONDS
from kit.http import guard
from kit.http.auth.access import admit
from kit.http.auth.activity import is_by_a_person
from kit.http.bodies import read_body
from kit.http.door import door_of
from kit.http.keys import BODY, TOKEN
from kit.http.openapi import describe
from kit.http.options import WebOptions
from kit.http.problems import WORDS, Problem, refusing
from kit.http.queries import read_query
from kit.http.sent_links import LAST_PART, leads_to
from kit.http.site import SITE
from kit.http.standby import refuse_change
from kit.http.storable import storable
from kit.roles import Role
from metrics.calls.door import HUB
from metrics.calls.repository import CALLS, LIVE, POLICY
from metrics.objectives.store import DEPARTMENT, OBJECTIVES
from metrics.prometheus.door import REGISTRY
from metrics.today.door import FIGURES
from metrics.today.figures import LatestFigures
from thirdring.admin.context import ADMIN
from thirdring.http.answers import OPENAPI
from thirdring.http.operations import OPERATIONS, Operation
from thirdring.http.site import Site
from ticketing.http.ask import DESK


def build_app(site: Site) -> web.Application:
    options = site.options
    uploads = {operation.id for operation in (*OPERATIONS, *PAGES) if operation.upload}
    limits = [guard.known_host(options), guard.rate_limit(options), guard.size_limit(options, uploads)]
    middlewares = [guard.attended, readable, guard.problems, *limits]
    app = web.Application(middlewares=middlewares, client_max_size=options.max_body_bytes)
    _furnish(app, site)
    app[OPENAPI] = _described(options.metrics_open)
    for operation in (*OPERATIONS, *PAGES):
        handler = _bound(operation, options)
        if operation.method == "GET":
            app.router.add_get(operation.path, handler, name=operation.id, allow_head=not operation.streams)
            if _is_sent(operation):
                app.router.add_get(f"{operation.path}/", handler)
        else:
            app.router.add_route(operation.method, operation.path, handler, name=operation.id)
    app.on_response_prepare.append(guard.add_headers)
    app.cleanup_ctx.append(_watching_streams)
    app.on_shutdown.append(_end_streams)
    app.on_cleanup.append(_end_examination)
    return app


@cache
def _described(metrics_open: bool) -> bytes:
    """It takes a fifth of a second, and the tests build hundreds of apps."""
    return describe(OPERATIONS, metrics_open)


def _furnish(app: web.Application, site: Site) -> None:
    """Each room finds its own part of the site under its own key."""
    app[SITE] = site
    app[CALLS], app[HUB], app[POLICY] = site.calls, site.live, site.policy
    app[LIVE], app[FIGURES] = site.live.live_calls, LatestFigures()
    app[OBJECTIVES], app[DEPARTMENT] = site.objectives, site.department
    app[REGISTRY] = site.registry
    app[DESK] = site.desk
    app[ADMIN] = site.admin
    app[KEPT_DAYS] = site.kept_days
    app[PHONES] = site.phones
    app[WORDS] = problem_words


def _is_sent(operation: Operation) -> bool:
    """People open it by a link that they were sent."""
    return operation.media_type == "text/html" and operation.path.endswith(LAST_PART) and operation.method == "GET"


def _meant(request: web.Request, operation: Operation) -> web.Response | None:
    """The way to the page, where the address has a tail that is none of its own."""
    if not _is_sent(operation):
        return None
    token = request.match_info["token"] + ("/" if request.path.endswith("/") else "")
    meant = leads_to(operation.path, token, request.rel_url.raw_query_string)
    return None if meant is None else web.Response(status=302, headers={hdrs.LOCATION: meant})


def _bound(operation: Operation, options: WebOptions) -> Handler:
    handler = refusing(operation.handler)
    roles = None if operation.path == "/metrics" and options.metrics_open else operation.roles

    async def answer(request: web.Request) -> web.StreamResponse:
        if operation.media_type != "text/html" and not all(map(storable, request.match_info.values())):
            raise Problem(404, "There is nothing at this path: it contains an invalid character.")
        if (elsewhere := _meant(request, operation)) is not None:
            return elsewhere
        role = None if roles is None else await _admitted(request, roles, streams=operation.streams)
        refuse_change(request, operation)
        query = read_query(request, operation.query)
        if operation.body is not None:
            request[BODY] = await read_body(request, operation.body)
        elif operation.form:
            await request.read()
        if not operation.upload and (door := door_of(request)) is not None:
            door.request_is_whole()
        if operation.streams or operation.upload or TOKEN not in request:
            return await handler(request, query, role)
        async with request.app[SITE].turns.of(request[TOKEN].owner):
            return await handler(request, query, role)

    limit_seconds = options.upload_seconds if operation.upload else options.request_timeout_seconds
    return answer if operation.streams else _in_time(answer, limit_seconds)


async def _admitted(request: web.Request, roles: frozenset[Role], *, streams: bool) -> Role:
    site = request.app[SITE]
    token = request[TOKEN] = await admit(request, roles, site.tokens, site.monotonic(), fresh=streams)
    if is_by_a_person(request) and not streams:
        site.activity.note(token.id, site.now_us())
    return token.role


def _in_time(answer: Handler, limit_seconds: float) -> Handler:
    working_seconds = max(limit_seconds / 2, limit_seconds - 2 * LETTING_GO_SECONDS)

    async def in_time(request: web.Request) -> web.StreamResponse:
        try:
            async with asyncio.timeout(working_seconds):
                return await answer(request)
        except TimeoutError:
            detail = (
                "The request took too long and was stopped: ask for less, or retry later. /readyz says what is wrong."
            )
            raise Problem(503, detail, headers={"Retry-After": "5"}) from None

    return in_time


async def _watching_streams(app: web.Application) -> AsyncIterator[None]:
    site = app[SITE]
    watching = asyncio.create_task(site.streams.watch(site.tokens, site.monotonic), name="open streams")
    yield
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def _end_streams(app: web.Application) -> None:
    app[SITE].live.stop()
    await app[PHONES].close()


async def _end_examination(app: web.Application) -> None:
    admin = app[ADMIN]
    if admin is not None:
        await admin.examination.stop()
