"""Does somebody who floods the service starve the others? Everything is on this machine's loopback, and bounded.

Sign-in, a manager's page of calls and Prometheus' scrape go on at a steady pace, in turns without and with an attack:
500 requests/s to /healthz and 500 idle connections, from one other address, then from the very address of the others.
Reach: the p99 of each is under 200 ms with the attack. Then 500 sign-ins hang up: the service may grow by the memory
of the two hashes that run at once, 46 MiB each, and what Python takes for 500 requests.
"""

import argparse
import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp

from kit.roles import Role
from lab.bench.lag import PBX, beside, new_token, ready, words
from lab.bench.machine import Meanwhile
from thirdring.commands.user import create_user
from thirdring.settings import load

P99_MS_MAX = 200.0
GREW_MIB_MAX = 2 * 46 + 48
HANG_UPS, HANG_UPS_PER_SECOND, HANG_UP_ADDRESSES = 500, 50, 25
PASSWORD = "nobody sings on the third ring"
HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
SERVICE = """
import asyncio, os, sys
from pathlib import Path
from kit import log
from thirdring.service import serve
from thirdring.settings import load
log.set_up("error")
asyncio.run(serve(load(Path(sys.argv[1])), lambda service: print(*service.address, os.getpid(), flush=True)))
"""
ATTACK = """
import asyncio, sys
from lab.bench.flood import attack
asyncio.run(attack(sys.argv[1], int(sys.argv[2]), sys.argv[3]))
"""
SETTINGS = """
data_dir = "{folder}/data"
[web]
listen = "127.0.0.1:0"
[agi]
enabled = false
[log]
level = "error"
[[pbx]]
name = "main"
port = {port}
secret = "simulated"
[[hotline]]
name = "service"
numbers = ["8001", "8002", "8003", "8004"]
queues = ["hotline", "second"]
"""


def client(host: str, port: int, address: str = HERE, token: str = "", connections: int = 10) -> aiohttp.ClientSession:
    """Each request on a connection of its own, as of somebody who comes anew."""
    connector = aiohttp.TCPConnector(limit=connections, local_addr=(address, 0), force_close=True)
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    timeout = aiohttp.ClientTimeout(20)
    return aiohttp.ClientSession(f"http://{host}:{port}", connector=connector, headers=headers, timeout=timeout)


# ---- Those who must not notice


class Watched:
    """What is asked at a steady pace, and how long it took."""

    def __init__(self, name: str, every_seconds: float, ask: Callable[[], Awaitable[int]]) -> None:
        self.name = name
        self.times_ms: dict[str, list[float]] = {}
        self.wrong: Counter[str] = Counter()
        self._every_seconds = every_seconds
        self._ask = ask

    async def go_on(self, phase: str, until: float) -> None:
        times = self.times_ms.setdefault(phase, [])
        due = time.monotonic()
        while due < until:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            due += self._every_seconds
            began = time.perf_counter()
            try:
                status = await self._ask()
            except (aiohttp.ClientError, TimeoutError) as error:
                self.wrong[f"{phase}: {type(error).__name__}"] += 1
                continue
            times.append((time.perf_counter() - began) * 1000)
            if status != 200:
                self.wrong[f"{phase}: {status}"] += 1

    def share_ms(self, phase: str, share: float) -> float:
        times = sorted(self.times_ms[phase])
        return times[min(len(times) - 1, int(len(times) * share))] if times else float("inf")

    def report(self, phases: list[str]) -> bool:
        quiet = phases[0]
        for phase in phases:
            p50, p99 = self.share_ms(phase, 0.5), self.share_ms(phase, 0.99)
            ratio50, ratio99 = p50 / self.share_ms(quiet, 0.5), p99 / self.share_ms(quiet, 0.99)
            print(f"{self.name:8} {phase:28} {len(self.times_ms[phase]):5} asked   "
                  f"p50 {p50:7.2f} ms {ratio50:5.2f} ×   p99 {p99:7.2f} ms {ratio99:5.2f} ×")  # fmt: skip
        if self.wrong:
            print(f"{self.name:8} wrong answers: {dict(self.wrong)}")
        return not self.wrong and all(self.share_ms(phase, 0.99) <= P99_MS_MAX for phase in phases[1:])


def watched(
    session: aiohttp.ClientSession, scraper: aiohttp.ClientSession, open_: aiohttp.ClientSession
) -> list[Watched]:
    async def get(of: aiohttp.ClientSession, path: str) -> int:
        async with of.get(path) as response:
            await response.read()
            return response.status

    async def sign_in() -> int:
        async with open_.post("/api/v1/session", json={"name": "manager", "password": PASSWORD}) as response:
            await response.read()
            return response.status

    return [
        Watched("sign-in", 0.5, sign_in),
        Watched("page", 0.1, lambda: get(session, "/api/v1/calls?limit=50")),
        Watched("scrape", 0.25, lambda: get(scraper, "/metrics")),
    ]


# ---- Sign-ins that hang up


def rss_mib(pid: int) -> float:
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


async def hang_up(host: str, port: int, number: int) -> None:
    address = f"127.0.1.{1 + number % HANG_UP_ADDRESSES}"
    body = b'{"name": "nobody %d", "password": "wrong"}' % number
    head = b"POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    await asyncio.sleep(number / HANG_UPS_PER_SECOND)
    with contextlib.suppress(OSError):
        _, writer = await asyncio.open_connection(host, port, local_addr=(address, 0))
        writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        await asyncio.sleep(0.3)
        writer.transport.abort()


def cpu_seconds(pid: int) -> float:
    """Of the service, hashes included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def hang_ups(host: str, port: int, pid: int) -> bool:
    before = peak = rss_mib(pid)
    until = time.monotonic() + 20.0
    going = [asyncio.create_task(hang_up(host, port, number)) for number in range(HANG_UPS)]
    while time.monotonic() < until:
        peak = max(peak, rss_mib(pid))
        await asyncio.sleep(0.01)
    await asyncio.gather(*going)
    after = rss_mib(pid)
    print(f"{HANG_UPS} sign-ins that hang up: {before:.0f} MiB before, {peak:.0f} at most, {after:.0f} after "
          f"(reach: {GREW_MIB_MAX} more at most)")  # fmt: skip
    return peak - before <= GREW_MIB_MAX


# ---- Both ways


@contextlib.asynccontextmanager
async def attacked(host: str, port: int, address: str) -> AsyncIterator[None]:
    async with beside(ATTACK, host, str(port), address) as printed:
        await words(printed)
        await asyncio.sleep(2.0)
        yield


async def compare(host: str, port: int, pid: int, all_: list[Watched], seconds: float, rounds: int) -> bool:
    used: dict[str, float] = defaultdict(float)
    phases = ["without", "attack from elsewhere", "attack from the same address"]
    for _ in range(rounds):
        for phase, address in zip(phases, (None, ELSEWHERE, HERE), strict=True):
            async with attacked(host, port, address) if address else contextlib.nullcontext():
                until, began = time.monotonic() + seconds / rounds, cpu_seconds(pid)
                await asyncio.gather(*(one.go_on(phase, until) for one in all_))
                used[phase] += cpu_seconds(pid) - began
    print("the service used " + ", ".join(f"{used[phase] / seconds:.2f} cores {phase}" for phase in phases))
    kept = [one.report(phases) for one in all_]
    return all(kept)


async def measure(seconds: float, rounds: int, where: Path | None) -> bool:
    with tempfile.TemporaryDirectory(prefix="thirdring-starve-", dir=where) as folder:
        config = Path(folder, "thirdring.toml")
        async with beside(PBX, "2", str(seconds * 3 + 120)) as pbx:
            config.write_text(SETTINGS.format(folder=folder, port=(await words(pbx))[0]))
            async with beside(SERVICE, str(config)) as service:
                host, port, pid = await words(service)
                await ready(f"http://{host}:{port}")
                await create_user(load(config), "manager", Role.MANAGER, PASSWORD)
                token = await new_token(config)
                async with (
                    client(host, int(port), token=token) as session,
                    client(host, int(port), token=token) as scraper,
                    client(host, int(port)) as open_,
                ):
                    all_ = watched(session, scraper, open_)
                    await asyncio.sleep(5.0)
                    async with Meanwhile(Path(folder)) as meanwhile:
                        kept = await compare(host, int(port), int(pid), all_, seconds, rounds)
                    print(meanwhile)
                    return await hang_ups(host, int(port), int(pid)) and kept


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="12 seconds of each rather than 60")
    parser.add_argument("--folder", type=Path, help="where journal and database lie; /dev/shm takes the disk out")
    options = parser.parse_args()
    print(f"{sys.version.split()[0]}, {os.cpu_count()} cores")
    if not asyncio.run(measure(12.0 if options.short else 60.0, 1 if options.short else 3, options.folder)):
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
