"""An agent clicks: the callback is his, his phone rings, then the customer's. What came of it, the call proves.

An agent has one call by click at a time, and may hang it up from the page at any moment, before the answer as well.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, Protocol

import structlog

from kit.refusals import ConflictError, RefusedError
from telephony.ami.actions import AmiError
from telephony.clicked import callback_of, channel_for
from telephony.numbers import dialled_form
from telephony.originate import CallOverError, CannotCallError, Originator, Ring
from ticketing.callbacks.callback import AttemptOutcome, Callback
from ticketing.callbacks.changes import agent_did_not_pick_up
from ticketing.workflows.service_desk import ServiceDesk

_SLACK_SECONDS = 10.0
"""The PBX tells what became of a ring that ran out; where it does not, the claim runs out."""
_TOLD_WITHIN_SECONDS = 2.0

log = structlog.get_logger()


class OnTheLineError(ConflictError):
    """The agent's last call by click is still on."""

    def __init__(self) -> None:
        super().__init__("You are in a call by click already: hang it up, or end it on your phone, then call.")


class NothingToHangUpError(RefusedError):
    def __init__(self) -> None:
        super().__init__("There is no call by click of yours to hang up here: it is over.")


class Line(NamedTuple):
    """An agent's call by click that is on now."""

    callback: int
    channel: str
    originator: Originator


@dataclass(slots=True)
class _Ordered:
    line: Line
    picked_up: "asyncio.Future[bool]"
    watching: "asyncio.Task[None] | None" = None
    hanging: asyncio.Lock = field(default_factory=asyncio.Lock)  # held until the PBX says whether it hangs up
    hung_up: bool = False

    @property
    def is_on(self) -> bool:
        return not self.picked_up.done() or self.line.channel in self.line.originator.channels.devices


class Calling(Protocol):
    """What the settings say of click-to-call."""

    @property
    def context(self) -> str: ...

    @property
    def ring_seconds(self) -> int: ...

    @property
    def abroad_prefix(self) -> str: ...


class ClickToCall:
    """`devices` of each agent: the first one rings. `originators` by PBX: the first one whose link is up is used."""

    def __init__(
        self,
        desk: ServiceDesk,
        originators: Mapping[str, Originator],
        devices: Mapping[str, tuple[str, ...]],
        calling: Calling,
        now_us: Callable[[], int],
    ) -> None:
        self._desk = desk
        self._originators = originators
        self._devices = devices
        self._calling = calling
        self._now_us = now_us
        self._ordering: set[str] = set()  # agents whose order is on its way to the PBX
        self._ordered: dict[str, _Ordered] = {}  # the last one of each agent

    def line_of(self, agent: str) -> Line | None:
        """The call by click that this agent is in. One of before a restart is known by the agent's phone."""
        ordered = self._ordered.get(agent)
        if ordered is not None and ordered.is_on:
            return ordered.line
        own = self._devices.get(agent, ())
        for originator in self._originators.values():
            for channel, device in originator.channels.devices.items():
                if device in own and (callback := callback_of(channel)) is not None:
                    return Line(callback, channel, originator)
        return None

    def require_free(self, agent: str) -> None:
        """Raises OnTheLineError."""
        if agent in self._ordering or self.line_of(agent) is not None:
            raise OnTheLineError

    async def call(self, number: int, agent: str) -> Callback:
        """The callback, claimed; the agent's phone is about to ring.

        Raises NoCallbackError, ClaimedError, SettledError and OnTheLineError where it is not to be called,
        CannotCallError and other AmiError where nobody can be rung now; then the claim is given back.
        """
        self.require_free(agent)
        devices = self._devices.get(agent)
        if not devices:
            raise CannotCallError("This agent has no device in the settings: add an [[agent]] of that name.")
        originator = next((each for each in self._originators.values() if each.up), None)
        if originator is None:
            raise CannotCallError(
                "The PBX is not connected at the moment. Dial by hand: the call is recognised all the same."
            )
        self._ordering.add(agent)
        try:
            return await self._ring(number, agent, devices[0], originator)
        finally:
            self._ordering.discard(agent)

    async def hang_up(self, number: int, agent: str) -> None:
        """The agent's own call by click for this callback. Raises NothingToHangUpError and AmiError."""
        line, ordered = self.line_of(agent), self._ordered.get(agent)
        if line is None or line.callback != number:
            raise NothingToHangUpError
        ordered = ordered if ordered is not None and ordered.line == line else None
        try:
            if ordered is None:
                await line.originator.hang_up(line.channel)
            else:
                async with ordered.hanging:
                    await line.originator.hang_up(line.channel)
                    ordered.hung_up = True
        except CallOverError:
            raise NothingToHangUpError from None
        if ordered is not None and ordered.watching is not None:  # what came of it is noted by then, if nobody talked
            await asyncio.wait({ordered.watching}, timeout=_TOLD_WITHIN_SECONDS)

    async def close(self) -> None:
        watching = [ordered.watching for ordered in self._ordered.values() if ordered.watching is not None]
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)

    async def _ring(self, number: int, agent: str, device: str, originator: Originator) -> Callback:
        callback = await self._desk.callbacks.claim(number, agent, self._now_us())
        line = Line(number, channel_for(number), originator)
        try:
            picked_up = await originator.ring(self._order(callback, device, line.channel))
        except AmiError:
            await self._desk.callbacks.release(number, agent)
            raise
        self._ordered[agent] = ordered = _Ordered(line, picked_up)
        ordered.watching = asyncio.create_task(self._watch(ordered, agent), name=f"click-to-call {number}")
        return callback

    def _order(self, callback: Callback, device: str, channel: str) -> Ring:
        region = self._desk.rules.numbering.region
        return Ring(
            device,
            dialled_form(callback.phone, region, self._calling.abroad_prefix),
            callback.id,
            self._calling.context,
            f"#{callback.ticket.rpartition('-')[2]}" if callback.ticket else "",
            self._calling.ring_seconds,
            channel,
        )

    async def _watch(self, ordered: _Ordered, agent: str) -> None:
        try:
            async with asyncio.timeout(self._calling.ring_seconds + _SLACK_SECONDS):
                if await ordered.picked_up:
                    return  # the call tells the rest
            async with ordered.hanging:  # that nobody picked up may be told before that it was hung up
                outcome = AttemptOutcome.HUNG_UP if ordered.hung_up else AttemptOutcome.AGENT_NO_ANSWER
            rules = self._desk.rules
            missed = partial(
                agent_did_not_pick_up,
                agent=agent,
                at_us=self._now_us(),
                policy=rules.callbacks,
                zone=rules.site.zone,
                outcome=outcome,
            )
            await self._desk.callbacks.change(ordered.line.callback, missed)
        except Exception as error:  # noqa: BLE001  the claim runs out by itself
            log.warning("what became of a click-to-call is not known", why=type(error).__name__)
