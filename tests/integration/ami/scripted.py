"""A PBX that says and does exactly what a test tells it to, over a real socket."""

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from telephony.ami.frames import parse
from telephony.ami.inbox import Inbox
from telephony.ami.link import AmiLink, Outside, Patience, Target
from telephony.events import Event
from tests.asterisk import list_end, of_channel, shown, status

SECRET = "correct horse"  # of a PBX that exists in these tests only
SOON = 60.0  # seconds a test waits for what must happen; on a machine at rest nothing takes one
END = b"\r\n\r\n"
HANGUP = of_channel("Hangup", ("Cause", "16"))


class Peer:
    """One connection, seen from the PBX. `heard` holds the actions that came."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.raw = b""
        self.heard: list[dict[str, str]] = []

    async def greet(self) -> None:
        await self.send(b"Asterisk Call Manager/11.0.0\r\n")

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def send_in_bits(self, data: bytes, size: int) -> None:
        for at in range(0, len(data), size):
            await self.send(data[at : at + size])
            await asyncio.sleep(0)

    async def hear(self) -> dict[str, str]:
        """The next action."""
        frame = await self.reader.readuntil(END)
        self.raw += frame
        self.heard.append(parse(frame.removesuffix(END), 0).headers)
        return self.heard[-1]

    async def expect(self, action: str) -> dict[str, str]:
        heard = await self.hear()
        if heard["Action"] == "Logoff":
            raise ConnectionResetError("the link was stopped")
        assert heard["Action"] == action, heard
        return heard

    async def answer(self, action: dict[str, str], word: str = "Success", **headers: str) -> None:
        lines = [f"Response: {word}", f"ActionID: {action['ActionID']}", *(f"{k}: {v}" for k, v in headers.items())]
        await self.send("\r\n".join(lines).encode() + END)

    async def let_in(self) -> None:
        await self.greet()
        await self.answer(await self.expect("Challenge"), Challenge="4711")
        await self.answer(await self.expect("Login"))

    async def give_snapshot(self) -> None:
        await self.answer(await self.expect("Events"), Events="On")
        await self.give_list()

    async def give_list(self) -> None:
        """All that there is."""
        asked = await self.expect("Status")
        await self.answer(asked, EventList="start")
        await self.send(status(asked["ActionID"]) + END + list_end("StatusComplete", asked["ActionID"], 1) + END)
        channels = await self.expect("CoreShowChannels")
        await self.answer(channels, EventList="start")
        channels_id = channels["ActionID"]
        await self.send(shown(channels_id) + END + list_end("CoreShowChannelsComplete", channels_id, 1) + END)
        await self.give_queues(await self.expect("QueueStatus"))

    async def give_queues(self, asked: dict[str, str]) -> None:
        """None."""
        await self.answer(asked, EventList="start")
        await self.send(list_end("QueueStatusComplete", asked["ActionID"]) + END)

    async def until_gone(self) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            while True:
                await self.hear()

    async def stay_silent(self) -> None:
        """As a machine that lost its power: the socket is open, nobody answers."""
        await asyncio.Event().wait()


Script = Callable[[Peer], Awaitable[None]]


async def serve(peer: Peer) -> None:
    """What a PBX does that behaves."""
    await peer.let_in()
    await peer.give_snapshot()
    await peer.until_gone()


class ScriptedPbx:
    """Plays the first script to the first connection, and so on; the last one to all that follow."""

    def __init__(self, *scripts: Script) -> None:
        self.scripts = scripts
        self.peers: list[Peer] = []
        self.errors: list[BaseException] = []
        self.port = 0

    async def start(self, tls: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", self.port, ssl=tls, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for peer in self.peers:
            peer.writer.transport.abort()
        await asyncio.sleep(0)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = Peer(reader, writer)
        self.peers.append(peer)
        try:
            await self.scripts[min(len(self.peers), len(self.scripts)) - 1](peer)
        except (OSError, asyncio.IncompleteReadError):
            pass  # the link went away
        except AssertionError as error:
            self.errors.append(error)
        finally:
            writer.transport.abort()


class Sleeps:
    """Time for the back-off: no waiting, but it stops for good after so many times."""

    def __init__(self, most: int = 1000) -> None:
        self.seconds: list[float] = []
        self._most = most

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)
        if len(self.seconds) >= self._most:
            await asyncio.Event().wait()


@dataclass
class Diary:
    """What the link tells its observer."""

    up: list[str] = field(default_factory=list)
    down: list[str] = field(default_factory=list)
    retries: list[str] = field(default_factory=list)
    advices: list[str] = field(default_factory=list)
    forgeries: list[int] = field(default_factory=list)

    def link_up(self, greeting: str) -> None:
        self.up.append(greeting)

    def link_down(self, reason: str) -> None:
        self.down.append(reason)

    def retrying(self, reason: str, after_seconds: float) -> None:
        self.retries.append(reason)

    def forged(self, times: int) -> None:
        self.forgeries.append(times)

    def advice(self, text: str) -> None:
        self.advices.append(text)


QUICK = Patience(connect_seconds=SOON, answer_seconds=SOON, quiet_seconds=SOON, alive_seconds=SOON)


@dataclass
class Scene:
    """A PBX, the link to it while it runs, and what came of it."""

    pbx: ScriptedPbx
    link: AmiLink
    diary: Diary
    sleeps: Sleeps
    frames: list[bytes] = field(default_factory=list)

    async def event(self, name: str) -> Event:
        """Waits for the next event of that name, which may have come already; what came before it is forgotten."""
        return (await self._events_until(name))[-1]

    async def names_until(self, last: str) -> list[str]:
        return [event.name for event in await self._events_until(last)]

    async def _events_until(self, last: str) -> list[Event]:
        events: list[Event] = []
        async with asyncio.timeout(SOON):
            while True:
                while self.frames:
                    events.append(parse(self.frames.pop(0), 0))
                    if events[-1].name == last:
                        return events
                self.frames += [frame for frame, _ in await self.link.inbox.get()]

    async def until(self, holds: Callable[[], object]) -> None:
        async with asyncio.timeout(SOON):
            while not holds():
                await asyncio.sleep(0.001)


@contextlib.asynccontextmanager
async def scene(
    *scripts: Script,
    patience: Patience = QUICK,
    inbox: Inbox | None = None,
    sleeps: Sleeps | None = None,
    mask_at_source: bool = False,
    tls: tuple[ssl.SSLContext, ssl.SSLContext] | None = None,
) -> AsyncIterator[Scene]:
    """`tls`: of the PBX, of the link."""
    pbx, diary, sleeps = ScriptedPbx(*scripts), Diary(), sleeps or Sleeps()
    await pbx.start(tls[0] if tls else None)
    target = Target("127.0.0.1", pbx.port, "thirdring", SECRET, tls[1] if tls else None, mask_at_source)
    link = AmiLink(target, inbox, patience, Outside(diary, chance=Random(1), sleep=sleeps))
    running = asyncio.create_task(link.run())
    try:
        yield Scene(pbx, link, diary, sleeps)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await pbx.stop()
    assert not pbx.errors, pbx.errors
