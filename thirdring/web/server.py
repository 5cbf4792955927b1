"""The HTTP server: starts on its address, and stops in moments with every stream closed."""

import logging
from collections.abc import AsyncIterator
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
        await web.TCPSite(runner, options.host, options.port).start()
        host, port, *_ = runner.addresses[0]
        yield host, port
    finally:
        await runner.cleanup()
