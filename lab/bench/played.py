"""A PBX that plays recorded calls in real time: what it was asked to send of the captures, again and again.

It runs in a process of its own. It prints its port, begins to play once it is linked and has read a line, and says so
when it has played all.
"""

import asyncio
import gc
import secrets
import sys
import time
from collections.abc import Sequence
from itertools import groupby

from lab.bench.traffic import Template, interleaved, templates
from lab.sim.manager import BANNER, Account, Session, parse_action
from lab.sim.state import State
from telephony.ami.frames import is_wanted

ONE_CALLER = b"13800000001"
CALLERS = 5_000
SOON_US = 1_000_000
STEP_US = 500  # what happens within it is written together, as a PBX's own buffer has it


def wanted_only(one: Template) -> Template:
    """Without what the filters of the link keep away at the source."""
    rendered = one.render(1, 1_764_000_000_000_000)
    return one._replace(
        frames=tuple(frame for frame, (_, text) in zip(one.frames, rendered, strict=True) if is_wanted(text))
    )


def writes(found: Sequence[Template], calls: int, calls_a_second: float, start_us: int) -> list[tuple[int, bytes]]:
    """When to write what."""
    frames = interleaved([wanted_only(one) for one in found], calls, calls_a_second, start_us)
    stamped = ((_stamp_us(frame), frame) for frame in frames)
    return [
        (step * STEP_US, b"".join(_from_somebody(frame) for _, frame in some))
        for step, some in groupby(stamped, lambda each: -(-each[0] // STEP_US))
    ]


def _stamp_us(frame: bytes) -> int:
    return int(frame.split(b"Timestamp: ", 1)[1].split(b"\r", 1)[0].replace(b".", b""))


def _from_somebody(frame: bytes) -> bytes:
    """All captures have one caller; a hotline has many. The number goes by the call."""
    if ONE_CALLER not in frame:
        return frame
    linkedid = frame.rpartition(b"Linkedid: ")[2].split(b"\r", 1)[0]
    serial = int(linkedid.rpartition(b".")[2] or b"0") if linkedid[:1].isdigit() else 0
    return frame.replace(ONE_CALLER, b"138%08d" % (serial % CALLERS))


class Player:
    def __init__(self, calls: int, calls_a_second: float) -> None:
        self._calls, self._rate = calls, calls_a_second
        self._state = State({})
        self._linked: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        found, writer = templates(), await self._linked
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)  # everybody is there
        due = writes(found, self._calls, self._rate, _now_us() + 3 * SOON_US)
        gc.freeze()
        gc.disable()
        for at_us, data in due:
            if (ahead_us := at_us - _now_us()) > 0:
                await asyncio.sleep(ahead_us / 1e6)
            writer.write(data)
        await writer.drain()
        print("over", flush=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        session = Session(Account(), self._state, _now_us, str(secrets.randbelow(10**9)), lambda _: False)
        writer.write(BANNER)
        while not session.over:
            try:
                writer.write(session.act(parse_action(await reader.readuntil(b"\r\n\r\n"))))
            except (OSError, asyncio.IncompleteReadError):
                return
            if session.ready and not self._linked.done():
                self._linked.set_result(writer)


def _now_us() -> int:
    return time.time_ns() // 1000


async def play(calls: int, calls_a_second: float) -> None:
    await Player(calls, calls_a_second).run()
    await asyncio.Event().wait()
