"""The HTTP server: starts on its address, and stops in moments with every stream closed."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from thirdring.web.app import build_app
from thirdring.web.site import Site

_http_log = logging.getLogger("thirdring.web.http")


def _is_ours(record: logging.LogRecord) -> bool:
    """A stranger's malformed request is answered with 400; it shall neither fill the log nor be quoted in it."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_http_log.addFilter(_is_ours)


class _Refused(asyncio.Protocol):
    """One connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            transport.abort()


def _bounded(runner: web.AppRunner, connections_max: int) -> Callable[[], asyncio.Protocol]:
    def accept() -> asyncio.Protocol:
        server = runner.server
        return server() if server and len(server.connections) < connections_max else _Refused()

    return accept


@asynccontextmanager
async def serving(site: Site) -> AsyncIterator[tuple[str, int]]:
    """Yields the address it listens on: with port 0 the system chose one. Raises OSError where it is taken."""
    options = site.options
    runner = web.AppRunner(
        build_app(site),
        access_log=None,
        logger=_http_log,
        auto_decompress=False,
        handler_cancellation=True,
        keepalive_timeout=options.idle_seconds,
        lingering_time=1.0,
        shutdown_timeout=options.stop_seconds,
    )
    await runner.setup()
    try:
        accept = _bounded(runner, options.connections)
        listener = await asyncio.get_running_loop().create_server(accept, options.host, options.port)
        try:
            host, port, *_ = listener.sockets[0].getsockname()
            yield host, port
        finally:
            listener.close()
    finally:
        await runner.cleanup()
