"""From the links to the facts: events are journaled in groups, and derived once they are on disk.

Two tasks, so that one group is derived while the next is written. Order is that of the journal throughout.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog

from telephony.calls.tracker import Found
from telephony.events import Event
from telephony.facts import ClockNews, Unexpected
from telephony.journal import Batch, Journal
from telephony.journal.ear import WAITING_EVENTS_MAX, Ear, Source
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import Handlers

SLICE_EVENTS = 200  # derived in one go, about 2 ms, before others get their turn

log = structlog.get_logger()


class Observer(Protocol):
    """Hears of every event, beside the facts. `metrics.prometheus.recorder.Recorder` is one."""

    def heard(self, events: Sequence[Event], now_us: int) -> None: ...

    def surprised(self, unexpected: Unexpected) -> None: ...


class Intake:
    def __init__(
        self,
        journal: Journal,
        derivation: Derivation,
        handlers: Handlers,
        observer: Observer,
        now_us: Callable[[], int] = lambda: time.time_ns() // 1000,
        tell_clock: Callable[[ClockNews], None] = lambda _: None,
        source: Source | None = None,
    ) -> None:
        """Without a `source` it has an ear of its own. A source that is given runs already."""
        self.handler_errors = 0
        self._journal = journal
        self._derivation = derivation
        self._handlers = handlers
        self._observer = observer
        self._now_us = now_us
        self._tell_clock = tell_clock
        self._source = source or Ear(journal)
        self._own_source = source is None

    async def offer(self, batch: Batch) -> None:
        """Waits while too much waits already."""
        await self._source.offer(batch)

    async def restore(self) -> None:
        """The calls that were live when the journal ended. What the last run had derived is told to nobody again.

        What the source has heard since it began is not read: it waits in its groups.
        """
        told, position = self._journal.checkpoint
        until = self._source.first_position
        while position < until and (entries := await self._journal.read(position)):
            for entry in entries:
                if entry.position >= until:
                    break
                found = self._derivation.step(entry)
                if entry.position > told:
                    self._tell(found)
            position = entries[-1].position + 1
        self._derivation.position = max(self._derivation.position, told)  # nothing was live: there was nothing to read
        self._source.checkpoint = lambda: self._derivation.checkpoint

    async def run(self) -> None:
        self._source.groups.events_max = WAITING_EVENTS_MAX
        async with asyncio.TaskGroup() as tasks:
            if self._own_source:
                tasks.create_task(self._source.run(), name="journal")
            tasks.create_task(self._derive(), name="derive")

    async def drain(self) -> None:
        """Returns when all that was offered is derived."""
        await self._source.written()
        await self._source.groups.join()

    async def _derive(self) -> None:
        while True:
            position, batches = await self._source.groups.get()
            for pbx, frames in batches:
                for begin in range(0, len(frames), SLICE_EVENTS):
                    some = frames[begin : begin + SLICE_EVENTS]
                    self._derive_some(pbx, some, position)
                    position += len(some)
                    await asyncio.sleep(0)
            await self._source.groups.done()

    def _derive_some(self, pbx: str, frames: Sequence[tuple[bytes, int]], position: int) -> None:
        events = []
        for event, found in self._derivation.steps(pbx, frames, position):
            events.append(event)
            if found:
                self._tell(found)
        self._observer.heard(events, self._now_us())

    def _tell(self, found: Found) -> None:
        for fact in found:
            if isinstance(fact, Unexpected):
                self._observer.surprised(fact)
                continue
            if isinstance(fact, ClockNews):
                self._tell_clock(fact)
                continue
            for handler in self._handlers[fact.kind]:
                try:
                    handler(fact)
                except Exception:
                    self.handler_errors += 1
                    log.exception("a handler failed", fact=fact.kind, position=fact.position)
