"""Calls the hotline's own test number, one PBX after another, and keeps the last result of each PBX."""

import asyncio
import contextlib
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from random import Random

import structlog
from prometheus_client import CollectorRegistry

from kit.database.pool import AWAY, DatabasePool
from kit.http.live import LiveHub
from kit.instants import SECOND_US
from metrics.calls.service_level import Policy
from telephony.ami.actions import AmiError
from telephony.facts import CallRef, Fact, FactKind
from telephony.originate import Announcement, Originator
from thirdring.canary import kept
from thirdring.canary.evidence import Overheard, counted_calls, has_ticket, heard_of, stored_of
from thirdring.canary.rules import Evidence, Heard, Result, Stored, disturbed, result_of, ring_us_of
from thirdring.settings.canary import NUMBER, Canary

FIRST_SECONDS = 20.0
"""Wait after the start of the service, which is busy then with what it has missed."""
AGAIN_SECONDS = 120.0
"""Wait after a failed call. A second call soon shows whether the failure was chance."""
DISTURBED_MOST = 3
"""So many calls in a row that others disturbed are a fault."""
END_SECONDS = 10.0
"""From the answer until the call has ended, and the service has heard so."""
_ANSWER_SECONDS = 15.0  # until the call has arrived, beside the ringing
_STORED_LOOKS = 60
_LOOK_SECONDS = 0.25

log = structlog.get_logger(__name__)


class Watched:
    """The current canary call, and what is heard of it."""

    def __init__(self, pbx: str, ring_us: int) -> None:
        self.pbx, self.ring_us = pbx, ring_us
        self.asked = False
        self.arrived_count = 0
        self.heard: Heard | None = None
        self.ended = asyncio.Event()


class CanaryCalls:
    def __init__(
        self,
        settings: Canary,
        policy: Policy,
        originators: Mapping[str, Originator],
        pool: DatabasePool,
        hub: LiveHub,
        registry: CollectorRegistry,
        keep: kept.Keep,
        now_us: Callable[[], int],
        chance: Random | None = None,
    ) -> None:
        self._settings, self._policy, self._originators = settings, policy, originators
        self._pool, self._hub, self._registry = pool, hub, registry
        self._keep, self._now_us = keep, now_us
        self._chance = chance or Random()  # noqa: S311  a length is no secret
        self._on: Watched | None = None
        self._disturbed: Counter[str] = Counter()
        self.results: dict[str, Result] = {}

    async def run(self) -> None:
        """Never returns; without a number there is nothing to do."""
        if not self._settings.number:
            await asyncio.Event().wait()
        seconds = FIRST_SECONDS
        while True:
            await asyncio.sleep(seconds)
            all_well = [await self.call(pbx) for pbx in self._originators if self._originators[pbx].up]
            seconds = self._settings.every_minutes * 60 if all(all_well) else AGAIN_SECONDS

    def hear(self, fact: Fact) -> None:
        """Called for each fact of the pipeline."""
        on = self._on
        if on is None or fact.call.pbx != on.pbx or fact.call.dialled != self._settings.number:
            return
        if fact.kind is FactKind.CALL_ARRIVED:
            on.arrived_count += 1
        elif fact.kind is FactKind.CALL_ENDED:
            on.heard = heard_of(fact.call, self._policy)
            on.ended.set()

    def ring_seconds(self, pbx: str) -> float | None:
        """How long the test telephone, which rings now, is to ring. None: it should not answer."""
        on = self._on
        if on is None or on.pbx != pbx or on.asked:
            return None
        on.asked = True
        return on.ring_us / SECOND_US

    async def call(self, pbx: str) -> bool:
        """Makes a call. Returns whether it was measured right. A call proves nothing if others called the number;
        several such in a row are a fault."""
        on = self._on = Watched(pbx, ring_us_of(self._policy, self._chance.random))
        at_us, counted = self._now_us(), counted_calls(self._registry)
        try:
            with self._overhearing() as overheard:
                refused = await self._ring(on)
                found = await self._evidence(on, refused, overheard, counted)
        except AWAY:
            return True  # the database is away: its own check reports that
        finally:
            self._on = None
        self._disturbed[pbx] = self._disturbed[pbx] + 1 if on.arrived_count > 1 else 0
        if 0 < self._disturbed[pbx] < DISTURBED_MOST:
            log.warning("somebody else called the test number during a canary call, which is made again", pbx=pbx)
            return False
        if self._disturbed[pbx]:
            result = disturbed(pbx, at_us, on.ring_us)
        else:
            result = result_of(pbx, at_us, found, self._policy)
        self.results[pbx] = result
        await asyncio.to_thread(self._keep, result)
        if not result.ok:
            log.error("a canary call is not measured as it was played", pbx=pbx, faults=" ".join(result.faults))
        return result.ok

    @contextlib.contextmanager
    def _overhearing(self) -> Iterator[Overheard]:
        overheard = Overheard(self._hub, self._settings.number, self._now_us())
        keeping_up = asyncio.create_task(overheard.keep_up(), name="canary in the live stream")
        try:
            yield overheard
        finally:
            keeping_up.cancel()
            overheard.close()

    async def _ring(self, on: Watched) -> bool:
        """Until the call is over, or was to be. Returns whether the PBX refused to call."""
        settings, seconds = self._settings, on.ring_us // SECOND_US
        device = settings.channel.replace(NUMBER, settings.number)
        channel = f"thirdring-canary-{secrets.token_hex(8)}"
        order = Announcement(device, settings.context, channel, ring_seconds=int(seconds + _ANSWER_SECONDS))
        try:
            answered = await self._originators[on.pbx].announce(order)
            async with asyncio.timeout(seconds + 2 * _ANSWER_SECONDS):
                is_answered = await answered
            if is_answered or on.asked:
                async with asyncio.timeout(END_SECONDS):
                    await on.ended.wait()
        except TimeoutError:
            return False
        except AmiError as error:
            log.warning("the PBX did not make a canary call", pbx=on.pbx, why=type(error).__name__)
            return True
        return False

    async def _evidence(self, on: Watched, refused: bool, overheard: Overheard, counted: float) -> Evidence:
        heard = on.heard
        if heard is None:
            return Evidence(on.ring_us, on.asked, None, refused)
        stored = await self._stored(heard.ref)
        return Evidence(
            on.ring_us,
            on.asked,
            heard,
            live=overheard.kinds_of(heard.ref.linkedid),
            stored=stored,
            in_metrics=counted_calls(self._registry) > counted,
            has_ticket=await has_ticket(self._pool, heard.ref),
        )

    async def _stored(self, ref: CallRef) -> Stored | None:
        """Raises one of AWAY."""
        for _ in range(_STORED_LOOKS):
            stored = await stored_of(self._pool, ref)
            if stored is not None:
                return stored
            await asyncio.sleep(_LOOK_SECONDS)
        return None
