"""Does a page of calls, a scrape or the look at the desk's figures take longer as calls and tickets grow from 1,000 to
1,000,000?

Two databases of one private PostgreSQL, filled with a call a minute, and the web in front of each. The same requests
go to both in turn, so that whatever else the machine does falls on both; medians are compared.
Reach: the large site takes less than 1.3 times as long as the small one.
"""

import argparse
import asyncio
import contextlib
import json
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import geometric_mean, median
from typing import NamedTuple
from zoneinfo import ZoneInfo

import aiohttp
from prometheus_client import CollectorRegistry

from kit.database.embedded import EmbeddedPostgres
from kit.database.instants import us
from kit.database.migrate import upgrade
from kit.database.pool import DatabasePool, connect, ensure_database, open_pool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens, add_token
from kit.http.auth.tokens import new_token
from kit.http.options import WebOptions
from kit.roles import Role
from lab.bench.metrics import recorded, site_of_series, tell
from metrics.calls.live_hub import CallsHub
from metrics.calls.service_level import Policy
from metrics.calls.store import PostgresCalls
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from metrics.prometheus.desk_look import desk_figures
from metrics.prometheus.sheet_keeper import REFRESH_SECONDS
from thirdring.http.server import serving
from thirdring.http.site import Site
from ticketing.clocks import terms
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules

REACH = 1.3
LOOK_REACH = 0.01
SMALL = 1_000
CHUNK = 100_000
NEWEST = "2026-11-25 08:00:00+00"
FILL = Path(__file__).with_name("scale.sql").read_text().strip().rstrip(";").split(";\n")
REQUESTS = {
    "first page": "/api/v1/calls",
    "a page far back": "/api/v1/calls?to={far_back}",
    "the second page": "/api/v1/calls?cursor={cursor}",
    "half a day": "/api/v1/calls?from=2026-11-24T20:00:00Z&to=2026-11-25T08:00:00Z",
    "one hotline": "/api/v1/calls?hotline=hotline-1&limit=50",
    "one agent": "/api/v1/calls?agent=1007&limit=20",
    "abandoned": "/api/v1/calls?disposition=abandoned&limit=50",
    "late": "/api/v1/calls?within_target=false&limit=50",
    "late, one hotline": "/api/v1/calls?within_target=false&hotline=hotline-1&limit=20",
    "not counted": "/api/v1/calls?excluded=any&limit=20",
    "live": "/api/v1/calls?live=true",
    "one call": "/api/v1/calls/main/1764057600.500",
    "its receipt": "/api/v1/calls/main/1764057600.500/receipt",
    "scrape": "/metrics",
}
Get = Callable[[str], Awaitable[bytes]]
RULES = SiteRules(terms.Site(ZoneInfo("Asia/Shanghai"), Workdays()))
NOW_US = us(datetime.fromisoformat(NEWEST))


class Opened(NamedTuple):
    get: Get
    look: Callable[[], Awaitable[object]]  # at the desk's figures, as the service does for its metrics


async def filled(url: str, count: int) -> DatabasePool:
    await ensure_database(url)
    connection = await connect(url)
    await upgrade(connection)
    for first in range(0, count, CHUNK):
        for statement in FILL:
            sql = statement.format(first=first, last=min(count, first + CHUNK) - 1, newest=NEWEST)
            await connection.execute(sql, timeout=600)
    await connection.execute("vacuum (analyze)", timeout=600)
    await connection.execute("checkpoint", timeout=600)
    await connection.close()
    return await open_pool(url, 2)


def _served(pool: DatabasePool, registry: CollectorRegistry) -> Site:
    policy = Policy()
    return Site(
        PostgresCalls(pool),
        TokenBook(PostgresTokens(pool)),
        CallsHub(policy, list),
        registry,
        policy,
        options=WebOptions(requests_per_second=1e6, burst=1_000_000),
        objectives=PostgresObjectives(pool, ObjectiveBook(RULES)),
    )


@contextlib.asynccontextmanager
async def site(url: str, count: int, registry: CollectorRegistry) -> AsyncIterator[Opened]:
    began = time.monotonic()
    pool = await filled(url, count)
    print(f"{count:,} calls made in {time.monotonic() - began:.0f} s")
    text = new_token()
    async with pool.acquire() as connection:
        await add_token(connection, text, Role.MANAGER, "bench")
    web = _served(pool, registry)
    headers = {"Authorization": f"Bearer {text}"}
    async with serving(web) as (host, port), aiohttp.ClientSession(f"http://{host}:{port}", headers=headers) as session:

        async def get(path: str) -> bytes:
            async with session.get(path) as response:
                response.raise_for_status()
                return await response.read()

        async def desk() -> object:
            async with pool.acquire() as connection:
                return await desk_figures(connection, RULES, NOW_US)

        yield Opened(get, desk)
    await pool.close()


async def compare(small: Get, large: Get, paths: dict[str, tuple[str, str]], rounds: int) -> dict[str, float]:
    growth = {}
    print(f"{'':20} {'small':>10} {'large':>10} {'growth':>8} {'bytes':>16}")
    for name, (small_path, large_path) in paths.items():
        sizes = [len(await get(path)) for get, path in ((small, small_path), (large, large_path)) for _ in range(10)]
        small_ms, large_ms = [], []
        for _ in range(rounds):
            small_ms.append(await milliseconds(small, small_path))
            large_ms.append(await milliseconds(large, large_path))
        growth[name] = median(large_ms) / median(small_ms)
        print(f"{name:20} {median(small_ms):7.2f} ms {median(large_ms):7.2f} ms {growth[name]:6.2f} × "
              f"{sizes[0]:8,}{sizes[-1]:8,}")  # fmt: skip
    return growth


async def compare_looks(small: Opened, large: Opened, rounds: int) -> float:
    """Milliseconds of a large one. Nobody waits for it: what counts is the share of PostgreSQL's time that it takes."""
    name = "the desk's figures"
    took: tuple[list[float], list[float]] = [], []
    for _ in range(rounds):
        for times, one in zip(took, (small, large), strict=True):
            began = time.perf_counter()
            await one.look()
            times.append((time.perf_counter() - began) * 1000)
    small_ms, large_ms = map(median, took)
    print(f"{name:20} {small_ms:7.2f} ms {large_ms:7.2f} ms {large_ms / small_ms:6.2f} ×")
    return large_ms


async def milliseconds(get: Get, path: str) -> float:
    began = time.perf_counter()
    await get(path)
    return (time.perf_counter() - began) * 1000


async def paths_of(get: Get, count: int) -> list[str]:
    """The requests, with what depends on the size put in: the middle of the time that the site has been running."""
    cursor = json.loads(await get("/api/v1/calls"))["next"]
    back = datetime.fromisoformat(NEWEST) - timedelta(minutes=count / 2)
    far_back = back.strftime("%Y-%m-%dT%H:%M:%SZ")
    return [path.format(cursor=cursor, far_back=far_back) for path in REQUESTS.values()]


async def measure(large_count: int, rounds: int) -> tuple[dict[str, float], float]:
    """How much longer each request takes, and the milliseconds of a look."""
    recording = recorded()
    registries = []
    for count in (SMALL, large_count):
        registry, recorder = site_of_series(2_000)
        tell(recorder, recording.facts, count // recording.calls)
        registries.append(registry)
    with tempfile.TemporaryDirectory(prefix="thirdring-scale-") as folder:
        server = EmbeddedPostgres(Path(folder))
        server.start()
        try:
            async with (
                site(server.url("small"), SMALL, registries[0]) as small,
                site(server.url("large"), large_count, registries[1]) as large,
            ):
                pairs = zip(await paths_of(small.get, SMALL), await paths_of(large.get, large_count), strict=True)
                growth = await compare(small.get, large.get, dict(zip(REQUESTS, pairs, strict=True)), rounds)
                return growth, await compare_looks(small, large, rounds)
        finally:
            server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="100,000 calls rather than 1,000,000")
    short = parser.parse_args().short
    growth, look_ms = asyncio.run(measure(100_000 if short else 1_000_000, 60 if short else 200))
    look_share = look_ms / 1000 / REFRESH_SECONDS
    lists = [times for name, times in growth.items() if name != "scrape"]
    print(f"lists and calls together {geometric_mean(lists):.2f} ×, the worst {max(lists):.2f} ×; "
          f"scrape {growth['scrape']:.2f} × (reach < {REACH})")  # fmt: skip
    print(f"a look at the desk's figures takes {look_share:.2%} of the {REFRESH_SECONDS:g} s between two "
          f"(reach ≤ {LOOK_REACH:.0%})")  # fmt: skip
    if max(growth.values()) >= REACH or look_share > LOOK_REACH:
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
