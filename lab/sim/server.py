"""The simulated PBX on a TCP port: plays its calls to whoever logs in, in real time or faster.

The play begins when the first client has asked for its queues, the end of a snapshot: nobody misses the opening.
"""

import asyncio
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from types import TracebackType
from typing import Self

from lab.sim.exchange import Exchange
from lab.sim.hanging_up import hung_up
from lab.sim.manager import BANNER, Account, Session, parse_action
from lab.sim.moments import Moment, frame
from lab.sim.order import Order
from lab.sim.site import Pause
from lab.sim.state import State
from lab.sim.timeline import Coming, Cue, PlayedCall, Timeline
from lab.sim.truth import Truth

_BATCH = 200  # moments between two breaths while catching up
_PATIENCE_SECONDS = 10.0  # a client that takes nothing for so long is dropped, as Asterisk does


class SimulatedPbx:
    """`pace`: simulated seconds a second. The play is at `anchor_us` when it begins; what lies before is sent at once.

    `anchor_us=None` begins at the first moment of the first call.
    """

    def __init__(
        self,
        calls: Iterable[Coming],
        members: dict[str, tuple[str, ...]],
        *,
        exchange: Exchange | None = None,
        account: Account | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        pace: float = 1.0,
        anchor_us: int | None = None,
    ) -> None:
        self.account = account or Account()
        self.host, self.port, self.pace = host, port, pace
        self.state = State(members, pauses={} if exchange is None else exchange.theatre.floor.pauses)
        self.truths: list[Truth] = []
        """Of the calls that have ended, in the order of their ends; of `lost` ones when the PBX was restarted."""
        self.live: dict[str, PlayedCall] = {}
        self.caught_up = asyncio.Event()
        """What lay before the anchor has been sent; from here on the play goes by the clock."""
        self.finished = asyncio.Event()
        self.exchange = exchange
        self._timeline = Timeline(calls)
        self._added = asyncio.Event()
        self._anchor_us = anchor_us
        self._began = 0.0
        self._sessions: dict[asyncio.StreamWriter, Session] = {}
        self._ready = asyncio.Event()
        self._server: asyncio.Server | None = None
        self._player: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.listen()
        self._player = asyncio.create_task(self._play(), name="simulated pbx")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._player is not None:
            self._player.cancel()
            with suppress(asyncio.CancelledError):
                await self._player
        await self.refuse()

    @property
    def now_us(self) -> int:
        """The simulated instant."""
        if self._anchor_us is None or not self._ready.is_set():
            return self._anchor_us or time.time_ns() // 1000
        return self._anchor_us + int((time.monotonic() - self._began) * self.pace * 1_000_000)

    @property
    def linked(self) -> bool:
        """Somebody listens who has had the snapshot."""
        return any(session.ready for session in self._sessions.values())

    def perform(self, calls: Iterable[Coming]) -> None:
        """Other calls, in the order of their beginnings, in place of what is still to be played."""
        self._timeline = Timeline(calls)
        self.finished.clear()
        self._added.set()

    def begin(self) -> None:
        """The play begins now, whoever listens."""
        if not self._ready.is_set():
            self._began = time.monotonic()
            self._ready.set()

    async def listen(self) -> None:
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def refuse(self) -> None:
        """Cuts all links and listens no more, while the calls go on; `listen` opens the same port again."""
        if self._server is not None:
            self._server.close()
        self.cut()
        if self._server is not None:
            await self._server.wait_closed()
        self._server = None

    def cut(self) -> None:
        """Cuts all links as a broken network does; clients may come back at once."""
        for writer in list(self._sessions):
            writer.transport.abort()

    def crash(self) -> None:
        """The PBX restarts: its live calls are gone without a word, and so are the links."""
        for call in self.live.values():
            call.cut = True
            self._note_truth(call, lost=True)
        self.live.clear()
        self.state.clear()
        self.cut()

    async def _play(self) -> None:
        await self._ready.wait()
        sent = 0
        while True:
            at_us = self._timeline.next_at_us
            if at_us is None:
                await self._flush()
                self.caught_up.set()
                self.finished.set()
                await self._until_added(None)
                continue
            if self._anchor_us is None:
                self._anchor_us = at_us
            ahead = (at_us - self.now_us) / 1_000_000 / self.pace
            if ahead > 0 or sent % _BATCH == 0:
                await self._flush()
            if ahead > 0.0005:
                self.caught_up.set()
                await self._until_added(ahead)
                continue
            self._send(next(self._timeline))
            sent += 1

    async def _until_added(self, seconds: float | None) -> None:
        """Returns as soon as there is one more call to play, or after so long."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._added.wait()
        self._added.clear()

    def dial(self, device: str, number: str) -> bool:
        """Somebody dials by hand from an agent's phone. False: the agent is busy."""
        call = None if self.exchange is None else self.exchange.dial(device, number, self.now_us)
        return call is not None and self._add(call)

    def _originate(self, order: Order) -> bool:
        """False: this PBX plays its own calls and no others."""
        return self.exchange is not None and self._add(self.exchange.originate(order, self.now_us))

    def hang_up(self, channel: str) -> bool:
        """What a click made. False: there is no such channel."""
        call = self.live.get(channel)
        if call is None or channel not in self.state.channels or self.exchange is None:
            return False
        end = hung_up(self.state, call, self.now_us)
        self.live[channel] = end
        self.exchange.freed(call, self.now_us)
        return self._add(end)

    def _add(self, call: PlayedCall) -> bool:
        self._timeline.add(call)
        self._added.set()
        return True

    def _send(self, cue: Cue) -> None:
        if cue.began:
            self.live[cue.call.truth.linkedid] = cue.call
        if cue.ended:
            self._note_truth(self.live.pop(cue.call.truth.linkedid))
        self.state.step(cue.moment)
        self._tell(self.state.as_paused(cue.moment))

    def _tell(self, moment: Moment) -> None:
        data = frame(moment)
        for writer, session in self._sessions.items():
            if not writer.is_closing() and session.wants(moment, data.decode):
                writer.write(data)

    def pause(self, device: str, paused: bool, reason: str = "") -> bool:
        """In all queues, from the next call on. False: no queue has this member."""
        told = self.state.pause(device, Pause(reason, self.now_us) if paused else None, self.now_us)
        for moment in told:
            self._tell(moment)
        return bool(told)

    def _note_truth(self, call: PlayedCall, lost: bool = False) -> None:
        """Of a call that is lost, consultations still to come never were."""
        besides = [truth for truth in call.besides if not lost or truth.arrived_at_us <= self.now_us]
        for truth in (call.truth, *besides):
            truth.lost = lost
            self.truths.append(truth)

    async def _flush(self) -> None:
        await asyncio.sleep(0)
        for writer in list(self._sessions):
            try:
                async with asyncio.timeout(_PATIENCE_SECONDS):
                    await writer.drain()
            except (OSError, TimeoutError):
                writer.transport.abort()
                self._sessions.pop(writer, None)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        challenge = str(secrets.randbelow(10**9))
        session = Session(self.account, self.state, lambda: self.now_us, challenge, self._originate, self.pause)
        session.hang_up = self.hang_up
        self._sessions[writer] = session
        writer.write(BANNER)
        try:
            while not session.over:
                block = await reader.readuntil(b"\r\n\r\n")
                writer.write(session.act(parse_action(block)))
                if session.ready:
                    self.begin()
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._sessions.pop(writer, None)
            writer.close()
