"""What reading a PBX costs: CPU an event, from the socket to an event one can use, on recorded calls multiplied.

Four readers take turns in one run, each fed the same bytes by another process: our link with its filter and parser
(the PBX sends all it has: nothing is masked at the source); asyncio and a `split` alone; a reader that makes a dict of
every event; panoramisk with one callback for all events. A first round, in which each learns and compiles what it does
once in a process, does not count.
"""

import argparse
import asyncio
import contextlib
import multiprocessing
import socket
import statistics
import time
from collections.abc import Callable, Coroutine, Sequence
from multiprocessing.connection import Connection

import panoramisk

from lab.bench.traffic import interleaved, templates
from telephony.ami.frames import FrameReader, is_wanted, parse
from telephony.ami.guard import Guard
from telephony.ami.link import AmiLink, Target
from telephony.events import OUR_MARKS

START_US = 1_764_000_000_000_000
END = b"\r\n\r\n"
REACH = 0.25
GUARD_REACH_US = 0.5
READ_BYTES = 256 * 1024

Reader = Callable[
    [int, int], Coroutine[None, None, int]
]  # port, events to come; gives the events that reached its user


def pbx(pipe: Connection, calls: int) -> None:
    """A process that greets, answers every action, and after Login or QueueStatus says all it has and closes."""
    raw = b"".join(interleaved(templates(), calls, 1000, START_US))
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe.send((server.getsockname()[1], raw.count(END), len(raw)))
        while True:
            connection, _ = server.accept()
            with connection, contextlib.suppress(ConnectionError):  # panoramisk connects again while it ends
                _play(connection, raw)


def _play(connection: socket.socket, raw: bytes) -> None:
    connection.sendall(b"Asterisk Call Manager/11.0.0\r\n")
    with connection.makefile("rb") as lines:
        action: dict[bytes, bytes] = {}
        for line in lines:
            name, _, value = line.strip().partition(b": ")
            if name:
                action[name] = value
                continue
            connection.sendall(b"Response: Success\r\nActionID: " + action.get(b"ActionID", b"") + END)
            if action[b"Action"] == b"QueueStatus" or (action[b"Action"] == b"Login" and action[b"Events"] == b"on"):
                connection.sendall(raw)
                return
            action = {}


class Simple(asyncio.Protocol):
    """`use` gets the frames of each read."""

    def __init__(self, use: Callable[[list[bytes]], None]) -> None:
        self.closed = asyncio.get_running_loop().create_future()
        self._use, self._rest = use, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        transport.write(b"Action: Login\r\nActionID: 1\r\nEvents: on" + END)

    def data_received(self, data: bytes) -> None:
        frames = (self._rest + data).split(END)
        self._rest = frames.pop()
        self._use(frames)

    def connection_lost(self, _exc: Exception | None) -> None:
        self.closed.set_result(None)


async def _simply(port: int, use: Callable[[list[bytes]], None]) -> None:
    _, protocol = await asyncio.get_running_loop().create_connection(lambda: Simple(use), "127.0.0.1", port)
    await protocol.closed


async def split_only(port: int, _events: int) -> int:
    seen = 0

    def count(frames: list[bytes]) -> None:
        nonlocal seen
        seen += len(frames)

    await _simply(port, count)
    return seen - 1


def _as_dict(frame: bytes) -> dict[str, str]:
    lines = (line.partition(": ") for line in frame.decode("utf-8", "replace").split("\r\n"))
    return {name: value for name, _, value in lines}


async def dict_of_all(port: int, _events: int) -> int:
    seen = 0

    def use(frames: list[bytes]) -> None:
        nonlocal seen
        for frame in frames:
            seen += "Event" in _as_dict(frame)

    await _simply(port, use)
    return seen


async def third_ring(port: int, _events: int) -> int:
    link = AmiLink(Target("127.0.0.1", port, "bench", "bench", mask_at_source=False))
    running, seen = asyncio.create_task(link.run()), 0
    try:
        while True:
            for frame, received_us in await link.inbox.get():
                event = parse(frame, received_us, seen)
                seen += event.name not in OUR_MARKS
                if event.name == "LinkDown":
                    return seen
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def panoramisk_reader(port: int, events: int) -> int:
    manager = panoramisk.Manager(
        loop=asyncio.get_running_loop(), host="127.0.0.1", port=port, username="bench", secret="bench"
    )
    seen, done = 0, asyncio.get_running_loop().create_future()

    def use(_manager: object, _event: object) -> None:
        nonlocal seen
        seen += 1
        if seen == events:
            done.set_result(None)

    manager.register_event("*", use)
    await manager.connect()
    await done
    manager.close()
    return seen


READERS: dict[str, Reader] = {
    "asyncio and split only": split_only,
    "third ring": third_ring,
    "dict of every event": dict_of_all,
    "panoramisk 1.4": panoramisk_reader,
}


def measure(calls: int, rounds: int) -> None:
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=pbx, args=(theirs, calls), daemon=True)
    process.start()
    try:
        port, events, size = ours.recv()
        cpu: dict[str, list[float]] = {name: [] for name in READERS}
        used: dict[str, int] = {}
        for counts in (False, *[True] * rounds):
            for name, reader in READERS.items():
                began = time.process_time()
                used[name] = asyncio.run(reader(port, events))
                if counts:
                    cpu[name].append((time.process_time() - began) / events * 1e6)
    finally:
        process.kill()
        process.join()
    report(cpu, used, f"{events} events ({size / events:.0f} bytes each) of {calls} calls, {rounds} rounds")


def guard_alone(calls: int, rounds: int) -> float:
    """CPU an event of what keeps forged events out: the best round."""
    raw = b"".join(interleaved(templates(), calls, 1000, START_US))
    return min(_guarded(raw) for _ in range(rounds + 1)) / raw.count(END) * 1e6


def _guarded(raw: bytes) -> float:
    reader, guard, seconds = FrameReader(), Guard(lambda _event, _id: True, lambda _answer: True, is_wanted), 0.0
    for at in range(0, len(raw), READ_BYTES):
        frames = reader.feed(raw[at : at + READ_BYTES])
        began = time.process_time()
        assert guard.calm(frames), "a recording holds nothing forged"
        seconds += time.process_time() - began
    return seconds


def report(cpu: dict[str, list[float]], used: dict[str, int], what: str) -> None:
    base = statistics.median(cpu["panoramisk 1.4"])
    print(f"CPU an event, median and spread, {what}")
    for name, rounds in cpu.items():
        middle = statistics.median(rounds)
        spread = f"{min(rounds):.2f} to {max(rounds):.2f}"
        print(f"  {name:24} {middle:6.2f} us  ({spread})  {middle / base:5.2f} x panoramisk  {used[name]} used")
    ratio = statistics.median(cpu["third ring"]) / base
    print(f"third ring {ratio:.3f} x panoramisk (reach: {REACH}): {'reached' if ratio <= REACH else 'NOT reached'}")


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench ami", description=__doc__)
    options.add_argument("--calls", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--short", action="store_true", help="200 calls, two rounds")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.rounds = 200, 2
    measure(chosen.calls, chosen.rounds)
    us = guard_alone(200, max(chosen.rounds, 5))
    reached = "reached" if us <= GUARD_REACH_US else "NOT reached"
    print(f"of that the guard {us:.2f} us (reach: {GUARD_REACH_US}): {reached}")


if __name__ == "__main__":
    main()
