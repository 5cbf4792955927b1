"""The service as `bench whole` runs it: in a process of its own, which looks every few milliseconds of CPU where it is.

Where it is says the innermost line of ours on the stack. What runs in no line of ours is the driver or the event loop.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from kit import log
from thirdring import garbage
from thirdring.service import running
from thirdring.settings import load

EVERY_CPU_SECONDS = 0.004
ROOT = Path(__file__).parents[2]
PARTS = (
    ("telephony/journal/", "journal"),
    ("thirdring/listening/", "link"),
    ("telephony/ami/frames", "link"),
    ("telephony/ami/shapes", "derive"),
    ("telephony/ami/trusted", "derive"),
    ("telephony/ami/grammar", "derive"),
    ("telephony/ami/", "link"),
    ("telephony/", "derive"),
    ("thirdring/pipeline/", "derive"),
    ("metrics/calls/live", "live"),
    ("metrics/calls/masking", "live"),
    ("metrics/calls/models", "live"),
    ("kit/http/", "live"),
    ("metrics/calls/", "store"),
    ("metrics/", "figures"),
    ("ticketing/", "desk"),
    ("thirdring/", "others"),
)
OUTSIDE = (("/asyncpg/", "driver"), ("/aiohttp/", "live"), ("/selectors.py", "waiting and threads"))


class Looks:
    def __init__(self) -> None:
        self.parts: Counter[str] = Counter()
        self.lines: Counter[str] = Counter()
        self._known: dict[str, str] = {}

    def __call__(self, _number: int, frame: FrameType | None) -> None:
        part = next((part for part in map(self._part, _outwards(frame)) if part), "event loop")
        self.parts[part] += 1
        if frame is not None:
            where = next((each for each in _outwards(frame) if _ours(each.f_code.co_filename)), frame)
            self.lines[f"{part}: {_short(where)}"] += 1

    def _part(self, frame: FrameType) -> str:
        name = frame.f_code.co_filename
        if name not in self._known:
            self._known[name] = part_of(name)
        return self._known[name]


def part_of(file: str) -> str:
    """Empty for what may be of any."""
    if _ours(file):
        inside = file.removeprefix(f"{ROOT}/")
        return next((part for begin, part in PARTS if inside.startswith(begin)), "")
    return next((part for piece, part in OUTSIDE if piece in file), "")


def _ours(file: str) -> bool:
    return file.startswith(f"{ROOT}/") and "/.venv/" not in file


def _short(frame: FrameType) -> str:
    return f"{frame.f_code.co_filename.removeprefix(f'{ROOT}/')}:{frame.f_code.co_name}"


def _outwards(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def thread_seconds() -> dict[str, float]:
    """CPU of each thread that there is."""
    names = {thread.native_id: thread.name for thread in threading.enumerate()}
    return {
        names.get(int(task.name), "other"): _cpu_seconds(task / "stat")
        for task in Path("/proc/self/task").iterdir()
    }  # fmt: skip


def _cpu_seconds(stat: Path) -> float:
    fields = stat.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def serve(config: Path, with_desk: bool) -> None:
    """Each line that it reads is answered by what was seen since the one before."""
    log.set_up("warning")
    looks, never = Looks(), asyncio.Event()
    signal.signal(signal.SIGPROF, looks)
    async with running(load(config), before_desk=_at_once if with_desk else lambda _: _wait(never)) as service:
        garbage.settle()
        print(*service.address, os.getpid(), flush=True)
        signal.setitimer(signal.ITIMER_PROF, EVERY_CPU_SECONDS, EVERY_CPU_SECONDS)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps([looks.parts, thread_seconds(), dict(looks.lines.most_common(60))]), flush=True)
            looks.parts.clear()
            looks.lines.clear()


async def _at_once(_service: object) -> None:
    pass


async def _wait(event: asyncio.Event) -> None:
    await event.wait()
