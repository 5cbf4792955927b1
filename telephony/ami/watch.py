"""Over one connection, once it is up: is the PBX still there, what does its clock show, and has it booted since?"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence

from telephony.ami.actions import ActionTimeoutError, AmiError
from telephony.ami.clock import AskedClock
from telephony.ami.frames import stamp_us
from telephony.ami.own import own_event
from telephony.ami.session import Session
from telephony.events import PBX_CLOCK

_BOOTED = b"Event: FullyBooted"
_FIRST_REST = 0.1  # the clock of a new link is soon looked at
_BOOTS_ROUNDS = 60  # a PBX that has not booted within so many rounds had booted before


class Watch:
    """`put` takes an event of the link's own with its instant; `booted` is awaited once the PBX has booted."""

    def __init__(
        self,
        session: Session,
        clock: AskedClock,
        now_us: Callable[[], int],
        put: Callable[[bytes, int], None],
        booted: Callable[[Session], Awaitable[None]],
    ) -> None:
        self._session = session
        self._clock = clock
        self._now_us = now_us
        self._put = put
        self._ask_again = booted
        self._booted = asyncio.Event()
        self._rounds = 0

    def hear(self, events: Sequence[bytes]) -> None:
        """A PBX that we linked to while it started says so when it has."""
        if self._rounds < _BOOTS_ROUNDS and any(event.startswith(_BOOTED) for event in events):
            self._booted.set()

    async def run(self, quiet_seconds: float, alive_seconds: float) -> None:
        """Raises AmiError when nobody is at the other end any more. While we do not read, silence says nothing."""
        session, heard = self._session, self._session.bytes_read
        await self._rest(quiet_seconds * _FIRST_REST)
        while True:
            if not session.paused:
                try:
                    await self._ping(alive_seconds)
                except ActionTimeoutError:
                    if session.bytes_read == heard and not session.paused:
                        silent = quiet_seconds + alive_seconds
                        raise AmiError(f"The PBX was silent for {silent:g} s and left a Ping without answer.") from None
            heard = session.bytes_read
            await self._rest(quiet_seconds)

    async def _rest(self, quiet_seconds: float) -> None:
        self._rounds += 1
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(quiet_seconds):
                await self._booted.wait()
        if self._booted.is_set():
            self._booted.clear()
            await self._ask_again(self._session)

    async def _ping(self, alive_seconds: float) -> None:
        asked_us = self._now_us()
        answer = await self._session.action({"Action": "Ping"}, alive_seconds)
        received_us, shown_us = self._now_us(), stamp_us(answer.headers.get("Timestamp", ""))
        if shown_us is None:
            return
        correction_us = self._clock.correction_us(shown_us, asked_us, received_us)
        if correction_us is not None:
            figures = {"Shown": shown_us, "Asked": asked_us, "Correction": correction_us}
            told = {name: str(figure) for name, figure in figures.items()}
            self._put(own_event(PBX_CLOCK, **told), received_us)
