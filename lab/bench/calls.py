"""From bytes to facts: what following the calls costs beside reading alone, on recorded calls multiplied.

`./run bench calls` prints, of one run, the CPU of the reader alone and of the reader with the tracker, taken in turns;
calls a second on one core; memory a live call; and what is kept when all calls have ended.

`--cacofonisk FOLDER` runs cacofonisk beside ours, which follows channels by panoramisk's reader and tells of calls, on
the same bytes. It brings a package named `tests`, so it has to be kept apart:
`.venv/bin/uv pip install --no-deps --target FOLDER cacofonisk==0.7.10`.
"""

import argparse
import gc
import importlib
import logging
import sys
import time
import tracemalloc
from collections import Counter, deque
from collections.abc import Sequence
from heapq import merge
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any

from panoramisk.ami_protocol import AMIProtocol

from lab.bench.traffic import Template, interleaved, templates
from telephony.ami.frames import FrameReader, parse
from telephony.calls.tracker import Tracker
from telephony.layout import Agent, Hotline, Layout, layout
from thirdring import garbage

START_US = 1_764_000_000_000_000
CHUNK_BYTES = 1 << 16


def site() -> Layout:
    queues = ("hotline", "hotline-overflow")
    agents = [Agent(name, (f"PJSIP/{name}",)) for name in ("1001", "1002", "1003")]
    return layout([Hotline("service", ("8000",), queues)], agents)


def chunks(found: Sequence[Template], calls: int, calls_per_second: float) -> list[bytes]:
    raw = b"".join(interleaved(list(found), calls, calls_per_second, START_US))
    return [raw[at : at + CHUNK_BYTES] for at in range(0, len(raw), CHUNK_BYTES)]


def read_only(data: Sequence[bytes]) -> float:
    """CPU seconds."""
    reader, position, began = FrameReader(), 0, time.process_time()
    for chunk in data:
        for frame in reader.feed(chunk):
            position += 1
            parse(frame, 0, position)
    return time.process_time() - began


def derive(data: Sequence[bytes], tracker: Tracker) -> float:
    """CPU seconds."""
    reader, position, began = FrameReader(), 0, time.process_time()
    step = tracker.step
    for chunk in data:
        for frame in reader.feed(chunk):
            position += 1
            step(parse(frame, 0, position))
    return time.process_time() - began


class Cacofonisk:
    """As its own runner joins it to panoramisk: one callback for each event that it has a use for."""

    def __init__(self, folder: Path) -> None:
        sys.path.append(str(folder))
        package: Any = importlib.import_module("cacofonisk")
        sys.path.remove(str(folder))
        logging.getLogger("cacofonisk").setLevel(logging.CRITICAL)
        self.failed: Counter[str] = Counter()
        self._handler = package.EventHandler(package.BaseReporter())
        self._used = package.EventHandler.event_handlers()
        protocol = self._protocol = AMIProtocol()
        protocol.queue, protocol.responses, protocol.closed = deque(), {}, False
        protocol.factory, protocol.version, protocol.encoding = self, "11.0.0", "utf8"
        protocol.log = logging.getLogger("cacofonisk")

    def dispatch(self, event: Any) -> None:
        """As panoramisk's manager is told."""
        if event.event in self._used:
            try:
                self._handler.on_event(event)
            except Exception as error:  # noqa: BLE001  what it cannot follow is counted
                self.failed[type(error).__name__] += 1

    def follow(self, data: Sequence[bytes]) -> float:
        """CPU seconds."""
        began = time.process_time()
        for chunk in data:
            self._protocol.data_received(chunk)
        return time.process_time() - began


def throughput(found: Sequence[Template], calls: int, rounds: int, beside: Path | None) -> None:
    data = chunks(found, calls, calls_per_second=1000)
    garbage.settle()  # as the service does
    events = sum(chunk.count(b"\r\n\r\n") for chunk in data)
    reading, deriving, left = [], [], 0
    for _ in range(rounds):
        tracker = Tracker("bench", site())
        reading.append(read_only(data))
        deriving.append(derive(data, tracker))
        left = len(tracker.live) + len(tracker.board.channels) + len(tracker.board.bridges)
    read, full = min(reading), min(deriving)
    print(f"calls                      {calls} interleaved, {events / calls:.0f} events a call")
    print(f"reader alone               {read:.2f} s CPU, {read / events * 1e6:.2f} us an event")
    print(f"reader and tracker         {full:.2f} s CPU, {full / calls * 1e6:.0f} us a call")
    print(f"ratio                      {full / read:.2f} x the reader alone (reach: 2)")
    print(f"calls a second, one core   {calls / full:.0f} (reach: 2000)")
    print(f"kept after the last end    {left} channels, bridges and calls (reach: 0)")
    if beside is not None:
        other = Cacofonisk(beside)
        their = other.follow(data) / calls
        failed = sum(other.failed.values())
        ratio = full / calls / their
        print(f"cacofonisk                 {their * 1e6:.0f} us a call, {failed} events failed; ours {ratio:.2f} x")


def memory(found: Sequence[Template], calls: int) -> None:
    """The first half of each call's events, so that all of them live at once."""
    tracker, reader = Tracker("bench", site()), FrameReader()
    gc.collect()
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    halves = (found[serial % len(found)] for serial in range(calls))
    begun = [islice(one.render(serial, START_US), len(one.frames) // 2) for serial, one in enumerate(halves, 1)]
    for _, frame in merge(*begun, key=itemgetter(0)):
        for kept in reader.feed(frame):
            tracker.step(parse(kept, 0, 1))
    gc.collect()
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    live = len(tracker.live)
    print(f"memory a live call         {(after - before) / live / 1024:.1f} KiB at {live} live calls (reach: 8)")


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench calls", description=__doc__)
    options.add_argument("--calls", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--short", action="store_true", help="1,000 calls, one round")
    options.add_argument("--cacofonisk", type=Path, metavar="FOLDER", help="where it was installed to")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.rounds = 1000, 1
    found = templates()
    throughput(found, chosen.calls, chosen.rounds, chosen.cacofonisk)
    queue = [one for one in found if one.calls == 1 and one.name.startswith("queue_")]
    memory(queue, chosen.calls)


if __name__ == "__main__":
    main()
