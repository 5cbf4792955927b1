"""The AGI server beside the rest of the service. Where its port is taken, calls are measured all the same."""

import asyncio
import contextlib
import sys
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, TypeVar

import structlog

from kit.seldom import Seldom
from telephony.agi.counts import Counts, End, Observer
from telephony.agi.server import AgiServer, Script
from thirdring.canary.script import CanaryScript
from thirdring.settings import Settings
from ticketing.agi.desk import AgiDesk
from ticketing.agi.housekeepers import Housekeepers, ring_seconds
from ticketing.agi.scripts import HotlineScripts
from ticketing.agi.work_script import WorkScript
from ticketing.shifts.duty_book import DutyBook

SWITCH_SECONDS = 0.0005
"""How long a session waits for the interpreter while the event loop is busy, a dozen times a call: 5 ms unless set."""

_TROUBLE = frozenset({End.FAILED, End.LATE, End.REFUSED})

T = TypeVar("T")

log = structlog.get_logger()


class LoggedCounts(Counts):
    """Failures and forged lines in the log as well, each kind once a minute; what a caller said stays out of it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._seldom = defaultdict[str, Seldom](lambda: Seldom(clock))  # by kind

    def ended(self, path: str, how: End, error: Exception | None) -> None:
        super().ended(path, how, error)
        if how in _TROUBLE:
            self._say(how, "an AGI session set nothing", script=path, how=how.value, why=type(error).__name__)

    def forged(self, path: str) -> None:
        super().forged(path)
        text = "a caller's number or name held line breaks: an AGI session goes on without the number"
        self._say("forged", text, script=path)

    def _say(self, kind: str, text: str, **fields: str) -> None:
        if times := self._seldom[kind].times():
            log.warning(text, **fields, times=times)


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


RingSeconds = Callable[[str], float | None]


def housekeepers_of(settings: Settings, duty: DutyBook) -> Housekeepers:
    policy = settings.service_level()
    seconds = duty.rules.housekeeper_ring_seconds or ring_seconds(policy.limit_us, policy.period_us)
    return Housekeepers(settings.devices(), seconds, duty)


def scripts(settings: Settings, desk: AgiDesk, canary: RingSeconds, now_us: Callable[[], int]) -> Mapping[str, Script]:
    """For the running event loop. `canary`: how long the test telephone of a PBX is to ring."""
    pbxs = tuple(pbx.name for pbx in settings.pbx) or ("",)
    ask = LoopAsk(asyncio.get_running_loop())
    work = WorkScript(desk.workmen, ask, settings.work.call, now_us)
    own = {"work": work.script(), "canary": CanaryScript(canary, pbxs).script()}
    return {**HotlineScripts(desk, ask, settings.agi, pbxs, now_us).table(), **own}


@contextlib.asynccontextmanager
async def agi_serving(
    settings: Settings, desk: AgiDesk, canary: RingSeconds, now_us: Callable[[], int], observer: Observer
) -> AsyncIterator[tuple[str, int] | None]:
    """Yields the address at which AGI listens; None: AGI is off."""
    if not settings.agi.enabled:
        yield None
        return
    agi = settings.agi
    server = AgiServer(scripts(settings, desk, canary, now_us), agi.sessions, observer, agi.of_one_address)
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
