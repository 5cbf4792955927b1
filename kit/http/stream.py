"""GET /api/v1/live: the hub's events as server-sent events."""

import asyncio
import math
import socket
from collections.abc import Callable
from contextlib import suppress

from aiohttp import hdrs, web

from kit.http.auth.credential import credential
from kit.http.auth.tokens import digest
from kit.http.keys import TOKEN
from kit.http.live import Listener
from kit.http.live_event import Bundle, LiveEvent
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.http.site import SITE, HttpSite
from kit.roles import SEES_NUMBERS, Role

_RETRY = b"retry: 2000\n\n"
_HEARTBEAT = b": still here\n\n"
_GONE_MS = 30_000
_LATER = {"Retry-After": "10"}


async def live(request: web.Request, _query: Query, role: Role | None) -> web.StreamResponse:
    site = request.app[SITE]
    sees_numbers = role in SEES_NUMBERS
    _refuse_too_many(request, site)
    response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream", "X-Accel-Buffering": "no"})
    listener = Listener(lambda: _cut(request), request[TOKEN].who, role)
    first = site.live.join(listener, request.headers.get("Last-Event-ID"), site.now_us())
    shown = credential(request)
    key = digest(shown.text if shown else "")
    who = request[TOKEN].who
    site.attendance.came(who)
    _notice_when_gone(request)
    try:
        async with site.streams.lasting(key, request[TOKEN]):
            await response.prepare(request)
            await response.write(_opening(first, sees_numbers))
            listener.at_once = _at_once(request, response, sees_numbers)
            await _follow(response, listener, site, sees_numbers)
    except ConnectionResetError:
        pass  # the client has gone, or was cut because it was too slow
    except TimeoutError:
        _end(request)
    finally:
        site.live.leave(listener)
        site.attendance.left(who, site.now_us())
    return response


def _refuse_too_many(request: web.Request, site: HttpSite) -> None:
    """Raises Problem."""
    if len(site.live) >= site.options.live_clients:
        raise Problem(503, "Too many live streams are open: close one, or retry later.", headers=_LATER)
    if site.streams.of(request[TOKEN]) >= site.options.live_clients_per_user:
        raise Problem(429, "You have too many live streams open: close a page that you do not need.", headers=_LATER)
    if wait_seconds := site.joins.take(str(request[TOKEN].owner), site.monotonic()):
        raise Problem(429, "You open the live stream too often: try again later.", headers=_after(wait_seconds))


def _notice_when_gone(request: web.Request) -> None:
    """A computer that was switched off says no goodbye: what is sent to it and not acknowledged ends the connection."""
    connection = None if request.transport is None else request.transport.get_extra_info("socket")
    if connection is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _GONE_MS)


def _after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(seconds))}


def _cut(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _end(request: web.Request) -> None:
    """The token is good no more. A client that has not read all of it would hold up a polite end for ever."""
    if request.transport is not None and request.transport.get_write_buffer_size():
        _cut(request)


def _opening(first: list[LiveEvent], sees_numbers: bool) -> bytes:
    return _RETRY + b"".join(event.frame(sees_numbers) for event in first)


def _at_once(
    request: web.Request, response: web.StreamResponse, sees_numbers: bool
) -> Callable[[LiveEvent | Bundle], bool]:
    chunked = response.headers.get(hdrs.TRANSFER_ENCODING) == "chunked"

    def written(event: LiveEvent | Bundle) -> bool:
        """False where something waits to be sent already, or nothing can be."""
        transport = request.transport
        if transport is None or transport.is_closing() or transport.get_write_buffer_size():
            return False
        data = event.frame(sees_numbers)
        transport.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)
        return True

    return written


async def _follow(response: web.StreamResponse, listener: Listener, site: HttpSite, sees_numbers: bool) -> None:
    """Writes what was not sent at once, as many events together as there are, until the service stops or the client
    disconnects."""
    while not listener.lost:
        try:
            async with asyncio.timeout(site.options.heartbeat_seconds):
                events = [await listener.queue.get()]
        except TimeoutError:
            await response.write(_HEARTBEAT)
            continue
        while not listener.queue.empty():
            events.append(listener.queue.get_nowait())
        await response.write(b"".join(event.frame(sees_numbers) for event in events if event))
        if None in events:
            return
