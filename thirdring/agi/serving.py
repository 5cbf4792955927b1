"""The AGI server beside the rest of the service. Where its port is taken, calls are measured all the same."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, TypeVar

import structlog

from telephony.agi.server import AgiServer, Counts, Script
from thirdring.agi.desk import AgiDesk
from thirdring.agi.scripts import HotlineScripts
from thirdring.settings import Settings

SWITCH_SECONDS = 0.0005
"""How long a session waits for the interpreter while the event loop is busy, a dozen times a call: 5 ms unless set."""

T = TypeVar("T")

log = structlog.get_logger()


class LoggedCounts(Counts):
    """Failures in the log as well; what a caller said or is called stays out of it."""

    def ended(self, path: str, how: str, error: Exception | None) -> None:
        super().ended(path, how, error)
        if how in ("failed", "late", "refused"):
            log.warning("an AGI session set nothing", script=path, how=how, why=type(error).__name__)


class LoopAsk:
    """Work for the event loop, asked for on another thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def __call__(self, work: Coroutine[Any, Any, T], within_seconds: float) -> T:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(max(0.0, within_seconds))
        except TimeoutError:
            future.cancel()
            raise


def scripts(settings: Settings, desk: AgiDesk, now_us: Callable[[], int]) -> Mapping[str, Script]:
    """For the running event loop."""
    pbx = settings.pbx[0].name if settings.pbx else ""
    return HotlineScripts(desk, LoopAsk(asyncio.get_running_loop()), settings.agi, pbx, now_us).table()


@contextlib.asynccontextmanager
async def agi_serving(
    settings: Settings, desk: AgiDesk, now_us: Callable[[], int]
) -> AsyncIterator[tuple[str, int] | None]:
    """Where it listens; None where it does not."""
    if not settings.agi.enabled:
        yield None
        return
    server = AgiServer(scripts(settings, desk, now_us), settings.agi.sessions, LoggedCounts())
    before_seconds = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        address = server.start(*settings.agi.listen)
    except OSError as error:
        address = None
        log.warning(
            "no AGI: its address cannot be had; set agi.listen to a free one, or agi.enabled to false",
            address=str(settings.agi.listen),
            why=error.strerror,
        )
    try:
        yield address
    finally:
        await asyncio.to_thread(server.stop)
        sys.setswitchinterval(before_seconds)
