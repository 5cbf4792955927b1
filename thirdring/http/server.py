"""The HTTP server: starts on its address, and stops in moments with every stream closed."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from kit.http.door import Doors
from kit.http.files import making_room
from thirdring.http.app import build_app
from thirdring.http.site import Site
from thirdring.http.speaking import speaking

_BACKLOG = 512
"""Who finds it full waits a second for the next try, as TCP has it."""

_http_log = logging.getLogger("kit.http.http")


def _is_ours(record: logging.LogRecord) -> bool:
    """A stranger's malformed request is answered with 400; it shall neither fill the log nor be quoted in it."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_http_log.addFilter(_is_ours)


def _speak(runner: web.AppRunner) -> asyncio.Protocol | None:
    """None: the service stops."""
    return None if runner.server is None else speaking(runner.server)


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
    doors = Doors(options, partial(_speak, runner))
    try:
        listener = await asyncio.get_running_loop().create_server(doors, options.host, options.port, backlog=_BACKLOG)
        try:
            host, port, *_ = listener.sockets[0].getsockname()
            with making_room(doors.make_room):
                yield host, port
        finally:
            listener.close()
            doors.close()
    finally:
        await runner.cleanup()
