"""Rings more phones for calls that nobody answers, and lets them pick up: the shell around `telephony.rescues`.

The caller's channel gets a mark that whatever is dialled for it inherits, and what rings already gets it as well. The
phone of a helper is rung with the application Pickup, so the switch itself decides who was first.
"""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from kit.instants import SECOND_US
from telephony.ami.actions import AmiError
from telephony.facts import Call, CallRef, Fact
from telephony.originate import CannotCallError, Fetch, Originator
from telephony.rescue_calls import mark
from telephony.rescues import Case, RescueBook
from ticketing.agents.fetching import NothingToFetchError, RingsAlreadyError

LOOK_SECONDS = 0.25
"""How often a case that is due is checked, because somebody may have become free."""
END_TRIES = 20
END_SECONDS = 0.1
"""The PBX accepts an order before the channel exists. Until then a hang-up fails and is tried again."""
SLACK_SECONDS = 10.0
MARKS_MAX = 30

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Site:
    """What a rescuer works with. `phone_of` is the free phone of an agent on a PBX. `would` is called in a dry run."""

    originators: Mapping[str, Originator]
    phone_of: Callable[[str, str], str | None]
    channels_of: Callable[[CallRef], list[str]]
    live_calls: Callable[[], Iterable[Call]]
    now_us: Callable[[], int]
    would: Callable[[Call], None] = lambda _call: None
    due: Callable[[Call, bool], None] = lambda _call, _is_due: None


class Rescuer:
    """`told` is called for each fact of the pipeline and never waits."""

    def __init__(self, book: RescueBook, site: Site, ring_seconds: int = 30, *, dry_run: bool = False) -> None:
        self._book, self._site = book, site
        self._ring_seconds, self._dry_run = ring_seconds, dry_run
        self._news = asyncio.Event()
        self._marked: dict[CallRef, set[str]] = {}
        self._ringing: set[str] = set()  # channels that are ordered, and nobody has picked up
        self._on: set[asyncio.Task[None]] = set()

    def told(self, fact: Fact) -> None:
        ref = CallRef(fact.call.pbx, fact.call.linkedid)
        before = self._book.one(ref)
        for channel in self._book.told(fact):
            self._begin(self._end(ref, channel))
        case = self._book.one(ref)
        if before is not None and case is None:
            self._over(before)
        if case is not before:
            self._news.set()

    def _over(self, case: Case) -> None:
        self._marked.pop(case.ref, None)
        if case.is_due:
            self._site.due(case.call, False)

    async def run(self) -> None:
        """Never returns."""
        self._book.seed(self._site.live_calls())
        try:
            while True:
                self._news.clear()
                self.look()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._wait_seconds()):
                        await self._news.wait()
        finally:
            await self._close()

    def _wait_seconds(self) -> float:
        now_us = self._site.now_us()
        next_us = self._book.next_due_us(now_us)
        until_next = 60.0 if next_us is None else (next_us - now_us) / SECOND_US
        return min(until_next, LOOK_SECONDS) if any(self._book.due(now_us)) else until_next

    def look(self) -> None:
        """Rings phones for all cases that are due now."""
        for case in list(self._book.due(self._site.now_us())):
            agents = self._book.whom(case)
            if self._dry_run:
                if agents:
                    log.info("would ring more phones", pbx=case.ref.pbx, call=case.ref.linkedid, phones=len(agents))
                    self._site.would(case.call)
                    self._book.close(case.ref)
                continue
            if not case.is_due:
                case.is_due = True
                self._site.due(case.call, True)
            originator = self._site.originators.get(case.ref.pbx)
            if originator is not None and originator.up:
                self.ask(case, agents, originator)

    def due_calls(self) -> Sequence[Call]:
        return [case.call for case in self._book.due(self._site.now_us()) if case.is_due]

    async def fetch(self, ref: CallRef, agent: str) -> None:
        """Somebody has clicked: their phone rings, and picks the call up. Raises RefusedError and CannotCallError."""
        case, originator = self._book.one(ref), self._site.originators.get(ref.pbx)
        if case is None or not case.is_due:
            raise NothingToFetchError
        if self._book.is_rung(agent):
            raise RingsAlreadyError
        if originator is None or not originator.up:
            raise CannotCallError("The PBX is not connected at the moment.")
        if self._site.phone_of(agent, ref.pbx) is None:
            raise CannotCallError("No phone of this agent is registered and free where the call rings.")
        self.ask(case, [agent], originator)

    def ask(self, case: Case, agents: Collection[str], originator: Originator) -> None:
        free = [(agent, self._site.phone_of(agent, case.ref.pbx)) for agent in agents]
        phones = [(self._book.ring(case, agent), phone) for agent, phone in free if phone is not None]
        if phones or case.rung:
            self._begin(self._ring(case, phones, originator))

    async def _ring(self, case: Case, phones: Collection[tuple[str, str]], originator: Originator) -> None:
        try:
            marked = await self._mark(case, originator)
        except AmiError as error:
            log.warning("a call could not be marked for who helps", why=type(error).__name__)
            marked = False
        if marked and self._book.one(case.ref) is case:
            await asyncio.gather(*(self._fetch(case, *phone, originator) for phone in phones))
        for channel, _device in () if marked else phones:
            self._book.unanswered(case.ref, channel)

    async def _mark(self, case: Case, originator: Originator) -> bool:
        """Marks the caller's channel first: later legs inherit the mark. False: the call cannot be picked up."""
        known = self._marked.setdefault(case.ref, set())
        caller, *legs = self._site.channels_of(case.ref) or [""]
        if caller not in known:
            if not caller or not await originator.act(mark(caller, case.mark, inherited=True)):
                log.warning("the PBX does not mark calls: add call to write= of its AMI user in manager.conf")
                return False
            known.add(caller)
            legs = self._site.channels_of(case.ref)[1:]
        unmarked = [leg for leg in legs if leg not in known and leg not in case.rung][:MARKS_MAX]
        known.update(unmarked)
        await asyncio.gather(*(originator.act(mark(leg, case.mark, inherited=False)) for leg in unmarked))
        return True

    async def _fetch(self, case: Case, channel: str, device: str, originator: Originator) -> None:
        order = Fetch(device, channel, case.ref.linkedid, case.mark, self._ring_seconds)
        self._ringing.add(channel)
        answered = False
        try:
            async with asyncio.timeout(self._ring_seconds + SLACK_SECONDS):
                answered = await (await originator.fetch(order))
        except (AmiError, TimeoutError) as error:
            log.warning("what became of a phone that rang for help is not known", why=type(error).__name__)
        finally:
            self._ringing.discard(channel)
        if not answered:
            self._book.unanswered(case.ref, channel)
            self._news.set()

    async def _end(self, ref: CallRef, channel: str) -> None:
        originator = self._site.originators[ref.pbx]
        for _ in range(END_TRIES):
            try:
                if await originator.act([("Action", "Hangup"), ("Channel", channel)]):
                    return
            except AmiError:
                return  # it rings out, and whoever answers finds nothing to pick up
            if channel not in self._ringing:
                return
            await asyncio.sleep(END_SECONDS)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._on.add(task)
        task.add_done_callback(self._on.discard)

    async def _close(self) -> None:
        on = list(self._on)
        for task in on:
            task.cancel()
        await asyncio.gather(*on, return_exceptions=True)
