"""The link to one PBX: it connects, detects a lost connection, and reconnects.

What it hears goes to its inbox as frames with their instant of receipt, and is framed by LinkUp and LinkDown (see
`telephony.events`), so that whoever reads the stream knows what it could not hear.
"""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from telephony.ami.actions import AmiError, Headers, LinkClosedError, Response
from telephony.ami.backoff import Backoff
from telephony.ami.checking import check
from telephony.ami.clock import AskedClock, Receipts
from telephony.ami.inbox import Inbox
from telephony.ami.masking import HalfMaskedError, mask
from telephony.ami.observer import LinkStats
from telephony.ami.outside import Outside
from telephony.ami.own import own_event
from telephony.ami.reaching import reached
from telephony.ami.session import LoginRefusedError, Session
from telephony.ami.subscription import EVENTS_ON, MISSING_END, NO_FILTER, QUEUES, SNAPSHOT, ask, trouble
from telephony.ami.target import Patience, Target
from telephony.ami.wanted import is_presence
from telephony.ami.watch import Watch
from telephony.events import LINK_DOWN, LINK_UP

__all__ = ["AmiLink", "Outside", "Patience", "Target"]


class AmiLink:
    """`run` it in a task of its own and cancel that task to stop. Each link has its own inbox and one order."""

    def __init__(
        self,
        target: Target,
        inbox: Inbox | None = None,
        patience: Patience | None = None,
        outside: Outside | None = None,
    ) -> None:
        self._outside = outside or Outside()
        self.inbox = inbox or Inbox()
        self._totals = LinkStats()
        self._target = target
        self._patience = patience or Patience()
        self._backoff = Backoff(self._outside.pace, self._outside.chance)
        self._now_us, steady_us = self._outside.now_us, self._outside.steady_us
        self._received_us = self._now_us if steady_us is None else Receipts(self._now_us, steady_us, self._put)
        self._asked_clock = AskedClock()
        self._session: Session | None = None
        self._watch: Watch | None = None
        self.hearers: list[Callable[[list[bytes]], None]] = []  # of all that is heard, own marks included
        self._up = False
        self._early: list[tuple[list[bytes], int]] | None = None  # heard before the link is told to be up
        self.trouble = ""  # what the last connection met, for people; '' while events come
        self._up_at: float | None = None
        self._masks = target.mask_at_source
        self._forged = asyncio.Event()
        self._forged_told = 0
        self._room = asyncio.Event()
        self._room.set()
        self.inbox.on_full = self._hold
        self.inbox.on_room = self._go_on

    @property
    def up(self) -> bool:
        return self._up

    @property
    def stats(self) -> LinkStats:
        return self._totals if self._session is None else self._totals.plus(self._session)

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        """Raises LinkClosedError, ActionTimeoutError or UnsafeHeaderError. A refusal is a Response."""
        if self._session is None or not self._up:
            raise LinkClosedError("There is no connection to the PBX.")
        return await self._session.action(action, within_seconds)

    async def tell_again(self) -> None:
        """Asks the PBX again for what it lists after each connect, for hearers who joined later."""
        if self._up and self._session is not None:
            self._let_hear([own_event(LINK_UP, Greeting="again")])
            with contextlib.suppress(AmiError):  # the next connect tells all of it
                await self._ask(self._session, *SNAPSHOT[-2:])

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            await self._room.wait()
            refused, self._up_at = False, None
            try:
                reason = await self._connection()
            except LoginRefusedError as error:
                reason, refused = str(error), True
            except AmiError as error:
                reason = str(error)
            self._totals.failures += 1
            self._totals.logins_refused += refused
            delay = self._backoff.after_refusal() if refused else self._backoff.after_failure(self._lasted())
            self.trouble = reason
            self._tell(self._outside.observer.retrying, reason, delay)
            await self._outside.sleep(delay)

    async def _connection(self) -> str:
        """Runs one connection; returns why it ended."""
        reason = "the link was stopped"
        made = Session(self._hear, self._received_us, on_forged=self._forged.set)
        session = self._session = await reached(self._target, made, self._patience.connect_seconds)
        try:
            greeting = await session.greeting(self._patience.answer_seconds)
            await session.login(self._target.username, self._target.secret, self._patience.answer_seconds)
            await self._mask(session)
            await self._listen(session, greeting)
            reason = await self._stay(session)
        except AmiError as error:
            reason = str(error)
            raise
        finally:
            self._go_down(session, reason)
        return reason

    async def _mask(self, session: Session) -> None:
        if not self._masks:
            return
        try:
            self._masks = await mask(session, self._patience.answer_seconds)
        except HalfMaskedError:
            self._masks = False
            raise
        if not self._masks:
            self._tell(self._outside.observer.advice, NO_FILTER)

    async def _listen(self, session: Session, greeting: str) -> None:
        """The link is up once the PBX has said that it sends events: until then, it was not heard."""
        early = self._early = list[tuple[list[bytes], int]]()
        answer = await session.action(EVENTS_ON, self._patience.answer_seconds)
        self._early = None
        if text := trouble(EVENTS_ON, answer):
            self._tell(self._outside.observer.advice, text)
        self._go_up(greeting, early[0][1] if early else self._now_us())
        for events, received_us in early:
            self._hear(events, received_us)

    def _go_up(self, greeting: str, at_us: int) -> None:
        self._up, self._up_at = True, asyncio.get_running_loop().time()
        self._totals.connects += 1
        self._put(own_event(LINK_UP, Greeting=greeting), at_us)
        self.trouble = ""
        self._tell(self._outside.observer.link_up, greeting)

    def _go_down(self, session: Session, reason: str) -> None:
        if self._up:
            session.say_goodbye()
        session.close(reason)
        self._totals, self._session, self._watch, self._early = self.stats, None, None, None
        if self._up:
            self._up = False
            self._put(own_event(LINK_DOWN, Reason=reason), self._now_us())
            self._tell(self._outside.observer.link_down, reason)

    def _lasted(self) -> float:
        return 0.0 if self._up_at is None else asyncio.get_running_loop().time() - self._up_at

    async def _stay(self, session: Session) -> str:
        tending = asyncio.create_task(self._tend(session))
        checking = asyncio.create_task(check(session, self._forged, self._put, self._now_us, self._tell_forged))
        try:
            ends: set[asyncio.Future[Any]] = {tending, session.closed}
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not session.closed.done():
                await tending
            return session.closed.result()
        finally:
            for task in (tending, checking):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, AmiError):
                    await task

    async def _tend(self, session: Session) -> None:
        """Asks what there is, now that events come, so that nothing falls between; then watches for silence."""
        self._watch = Watch(session, self._asked_clock, self._received_us, self._put, self._ask_queues)
        await self._ask(session, *SNAPSHOT)
        await self._watch.run(self._patience.quiet_seconds, self._patience.alive_seconds)

    async def _ask(self, session: Session, *actions: dict[str, str]) -> None:
        asked = [ask(session, action) for action in actions]
        for action, answer in zip(actions, await asyncio.gather(*asked), strict=True):
            if text := trouble(action, answer):
                self._tell(self._outside.observer.advice, text)
                if end := MISSING_END.get(action["Action"]):
                    self._put(own_event(end, Reason=text), self._now_us())

    async def _ask_queues(self, session: Session) -> None:
        """Asks for the queues again later, because a starting PBX accepts logins before app_queue is loaded."""
        await self._ask(session, QUEUES)

    def _put(self, event: bytes, at_us: int) -> None:
        self.inbox.put([event], at_us)
        self._let_hear([event])

    def _let_hear(self, events: list[bytes]) -> None:
        for hearer in self.hearers:
            self._tell(hearer, events)

    def _hear(self, events: list[bytes], received_us: int) -> None:
        if self._early is not None:
            self._early.append((events, received_us))
        elif self._up:
            self.inbox.put([event for event in events if not is_presence(event)], received_us)
            self._let_hear(events)
            if self._watch is not None:
                self._watch.hear(events)

    def _tell_forged(self) -> None:
        told, self._forged_told = self._forged_told, self.stats.forged
        self._tell(self._outside.observer.forged, self._forged_told - told)

    def _hold(self) -> None:
        self._room.clear()
        self._totals.pauses += 1
        if self._session is not None:
            self._session.pause()

    def _go_on(self) -> None:
        self._room.set()
        if self._session is not None:
            self._session.resume()

    def _tell(self, what: Callable[..., None], *details: object) -> None:
        try:
            what(*details)
        except Exception as error:  # noqa: BLE001  whatever an observer does wrong, calls go on being measured
            self._totals.observer_errors += 1
            asyncio.get_running_loop().call_exception_handler(
                {"message": "an observer of the AMI link failed", "exception": error}
            )
