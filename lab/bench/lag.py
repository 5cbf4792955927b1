"""How late the service is: from when the PBX sent an event to the live stream, and to the stored row over HTTP.

The simulated PBX, the service with its journal and PostgreSQL, and the reader are three processes, as at a real site.
How late the simulated PBX itself sent what it had planned is printed apart.
Reach, at 20 calls/s: live stream p50 ≤ 3 ms, p99 ≤ 15 ms; stored row over HTTP p50 ≤ 40 ms, p99 ≤ 60 ms.
"""

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp

from lab.bench.machine import Meanwhile

REACH_MS = {"live stream": (3.0, 15.0), "row over HTTP": (40.0, 60.0)}
WARM_SECONDS = 3.0
PROBE_SPACING_SECONDS = 0.1
POLL_SECONDS = 0.002
SHOWN_BY = {
    "call_arrived": "arrived_at",
    "call_alerted": "alerted_at",
    "call_answered": "answered_at",
    "call_ended": "ended_at",
}

SERVICE = """
import asyncio, sys
from pathlib import Path
from kit import log
from thirdring.service import serve
from thirdring.settings import load
log.set_up("warning")
asyncio.run(serve(load(Path(sys.argv[1])), lambda service: print(*service.address, flush=True)))
"""
PBX = """
import asyncio, sys, warnings
from pathlib import Path
from lab.bench.lag_pbx import play
warnings.simplefilter("ignore")
asyncio.run(play(float(sys.argv[1]), float(sys.argv[2]), Path(sys.argv[3])))
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
numbers = ["8001", "8002", "8003", "8004"]
queues = ["hotline", "second"]
"""


@contextlib.asynccontextmanager
async def beside(source: str, *arguments: str) -> AsyncIterator[asyncio.StreamReader]:
    """Python in a process of its own; yields what it prints."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", source, *arguments),
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    try:
        assert child.stdout is not None
        yield child.stdout
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.send_signal(signal.SIGTERM)
        await child.wait()


def write(file: Path, text: str) -> None:
    file.write_text(text)


async def words(printed: asyncio.StreamReader) -> list[str]:
    line = await asyncio.wait_for(printed.readline(), 120)
    if not line:
        raise SystemExit("a part of the bench did not start; what it said is above")
    return line.decode().split()


async def ready(url: str) -> None:
    async with asyncio.timeout(60), aiohttp.ClientSession() as session:
        while True:
            async with session.get(f"{url}/readyz") as response:
                if response.status == 200:
                    return
            await asyncio.sleep(0.1)


async def new_token(config: Path) -> str:
    command = (sys.executable, "-m", "thirdring", "token", "create", "--role", "manager", "--config", str(config))
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    printed, _ = await child.communicate()
    return printed.decode().split()[-1]


def now_us() -> int:
    return time.time_ns() // 1000


def us(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1e6)


class Seen(NamedTuple):
    planned_us: int  # the event's own Timestamp
    at_us: int


class Reader:
    """Follows the live stream; now and then asks for a call until its row shows what the stream has shown."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.live: list[Seen] = []
        self.rows: list[Seen] = []
        self.kinds: Counter[str] = Counter()
        self.polls = 0
        self._session = session
        self._probe: asyncio.Task[None] | None = None

    async def follow(self, seconds: float) -> None:
        until = time.monotonic() + WARM_SECONDS + seconds
        warm = time.monotonic() + WARM_SECONDS
        async with self._session.get("/api/v1/live") as response:
            response.raise_for_status()
            async for line in response.content:
                received_us = now_us()
                if line.startswith(b"data: ") and time.monotonic() > warm:
                    self._note(json.loads(line[6:]), received_us)
                if time.monotonic() > until:
                    break
        if self._probe is not None:
            await self._probe

    def _note(self, shown: dict[str, Any], received_us: int) -> None:
        if shown.get("kind", "snapshot") == "snapshot":
            return  # also what is told of tickets and callbacks: no event of the PBX has its time
        at_us = us(shown["at"])
        self.kinds[shown["kind"]] += 1
        self.live.append(Seen(at_us, received_us))
        if shown["kind"] in SHOWN_BY and (self._probe is None or self._probe.done()):
            self._probe = asyncio.create_task(self._until_stored(shown, at_us))

    async def _until_stored(self, shown: dict[str, Any], at_us: int) -> None:
        path, field = f"/api/v1/calls/{shown['call']['id']}", SHOWN_BY[shown["kind"]]
        while True:
            self.polls += 1
            async with self._session.get(path) as response:
                stored = await response.json() if response.status == 200 else {}
            if stored.get(field):
                self.rows.append(Seen(at_us, now_us()))
                await asyncio.sleep(PROBE_SPACING_SECONDS)
                return
            await asyncio.sleep(POLL_SECONDS)


def report(name: str, seen: list[Seen], sent_us: dict[int, int]) -> bool:
    lags_ms = sorted((each.at_us - sent_us.get(each.planned_us, each.planned_us)) / 1000 for each in seen)
    p50, p99 = share_of(lags_ms, 0.5), share_of(lags_ms, 0.99)
    reach = REACH_MS[name]
    print(f"{name:14} {len(lags_ms):7} samples   p50 {p50:7.2f} ms (reach ≤ {reach[0]:g})   "
          f"p99 {p99:7.2f} ms (reach ≤ {reach[1]:g})   max {lags_ms[-1]:7.2f} ms")  # fmt: skip
    return p50 <= reach[0] and p99 <= reach[1]


def share_of(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


async def measure(seconds: float, calls_per_second: float, where: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="thirdring-lag-", dir=where) as folder:
        config, told = Path(folder, "thirdring.toml"), Path(folder, "sent.json")
        async with beside(PBX, str(calls_per_second), str(seconds), str(told)) as pbx:
            write(config, SETTINGS.format(folder=folder, port=(await words(pbx))[0]))
            async with beside(SERVICE, str(config)) as service:
                host, port = await words(service)
                await ready(f"http://{host}:{port}")
                headers = {"Authorization": f"Bearer {await new_token(config)}"}
                await words(pbx)
                async with aiohttp.ClientSession(f"http://{host}:{port}", headers=headers) as session:
                    reader = Reader(session)
                    async with Meanwhile(Path(folder)) as meanwhile:
                        await reader.follow(seconds)
        sent_us = {int(planned_us): us for planned_us, us in json.loads(told.read_text()).items()}
    began, ended = (reader.kinds[kind] / seconds for kind in ("call_arrived", "call_ended"))
    events = sum(reader.kinds.values()) / seconds
    print(f"{began:.1f} calls/s began, {ended:.1f} ended, {events:.0f} live events/s, {reader.polls} polls")
    late_ms = sorted((sent - planned_us) / 1000 for planned_us, sent in sent_us.items())
    print(f"the PBX sent p50 {share_of(late_ms, 0.5):.2f} ms, p99 {share_of(late_ms, 0.99):.2f} ms after its own time")
    print(meanwhile)
    return all([report("live stream", reader.live, sent_us), report("row over HTTP", reader.rows, sent_us)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="15 seconds rather than 60")
    parser.add_argument("--calls-per-second", type=float, default=22.0, help="planned; 20 of 22 come in one window")
    parser.add_argument("--folder", type=Path, help="where journal and database lie; /dev/shm takes the disk out")
    options = parser.parse_args()
    if not asyncio.run(measure(15.0 if options.short else 60.0, options.calls_per_second, options.folder)):
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
