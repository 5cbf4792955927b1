"""The HTTP application: the table of operations behind the guards."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from aiohttp import web
from aiohttp.typedefs import Handler

from console import problem_words
from console.frame.problem_page import readable
from console.pages import PAGES
from kit.database.pool import LETTING_GO_SECONDS
from kit.http import guard
from kit.http.auth.access import admit
from kit.http.bodies import read_body
from kit.http.door import door_of
from kit.http.keys import BODY, TOKEN
from kit.http.openapi import describe
from kit.http.options import WebOptions
from kit.http.problems import WORDS, Problem, refusing
from kit.http.queries import read_query
from kit.http.site import SITE
from kit.http.storable import storable
from metrics.calls.repository import CALLS, POLICY
from metrics.objectives.store import DEPARTMENT, OBJECTIVES
from metrics.prometheus.door import REGISTRY
from thirdring.http.answers import OPENAPI
from thirdring.http.operations import OPERATIONS, Operation
from thirdring.http.site import Site
from ticketing.front.ask import DESK


def build_app(site: Site) -> web.Application:
    options = site.options
    limits = [guard.known_host(options), guard.rate_limit(options), guard.size_limit(options)]
    middlewares = [guard.attended, readable, guard.problems, *limits]
    app = web.Application(middlewares=middlewares, client_max_size=options.max_body_bytes)
    _furnish(app, site)
    app[OPENAPI] = describe(OPERATIONS, options.metrics_open)
    for operation in (*OPERATIONS, *PAGES):
        handler = _bound(operation, options)
        if operation.method == "GET":
            app.router.add_get(operation.path, handler, name=operation.id, allow_head=not operation.streams)
        else:
            app.router.add_route(operation.method, operation.path, handler, name=operation.id)
    app.on_response_prepare.append(guard.add_headers)
    app.cleanup_ctx.append(_watching_streams)
    app.on_shutdown.append(_end_streams)
    return app


def _furnish(app: web.Application, site: Site) -> None:
    """Each room finds its own part of the site under its own key."""
    app[SITE] = site
    app[CALLS], app[POLICY] = site.calls, site.policy
    app[OBJECTIVES], app[DEPARTMENT] = site.objectives, site.department
    app[REGISTRY] = site.registry
    app[DESK] = site.desk
    app[WORDS] = problem_words


def _bound(operation: Operation, options: WebOptions) -> Handler:
    handler = refusing(operation.handler)
    is_open = operation.roles is None or (operation.path == "/metrics" and options.metrics_open)

    async def answer(request: web.Request) -> web.StreamResponse:
        if operation.media_type != "text/html" and not all(map(storable, request.match_info.values())):
            raise Problem(404, "There is nothing at this path: it contains an invalid character.")
        site = request.app[SITE]
        role = None
        if operation.roles is not None and not is_open:
            now_seconds, fresh = site.monotonic(), operation.streams
            token = request[TOKEN] = await admit(request, operation.roles, site.tokens, now_seconds, fresh=fresh)
            role = token.role
        query = read_query(request, operation.query)
        if operation.body is not None:
            request[BODY] = await read_body(request, operation.body)
        elif operation.form:
            await request.read()
        if (door := door_of(request)) is not None:
            door.request_is_whole()
        if operation.streams or TOKEN not in request:
            return await handler(request, query, role)
        async with site.turns.of(request[TOKEN].owner):
            return await handler(request, query, role)

    limit_seconds = options.request_timeout_seconds
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

    return answer if operation.streams else in_time


async def _watching_streams(app: web.Application) -> AsyncIterator[None]:
    site = app[SITE]
    watching = asyncio.create_task(site.streams.watch(site.tokens, site.monotonic), name="open streams")
    yield
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


async def _end_streams(app: web.Application) -> None:
    app[SITE].live.stop()
