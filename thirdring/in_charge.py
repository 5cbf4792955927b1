"""What only the service that is in charge does: it is started here, at once, or when one that stood by takes over.

One that stands by derives calls in memory and shows them. It stores, counts and acts upon nothing.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import structlog

from kit.database.tenure import Tenure
from kit.tasks import SERVICE_LOCK, STANDBY_LOCK, Claim
from kit.wrong import SettingsError
from thirdring.assembly import Service
from thirdring.away import AwayAgents
from thirdring.first_start import announce
from thirdring.http.site import Site
from thirdring.idle import IdleSessions, in_calls, on_duty
from thirdring.measuring import NowUs
from thirdring.settings import Settings
from ticketing.workflows.worker import DeskWorker

STOP_SECONDS = 2.0
_CLAIM_SECONDS = 1.0

log = structlog.get_logger()


class Place:
    """What we hold of data_dir, which two services may share: the one in charge has `service.lock`. Raises
    SettingsError where it is taken."""

    def __init__(self, settings: Settings) -> None:
        self._first, self._second = (Claim(settings.data_dir, name) for name in (SERVICE_LOCK, STANDBY_LOCK))
        settings.data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._first.hold()
        if not self._first.held and settings.service.standby:
            self._second.hold()
        if not self._first.held and not self._second.held:
            text = f"another Third Ring runs with data_dir {settings.data_dir}: stop it, or give this one its own"
            raise SettingsError(text)

    @property
    def is_second(self) -> bool:
        return not self._first.held

    def move_up(self) -> None:
        """Takes the first lock as soon as the other service has released it."""
        self._first.hold()
        if self._first.held:
            self._second.release()

    def release(self) -> None:
        self._first.release()
        self._second.release()


def shares_data_dir(tenure: Tenure, data_dir: Path, place: Place | None) -> bool:
    """Whether the service in charge, beside which we stand by, has the same folder. One that has just taken over may
    not have moved up yet."""
    leader = None if tenure.standby is None or tenure.gate.is_open else tenure.standby.leader
    is_there = leader is not None and (leader.host, leader.data_dir) == (socket.gethostname(), str(data_dir.absolute()))
    return is_there or (place is not None and place.is_second)


class Charge:
    """`parts` is left, in its place among all parts of the service, after what was started by `take`."""

    def __init__(
        self,
        service: Service,
        parts: contextlib.AsyncExitStack,
        before_desk: Callable[[], Awaitable[None]],
        place: Place | None,
    ) -> None:
        self._service = service
        self._place = place
        self._parts = parts
        self._before_desk = before_desk

    async def take(self) -> None:
        service = self._service
        service.in_charge.now = True
        if service.followed is not None:
            service.followed.tells = True
        service.measured.fold.begin()
        await self._parts.enter_async_context(service.tasks.start(service.measured.fold.run(), "store"))
        self._parts.push_async_callback(service.measured.fold.finish, STOP_SECONDS)
        await self._start_desk()

    async def take_over(self, site: Site, clock: NowUs, address: tuple[str, int]) -> None:
        """Waits until the database is ours, then takes over. Never returns."""
        service = self._service
        await service.access.tenure.held()
        began = time.monotonic()
        await service.access.database.pool.expire_connections()  # those that only read
        await self.take()
        await look_after_sessions(service, site, self._parts, clock, address)
        log.info("in charge", seconds=round(time.monotonic() - began, 3))
        while True:
            if self._place is not None:
                self._place.move_up()
            await asyncio.sleep(_CLAIM_SECONDS)

    async def _start_desk(self) -> None:
        stack, start = self._parts, self._service.tasks.start
        keepers, pbx = self._service.keepers, self._service.at_pbx
        await stack.enter_async_context(start(keepers.worker.run(self._before_desk), "desk"))
        stack.push_async_callback(_settle, keepers.worker)
        stack.push_async_callback(pbx.by_click.close)
        stack.push_async_callback(pbx.to_workmen.close)
        for work, name in (
            (keepers.by_key.run(), "said by key"),
            (keepers.objectives.run(), "objectives"),
            (keepers.quality.run(), "duties"),
            (pbx.agents.keep(), "what agents did"),
            (keepers.files.run(), "files"),
            *([(keepers.files.watch(), "bucket")] if keepers.shelf.kept.is_remote else []),
            (keepers.notices.run(), "messages to workmen"),
            (pbx.to_workmen.run(), "calls to workmen"),
            (pbx.canary.run(), "canary calls"),
            (keepers.assigning.run(), "assignment by load"),
            *([] if pbx.rescuer is None else [(pbx.rescuer.run(), "rescue of calls")]),
        ):
            await stack.enter_async_context(start(work, name))


async def look_after_sessions(
    service: Service, site: Site, stack: contextlib.AsyncExitStack, clock: NowUs, address: tuple[str, int]
) -> None:
    pool = service.access.database.pool
    limit_us = service.settings.web.idle_minutes * 60_000_000
    busy = partial(_busy, service)
    idle = IdleSessions(pool, site.activity, site.tokens, site.streams, limit_us, busy)
    await stack.enter_async_context(service.tasks.start(idle.run(clock), "idle sessions"))
    away_us = int(service.settings.desk.away_minutes * 60_000_000)
    away = AwayAgents(pool, site.attendance, service.at_pbx.agents, away_us)
    await stack.enter_async_context(service.tasks.start(away.run(clock), "who is away"))
    if site.desk is not None:
        announcing = asyncio.create_task(announce(pool, site.desk.first_start, address), name="first start")
        stack.callback(announcing.cancel)


def _busy(service: Service) -> set[str]:
    return in_calls(service.measured.derivation.live_calls()) | on_duty(service.at_pbx.agents.board)


async def _settle(worker: DeskWorker) -> None:
    """Waits for open work of the desk. The next start finds the rest in the table of calls."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await worker.settle()
