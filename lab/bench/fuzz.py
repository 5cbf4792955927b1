"""Recorded AMI frames, damaged at random from a seed, through the reader, the parser and the tracker.

It fails when anything raises, when frames depend on how their bytes arrive, or when memory grows: every so often the
link goes down and comes back with an empty snapshot, after which nothing may be kept.
"""

import argparse
import gzip
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lab.bench.calls import site
from lab.bench.traffic import CAPTURES
from telephony.ami.frames import FrameReader, parse
from telephony.calls.tracker import Tracker
from telephony.events import LINK_DOWN, LINK_UP, Event

END = b"\r\n\r\n"
BLOCK_FRAMES = 1000
START_US = 1_764_000_000_000_000
PAGE_BYTES = 4096
GROWTH_MOST_MIB = 16.0

JUNK = (
    *(b"\r\n", b"\n", b"\r", END, b"\0", b": ", b":", b"\xff\xfe", b"\xe5\x89", "前台".encode("gb18030")),
    *(b"Event: Hangup", b"\r\nEvent: Newchannel", b"Response: Success\r\n", b"Output: x\r\nOutput: y", b"Event:"),
    *(
        b"\r\nTimestamp: 99999999999999999999.5",
        b"\r\nTimestamp: -1",
        b"\r\nUniqueid: ",
        b"\r\nLinkedid: ",
        b"z" * 5000,
    ),
)


def recorded_frames(folder: Path = CAPTURES) -> list[bytes]:
    """Raises FileNotFoundError where nothing is recorded."""
    raws = [gzip.decompress(path.read_bytes()) for path in sorted(folder.glob("*.ami.gz"))]
    if not raws:
        raise FileNotFoundError(f"no captures (*.ami.gz) in {folder}")
    return [frame for raw in raws for frame in raw.split(END)]


def flip(frame: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(frame) + 1)
    return frame[:at] + bytes([chance.randrange(256)]) + frame[at + 1 :]


def cut(frame: bytes, chance: random.Random) -> bytes:
    begin, end = sorted((chance.randrange(len(frame) + 1), chance.randrange(len(frame) + 1)))
    return frame[:begin] + frame[end:]


def insert(frame: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(frame) + 1)
    return frame[:at] + chance.choice(JUNK) + frame[at:]


def shuffle_lines(frame: bytes, chance: random.Random) -> bytes:
    lines = frame.split(b"\r\n")
    chance.shuffle(lines)
    return b"\r\n".join(lines)


def double_line(frame: bytes, chance: random.Random) -> bytes:
    lines = frame.split(b"\r\n")
    lines.insert(chance.randrange(len(lines) + 1), chance.choice(lines))
    return b"\r\n".join(lines)


def bare_line_ends(frame: bytes, _chance: random.Random) -> bytes:
    return frame.replace(b"\r\n", b"\n") + b"\n\n"


def untouched(frame: bytes, _chance: random.Random) -> bytes:
    return frame


MUTATIONS: Sequence[Callable[[bytes, random.Random], bytes]] = (
    *(flip, cut, insert, shuffle_lines, double_line),
    *(bare_line_ends, untouched),
)


def block(frames: Sequence[bytes], chance: random.Random) -> bytes:
    """A stream of damaged frames; some are damaged twice."""
    damaged = []
    for frame in chance.choices(frames, k=BLOCK_FRAMES):
        once = chance.choice(MUTATIONS)(frame, chance)
        damaged.append(chance.choice(MUTATIONS)(once, chance) if chance.random() < 0.3 else once)
    return END.join(damaged) + END


def in_pieces(stream: bytes, chance: random.Random) -> Iterator[bytes]:
    at = 0
    while at < len(stream):
        size = chance.choice((1, 2, 3, 50, 1000, 1 << 16))
        yield stream[at : at + size]
        at += size


def fuzz(total: int, seed: int, say: Callable[[str], None] = print) -> tuple[int, float]:
    """Frames that reached the tracker, and by how many MiB memory grew after the first tenth. Raises AssertionError."""
    chance, frames = random.Random(seed), recorded_frames()
    tracker, used, before = Tracker("fuzz", site()), 0, 0.0
    whole, pieced = FrameReader(), FrameReader()
    for number in range(total // BLOCK_FRAMES):
        stream = block(frames, chance)
        read = [frame for piece in in_pieces(stream, chance) for frame in pieced.feed(piece)]
        if read != whole.feed(stream):
            raise AssertionError(f"block {number} of seed {seed}: frames depend on how the bytes arrive")
        for frame in read:
            used += 1
            tracker.step(parse(frame, START_US + used, used))
        if number % 10 == 9:
            forget(tracker, START_US + used, used)
        if number == total // BLOCK_FRAMES // 10:
            before = resident_mib()
            say(f"after {number * BLOCK_FRAMES} frames: {before:.1f} MiB")
    forget(tracker, START_US + used, used)
    return used, resident_mib() - before


def forget(tracker: Tracker, at_us: int, position: int) -> None:
    for name in (LINK_DOWN, LINK_UP, "CoreShowChannelsComplete", "QueueStatusComplete"):
        tracker.step(Event(name, at_us, {"Event": name}, (), position))
    kept = len(tracker.live) + len(tracker.board.channels) + len(tracker.board.bridges)
    if kept:
        raise AssertionError(f"{kept} calls, channels and bridges are kept after an empty snapshot")


def resident_mib() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES / 2**20


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench fuzz", description=__doc__)
    options.add_argument("--frames", type=int, default=1_000_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--short", action="store_true", help="20,000 frames")
    chosen = options.parse_args(arguments)
    total = 20_000 if chosen.short else chosen.frames
    began = time.monotonic()
    used, grown = fuzz(total, chosen.seed)
    seconds = time.monotonic() - began
    print(
        f"{total} damaged frames, seed {chosen.seed}, in {seconds:.0f} s: {used} reached the tracker, nothing raised;"
    )
    print(f"memory grew by {grown:.1f} MiB after the first tenth (reach: {GROWTH_MOST_MIB:g})")
    if grown > GROWTH_MOST_MIB:
        sys.exit("memory is NOT flat")


if __name__ == "__main__":
    main()
