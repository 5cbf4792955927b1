"""Keeps the desk at what the calls say: news as it comes, and what was missed while PostgreSQL or the service was away.

A call's news are carried out in their order; calls go on beside each other. Nothing is kept here that must not be lost:
calls that ended without the desk hearing of it are found in the table of calls.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable
from zlib import crc32

import structlog

from kit.database.pool import AWAY, DatabasePool
from kit.database.rounds import keep_on
from kit.instants import DAY_US, HOUR_US, MINUTE_US
from telephony.facts import Call, CallRef, Fact, FactKind
from ticketing.notices import Notice, notice, of_hotline
from ticketing.tickets.alarms import tell_alarms
from ticketing.workflows.searched import mask_all
from ticketing.workflows.service_desk import ServiceDesk

LANES = 4
WAITING_MAX = 5_000  # in each lane; more is found again in the table of calls
ROUND_SECONDS = 15.0  # between two looks at claims, clocks and calls that were missed
RETRY_SECONDS = 0.5
TRIES = 5
CATCH_UP_US = 7 * DAY_US  # looked over after a start, and after PostgreSQL was away
RECENT_US = HOUR_US  # looked over in every round
SETTLED_US = MINUTE_US  # a call that ended longer ago has passed the lanes, or was missed

log = structlog.get_logger()


async def _at_once() -> None:
    pass


class DeskWorker:
    """`live_calls`: each round looks for those without a ticket, since the service restarted or PostgreSQL lost what
    it had just said."""

    def __init__(
        self,
        desk: ServiceDesk,
        pool: DatabasePool,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
        live_calls: Callable[[], Iterable[Call]] = tuple,
    ) -> None:
        self.dropped = 0
        self.failed = 0
        self._desk = desk
        self._pool = pool
        self._now_us = now_us
        self._live_calls = live_calls
        self._look_back_us = CATCH_UP_US
        self._began_us = 0  # whoever was in charge before has dealt with what ended before, or nobody has
        self._dues_hold = False  # the rules may have changed since the last start
        self._lanes: list[asyncio.Queue[Notice]] = [asyncio.Queue(WAITING_MAX) for _ in range(LANES)]

    def handle(self, fact: Fact) -> None:
        """For the table of handlers: returns at once."""
        news = notice(fact, self._desk.rules.numbering)
        if news is None:
            return
        try:
            self._lanes[crc32(fact.call.linkedid.encode(errors="replace")) % LANES].put_nowait(news)
        except asyncio.QueueFull:
            self.dropped += 1
            self._look_back_us = CATCH_UP_US

    async def run(self, prepare: Callable[[], Awaitable[None]] = _at_once) -> None:
        """`prepare` brings up the database; it is awaited until it succeeds."""
        self._began_us = self._now_us()
        await self._until_prepared(prepare)
        async with asyncio.TaskGroup() as tasks:
            for lane in self._lanes:
                tasks.create_task(self._follow(lane))
            tasks.create_task(keep_on("desk", self._round, ROUND_SECONDS, give_up_seconds=None))

    async def _until_prepared(self, prepare: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                return await prepare()
            except AWAY:
                await asyncio.sleep(RETRY_SECONDS)

    async def settle(self) -> None:
        """Returns when all that was told is carried out."""
        for lane in self._lanes:
            await lane.join()

    async def look_around(self) -> None:
        """One round: claims that ran out, clocks, calls that were missed. Raises one of AWAY."""
        now_us = self._now_us()
        if not self._dues_hold:
            moved = await self._desk.recompute_dues()
            log.info("due instants follow the rules", moved=moved)
            self._dues_hold = True
        await self._desk.callbacks.release_expired(now_us)
        await mask_all(self._pool)
        while await tell_alarms(self._pool, now_us, self._desk.rules.soon_us, self._desk.news):
            pass
        look_back_us, self._look_back_us = self._look_back_us, RECENT_US
        until_us, found = max(now_us - SETTLED_US, self._began_us), 1
        while found:
            found = await self._desk.catch_up(now_us - look_back_us, until_us)
        await self._look_at_live_calls()

    async def _look_at_live_calls(self) -> None:
        live = {CallRef(call.pbx, call.linkedid): call for call in self._live_calls() if of_hotline(call)}
        for key in await self._desk.call_tickets.unknown_calls(live) if live else ():
            call = live[key]
            self.handle(Fact(FactKind.CALL_ARRIVED, call.arrived_at_us, call.first_position, call))
            if call.answered_at_us is not None:
                self.handle(Fact(FactKind.CALL_ANSWERED, call.answered_at_us, call.first_position, call))

    async def _follow(self, lane: "asyncio.Queue[Notice]") -> None:
        while True:
            news = await lane.get()
            await self._carry_out(news)
            lane.task_done()

    async def _carry_out(self, news: Notice) -> None:
        """PostgreSQL that is away is waited for; what it refuses is tried again a few times, then left."""
        tries = 0
        while True:
            try:
                await self._desk.notices.carry_out(news)
                return
            except AWAY:
                await asyncio.sleep(RETRY_SECONDS)
            except Exception as error:
                tries += 1
                if tries == TRIES:
                    self.failed += 1
                    log.exception("the desk could not carry out what a call means", why=type(error).__name__)
                    return
                await asyncio.sleep(RETRY_SECONDS / TRIES)

    async def _round(self) -> bool:
        try:
            await self.look_around()
        except AWAY:
            self._look_back_us = CATCH_UP_US
            raise
        except Exception:
            self.failed += 1
            raise
        return True
