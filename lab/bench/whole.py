"""What a whole call costs: recorded calls in real time through link, journal, PostgreSQL, desk and live stream.

`./run bench whole` plays 40 calls a second, as a PBX sends them, to a service in a process of its own, while 20
clients follow the live stream: once with the desk at rest (calls alone), once with tickets and callbacks. It prints
the CPU that a call costs the service, beside what `bench calls` costs a call in the same run, and where the time goes.
Reach: 3 times that for calls alone, 8 times with the desk.
"""

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from kit.database import postmaster
from lab.bench.calls import chunks, derive, site
from lab.bench.children import Followers, child
from lab.bench.console_desks import cpu_seconds, tokens_of
from lab.bench.lag import ready, write
from lab.bench.machine import Meanwhile
from lab.bench.traffic import templates
from telephony.calls.tracker import Tracker
from thirdring import garbage
from thirdring.commands.database import database
from thirdring.settings import load

CALLS_A_SECOND = 40.0
LISTENERS = 20
REACH = {"calls alone": 3.0, "with the desk": 8.0}
WARM_SECONDS, LAST_SECONDS = 8.0, 12.0  # the longest recorded call takes 6 s
BENCH_CALLS, BENCH_ROUNDS = 2_000, 3
LINES_SHOWN = 12
TOO_LATE_MS = 200.0
SERVICE = """
import asyncio, sys
from pathlib import Path
from lab.bench.watched import serve
asyncio.run(serve(Path(sys.argv[1]), sys.argv[2] == "desk"))
"""
PBX = """
import asyncio, sys
from lab.bench.played import play
asyncio.run(play(int(sys.argv[1]), float(sys.argv[2])))
"""
SETTINGS = """
data_dir = "{folder}/data"
[web]
listen = "127.0.0.1:0"
requests_per_second = 100000
burst = 100000
[log]
level = "warning"
[[pbx]]
name = "main"
port = {port}
secret = "simulated"
[[hotline]]
name = "service"
numbers = ["8000"]
queues = ["hotline", "hotline-overflow"]
"""
OF_AGENT = """
[[agent]]
name = "{name}"
devices = ["PJSIP/{name}"]
"""


class Spent(NamedTuple):
    """In the window, per call that began in it."""

    service_ms: float
    postgres_ms: float


@dataclass
class Played:
    spent: Spent
    parts: Counter[str]
    lines: Counter[str]
    threads_seconds: dict[str, float]
    live_ms: list[float]
    stored: dict[str, int]
    calls: int


async def played(folder: Path, desk: bool, seconds: float, bar: Progress, name: str) -> Played:
    folder.mkdir()
    config = folder / "thirdring.toml"
    calls = int((WARM_SECONDS + seconds) * CALLS_A_SECOND)
    task = bar.add_task(name, total=WARM_SECONDS + seconds + LAST_SECONDS)
    async with child(PBX, str(calls), str(CALLS_A_SECOND)) as pbx, contextlib.AsyncExitStack() as stack:
        agents = "".join(OF_AGENT.format(name=name) for name in ("1001", "1002", "1003"))
        write(config, SETTINGS.format(folder=folder, port=(await pbx.line()).strip()) + agents)
        service = await stack.enter_async_context(child(SERVICE, str(config), "desk" if desk else "calls"))
        host, port, process = (await service.line()).split()
        await ready(f"http://{host}:{port}")
        tokens = await tokens_of(config, [f"watcher {number}" for number in range(1, LISTENERS)])
        followers = Followers(host, port)
        group = await stack.enter_async_context(asyncio.TaskGroup())
        following = [group.create_task(followers.follow(text, looks=not who)) for who, text in tokens.items()]
        pbx.tell()
        await _pass(bar, task, WARM_SECONDS)
        window = Window(int(process), folder)
        threads = json.loads(await service.ask())[1]
        followers.live_ms.clear()
        await _pass(bar, task, seconds)
        spent = window.spent(seconds * CALLS_A_SECOND)
        parts, threads_now, lines = json.loads(await service.ask())
        live_ms = followers.live_ms.copy()
        await _pass(bar, task, LAST_SECONDS)
        stored = await _stored(config)
        for each in following:
            each.cancel()
    used = {name: cpu - threads.get(name, 0.0) for name, cpu in threads_now.items()}
    return Played(spent, Counter(parts), Counter(lines), used, live_ms, stored, calls)


async def _pass(bar: Progress, task: object, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(left, 0.5))
        bar.advance(task, min(left, 0.5))  # type: ignore[arg-type]


class Window:
    def __init__(self, service: int, folder: Path) -> None:
        running = postmaster.read_postmaster(folder / "data" / "postgresql" / "data")
        self._service = service
        self._postmaster = 0 if running is None else running.pid
        self._began = self._now()

    def spent(self, calls: float) -> Spent:
        return Spent(*((now - before) * 1000 / calls for now, before in zip(self._now(), self._began, strict=True)))

    def _now(self) -> tuple[float, float]:
        return cpu_seconds(self._service), sum(map(cpu_seconds, self._postgres()))

    def _postgres(self) -> list[int]:
        """Those that are there: the service keeps its connections."""
        listed = Path(f"/proc/{self._postmaster}/task/{self._postmaster}/children").read_text().split()
        return [self._postmaster, *map(int, listed)]


async def _stored(config: Path) -> dict[str, int]:
    async with database(load(config)) as connection:
        return {
            table: await connection.fetchval(f"select count(*) from {table}")
            for table in ("calls", "tickets", "callbacks")
        }


def calls_cost_ms() -> float:
    """As `bench calls` measures it: from bytes to facts, the best of some rounds."""
    data = chunks(templates(), BENCH_CALLS, calls_per_second=1000)
    garbage.settle()
    return min(derive(data, Tracker("bench", site())) for _ in range(BENCH_ROUNDS)) * 1000 / BENCH_CALLS


def report(name: str, one: Played, floor_ms: float, lines: bool) -> bool:
    ratio = one.spent.service_ms / floor_ms
    print(f"{name:14} {one.spent.service_ms:6.2f} ms CPU a call: {ratio:5.1f} x bench calls (reach: {REACH[name]:g})"
          f"; PostgreSQL {one.spent.postgres_ms:.2f} ms")  # fmt: skip
    whole = sum(one.parts.values()) or 1
    shares = ", ".join(f"{part} {count * one.spent.service_ms / whole:.2f}" for part, count in one.parts.most_common())
    print(f"{'':14} ms a call by part: {shares}")
    threads = sorted(one.threads_seconds.items(), key=lambda item: -item[1])
    busy = sum(one.threads_seconds.values()) or 1
    print(f"{'':14} by thread: {', '.join(f'{n} {s / busy:.0%}' for n, s in threads if s / busy > 0.005)}")
    late = sorted(one.live_ms) or [0.0]
    print(f"{'':14} live stream p50 {late[len(late) // 2]:.1f} ms, p99 {late[int(len(late) * 0.99)]:.1f} ms; "
          f"stored {', '.join(f'{count} {table}' for table, count in one.stored.items())}")  # fmt: skip
    for line, count in one.lines.most_common(LINES_SHOWN * 3) if lines else ():
        print(f"{'':14} {count / whole:5.1%} {line}")
    if late[len(late) // 2] > TOO_LATE_MS or one.stored["calls"] < 0.9 * one.calls:
        print(f"{'':14} the service could not keep up on this machine now: the figures say nothing")
        return False
    return ratio <= REACH[name]


async def measure(seconds: float, only: str | None, lines: bool) -> bool:
    floor_ms = calls_cost_ms()
    print(f"{'bench calls':14} {floor_ms:6.2f} ms CPU a call, from bytes to facts")
    kept = True
    with tempfile.TemporaryDirectory(prefix="thirdring-whole-", dir="/var/tmp") as folder:
        Path(folder).chmod(0o711)  # root's PostgreSQL runs as somebody else and has to pass
        columns = TextColumn("{task.description:14}"), BarColumn(), TimeRemainingColumn()
        async with Meanwhile(Path(folder)) as meanwhile:
            for name in REACH if only is None else [only]:
                with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
                    one = await played(Path(folder, name.replace(" ", "-")), name != "calls alone", seconds, bar, name)
                kept &= report(name, one, floor_ms, lines)
    print(meanwhile)
    return kept


def main() -> None:
    parser = argparse.ArgumentParser(prog="./run bench whole", description=__doc__)
    parser.add_argument("--short", action="store_true", help="8 seconds of calls rather than 30")
    parser.add_argument("--only", choices=tuple(REACH), help="one of the two")
    parser.add_argument("--lines", action="store_true", help="show which functions of ours were seen most")
    options = parser.parse_args()
    if not asyncio.run(measure(8.0 if options.short else 30.0, options.only, options.lines)):
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
