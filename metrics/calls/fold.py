"""The fold: keeps PostgreSQL at what the journal says, whatever happens to either.

While PostgreSQL answers, the calls that changed are written a few milliseconds later. While it is away they gather in
memory, and when they are too many they are forgotten: a derivation of its own then reads the journal again from where
PostgreSQL stands, as it does after a start. That, and nothing else, is how a gap is closed.
"""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from itertools import islice
from typing import NamedTuple, Protocol

import structlog

from kit.database.pool import AWAY, advice
from metrics.calls.allowance import Allowance
from metrics.calls.heard import Heard
from metrics.calls.pending import Pending
from metrics.calls.rows import CallRows
from metrics.calls.writer import CALLS_A_WRITE, Progress, Writer
from telephony.calls.tracker import Found
from telephony.facts import Fact
from telephony.journal import Checkpoint, Entry, Journal

SPACING_SECONDS = 0.015  # between two writes of few calls; many calls fill the time with work
FEW_CALLS = 4  # in a write, as at 20 calls a second
SPACING_A_CALL_SECONDS = 0.005  # the more there are, the more they gain by waiting for each other
SPACING_SECONDS_MAX = 0.04  # from the beginning of one to that of the next
LIVE_A_SECOND = 500.0  # changes of calls still live that are written: all of them up to about 60 calls a second
ENDED_SHARE = 0.4  # of that, for each call that ended: the more of those there are, the longer the others can wait
POSITION_SECONDS = 0.25  # how often the position is written while no call changes
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0)
_SLICE_EVENTS = 200

log = structlog.get_logger()


class Derives(Protocol):
    """`heard_us`: when the event at `position` was heard."""

    position: int
    heard_us: int

    @property
    def checkpoint(self) -> Checkpoint: ...

    def step(self, entry: Entry) -> Found: ...


class FoldStatus(NamedTuple):
    """`trouble` is for people, and empty while PostgreSQL answers. `behind_events` are derived and not yet applied."""

    trouble: str
    catching_up: bool
    applied_position: int
    behind_events: int
    behind_us: int
    waiting_calls: int
    rejected_calls: int


class Fold:
    """`main` is the derivation that feeds `handle`; `fresh` makes another, for reading the journal again. `prepare` is
    awaited before each connection: the server is there then, its tables, and our right to write them."""

    def __init__(
        self,
        writer: Writer,
        pending: Pending,
        journal: Journal,
        main: Derives,
        fresh: Callable[[], Derives],
        prepare: Callable[[], Awaitable[None]],
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._writer = writer
        self._pending = pending
        self._journal = journal
        self._main = main
        self._fresh = fresh
        self._prepare = prepare
        self._now_us = now_us
        self._monotonic = monotonic
        self._allowance = Allowance(LIVE_A_SECOND, monotonic())
        self._behind_since_us = now_us()
        self._progress = Progress()
        self._heard = Heard()
        self._trouble = "PostgreSQL has not answered yet"
        self._catching_up = False
        self._changed = asyncio.Event()
        self._failures = 0

    @property
    def status(self) -> FoldStatus:
        applied = self._progress.applied_position
        behind_events = max(0, self._main.position - applied)
        return FoldStatus(
            self._trouble,
            self._catching_up,
            applied,
            behind_events,
            max(0, self._now_us() - self._behind_since_us) if behind_events else 0,
            len(self._pending),
            self._writer.rejected_calls,
        )

    @property
    def resume_position(self) -> int:
        """The journal will not be read again before this position; 0 until PostgreSQL has answered once."""
        return self._progress.resume_position

    def handle(self, fact: Fact) -> None:
        if self._pending.overflowed:
            log.warning("too many calls wait for PostgreSQL: they will be read again from the journal")
            self._pending.restart(self._main.position)
        self._pending.mark(fact)
        self._changed.set()

    def begin(self) -> None:
        """From now on, `handle` receives every fact."""
        self._pending.restart(self._main.position)

    async def run(self) -> None:
        while True:
            try:
                await self._keep_up()
            except AWAY as error:
                self._note_trouble(advice(error))
            except Exception as error:
                log.exception("the store stopped and tries again")
                self._note_trouble(f"PostgreSQL refuses to store ({type(error).__name__}): see the log")
            await asyncio.sleep(RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS)) - 1])

    async def finish(self, seconds: float) -> None:
        """Stores what is pending, if there is time. The journal has it in any case."""
        with contextlib.suppress(*AWAY):
            async with asyncio.timeout(seconds):
                if self._progress.applied_position >= self._pending.complete_from:
                    await self._flush()

    def _note_trouble(self, reason: str) -> None:
        if not self._trouble:
            log.warning("PostgreSQL is away; calls go on being measured", reason=reason)
        self._trouble = reason
        self._failures += 1

    async def _keep_up(self) -> None:
        await self._prepare()
        self._progress = await self._writer.take_position(self._journal.identity, self._main.position)
        if self._failures:
            log.info("PostgreSQL is back", behind_events=self.status.behind_events)
        self._trouble, self._failures = "", 0
        while True:
            while self._progress.applied_position < self._pending.complete_from:
                await self._catch_up()
            began = self._monotonic()
            stored = await self._flush(self._allowance.left(began))
            if stored < CALLS_A_WRITE:
                await asyncio.sleep(_spacing_seconds(stored, self._monotonic() - began))
            if not self._pending:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POSITION_SECONDS):
                        await self._changed.wait()
            self._behind_since_us = self._now_us()

    async def _flush(self, live_max: int | None = None) -> int:
        self._changed.clear()
        self._heard.note(self._main.position, self._main.heard_us)
        changes = self._pending.take(live_max)
        live = sum(not isinstance(change.call, CallRows) for change in changes.values())
        self._allowance.spend(live + (len(changes) - live) * ENDED_SHARE)
        derived, resume = self._main.checkpoint
        stored = self._pending.stored_up_to(derived)
        progress = Progress(stored, resume, self._heard.at(stored))
        if not changes and progress.applied_position == self._progress.applied_position:
            return 0
        try:
            await self._writer.write(self._pending.rows(changes), progress)
        except BaseException:
            self._pending.put_back(changes)
            raise
        self._progress = progress
        self._pending.complete_from = max(self._pending.complete_from, progress.applied_position)
        return len(changes)

    async def _catch_up(self) -> None:
        """Derives again what PostgreSQL lacks, until only the calls in memory are missing."""
        self._catching_up = True
        log.info("the store catches up", behind_events=self.status.behind_events)
        told, position, _heard_us = self._progress
        side, changes = self._fresh(), self._pending.sibling()
        entries: list[Entry] = []
        try:
            while side.position < (goal := self._pending.complete_from):
                entries = await self._journal.read(position)
                if not entries:
                    break
                await self._derive_again(side, entries, told, changes)
                position = entries[-1].position + 1
                if len(changes) >= CALLS_A_WRITE:
                    await self._write_again(side, changes)
            await self._write_again(side, changes)
        finally:
            self._catching_up = False
        if not entries and goal == self._pending.complete_from:  # the journal has lost the rest
            self._pending.complete_from = self._progress.applied_position
        log.info("the store has caught up", behind_events=self.status.behind_events)

    async def _derive_again(self, side: Derives, entries: list[Entry], told: int, changes: Pending) -> None:
        each = iter(entries)
        while some := list(islice(each, _SLICE_EVENTS)):
            for entry in some:
                for fact in side.step(entry):
                    if isinstance(fact, Fact) and fact.position > told:
                        changes.mark(fact)
            await asyncio.sleep(0)

    async def _write_again(self, side: Derives, changes: Pending) -> None:
        progress = Progress(*side.checkpoint, side.heard_us)
        if progress.applied_position > self._progress.applied_position:
            await self._writer.write(changes.rows(changes.take()), progress, again=True)
            self._progress = progress


def _spacing_seconds(stored: int, took_seconds: float) -> float:
    apart = min(SPACING_SECONDS_MAX, SPACING_SECONDS + SPACING_A_CALL_SECONDS * max(0, stored - FEW_CALLS))
    return max(SPACING_SECONDS, apart - took_seconds)
