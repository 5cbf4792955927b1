"""An agent clicks: the callback is his, his phone rings, then the customer's. What came of it, the call proves."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

import structlog

from telephony.ami.actions import AmiError
from telephony.numbers import dialled_form
from telephony.originate import CannotCallError, Originator, Ring
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.changes import agent_did_not_pick_up
from ticketing.desk.site_desk import SiteDesk

_SLACK_SECONDS = 10.0
"""The PBX tells what became of a ring that ran out; where it does not, the claim runs out."""

log = structlog.get_logger()


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
        desk: SiteDesk,
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
        self._watching: set[asyncio.Task[None]] = set()

    async def call(self, number: int, agent: str) -> Callback:
        """The callback, claimed; the agent's phone is about to ring.

        Raises NoCallbackError, ClaimedError and SettledError where it is not to be called, CannotCallError and other
        AmiError where nobody can be rung now; then the claim is given back.
        """
        devices = self._devices.get(agent)
        if not devices:
            raise CannotCallError("This agent has no device in the settings: add an [[agent]] of that name.")
        originator = next((each for each in self._originators.values() if each.up), None)
        if originator is None:
            raise CannotCallError(
                "The PBX is not connected at the moment. Dial by hand: the call is recognised all the same."
            )
        callback = await self._desk.callbacks.claim(number, agent, self._now_us())
        try:
            picked_up = await originator.ring(self._ring(callback, devices[0]))
        except AmiError:
            await self._desk.callbacks.release(number, agent)
            raise
        task = asyncio.create_task(self._watch(picked_up, number, agent), name=f"click-to-call {number}")
        self._watching.add(task)
        task.add_done_callback(self._watching.discard)
        return callback

    async def close(self) -> None:
        for task in list(self._watching):
            task.cancel()
        await asyncio.gather(*self._watching, return_exceptions=True)

    def _ring(self, callback: Callback, device: str) -> Ring:
        region = self._desk.rules.numbering.region
        return Ring(
            device,
            dialled_form(callback.phone, region, self._calling.abroad_prefix),
            callback.id,
            self._calling.context,
            f"#{callback.ticket.rpartition('-')[2]}" if callback.ticket else "",
            self._calling.ring_seconds,
        )

    async def _watch(self, picked_up: "asyncio.Future[bool]", number: int, agent: str) -> None:
        try:
            async with asyncio.timeout(self._calling.ring_seconds + _SLACK_SECONDS):
                if await picked_up:
                    return  # the call tells the rest
            rules = self._desk.rules
            missed = partial(
                agent_did_not_pick_up,
                agent=agent,
                at_us=self._now_us(),
                policy=rules.callbacks,
                zone=rules.site.zone,
            )
            await self._desk.callbacks.change(number, missed)
        except Exception as error:  # noqa: BLE001  the claim runs out by itself
            log.warning("what became of a click-to-call is not known", why=type(error).__name__)
