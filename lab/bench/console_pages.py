"""The part of bench console that measures pages."""

import contextlib
import math
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import NamedTuple

import aiohttp
from prometheus_client import CollectorRegistry

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import upgrade
from kit.database.pool import DatabasePool, connect, ensure_database, open_pool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens, add_token
from kit.http.auth.tokens import new_token
from kit.http.options import WebOptions
from kit.roles import Role
from lab.bench.machine import Meanwhile
from lab.bench.scale import NEWEST, NOW_US, RULES
from metrics.calls.live_hub import CallsHub
from metrics.calls.service_level import Policy
from metrics.calls.store import PostgresCalls
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from metrics.prometheus.sheet_keeper import SheetKeeper
from thirdring import garbage
from thirdring.http.server import serving
from thirdring.http.site import Site
from ticketing.http.ask import DeskContext
from ticketing.workflows.searched import mask_all
from ticketing.workflows.service_desk import ServiceDesk

PAGE_REACH_MS, SEARCH_REACH_MS = 100.0, 150.0
HOUSEHOLDS = 20_000
LONGEST_SECONDS = 30.0  # for one page: what is slow is seen after a few rounds
FILL = Path(__file__).with_name("console.sql").read_text().strip().rstrip(";").split(";\n")


class Asked(NamedTuple):
    """A page, and what the API answers for the same question. `search`: the slower reach holds."""

    page: str
    api: str
    search: bool = False


PAGES = {
    "today": Asked("/", "/api/v1/today"),
    "desk": Asked("/desk", "/api/v1/calls?live=true&direction=inbound"),
    "tickets, open": Asked("/tickets?active=true", "/api/v1/tickets?active=true&limit=50"),
    "tickets, overdue": Asked("/tickets?due=overdue", "/api/v1/tickets?due=overdue&limit=50"),
    "one ticket, 5 calls": Asked("/tickets/{ticket}", "/api/v1/tickets/{ticket}"),
    "callbacks to call": Asked("/callbacks?open=true", "/api/v1/callbacks?open=true&limit=50"),
    "calls": Asked("/calls?direction=inbound", "/api/v1/calls?direction=inbound&limit=50"),
    "one call": Asked("/calls/main/1764057600.500", "/api/v1/calls/main/1764057600.500"),
    "sheet": Asked("/sheet", "/api/v1/objectives"),
    "a line of the sheet": Asked("/sheet/10?outcome=missed", "/api/v1/objectives/10/evidence?outcome=missed&limit=50"),
    "wall's data": Asked("/api/v1/wall", "/api/v1/wall"),
    "search: a word": Asked("/tickets?q=异响", "/api/v1/tickets?q=异响&limit=50", search=True),
    "search: a word nobody wrote": Asked("/tickets?q=飞碟", "/api/v1/tickets?q=飞碟&limit=50", search=True),
    "search: a place": Asked("/tickets?q=3-2-101", "/api/v1/tickets?q=3-2-101&limit=50", search=True),
    "search: a name": Asked("/tickets?q=王伟", "/api/v1/tickets?q=王伟&limit=50", search=True),
    "search: a title by pinyin": Asked("/tickets?q=menjin", "/api/v1/tickets?q=menjin&limit=50", search=True),
    "search: by initials": Asked("/tickets?q=dtyyx", "/api/v1/tickets?q=dtyyx&limit=50", search=True),
    "search: a number": Asked("/tickets?q=000010", "/api/v1/tickets?q=000010&limit=50", search=True),
}


async def pages(calls: int, tickets: int, rounds: int) -> bool:
    """Whether the reaches are kept."""
    with tempfile.TemporaryDirectory(prefix="thirdring-console-") as folder:
        server = EmbeddedPostgres(Path(folder, "database"))
        server.start()
        try:
            began = time.monotonic()
            pool = await filled(server.url(), calls, tickets)
            print(f"{calls:,} calls and {tickets:,} tickets made in {time.monotonic() - began:.0f} s", flush=True)
            async with opened(pool) as session, Meanwhile(Path(folder)) as meanwhile:
                kept = await measure(session, await a_ticket(pool), rounds)
            print(meanwhile)
            await pool.close()
        finally:
            server.stop()
    return kept


async def filled(url: str, calls: int, tickets: int) -> DatabasePool:
    await ensure_database(url)
    connection = await connect(url)
    await upgrade(connection)
    for statement in FILL:
        sql = statement.format(calls=calls, tickets=tickets, households=HOUSEHOLDS, newest=NEWEST)
        await connection.execute(sql, timeout=900)
    await connection.close()
    pool = await open_pool(url, 4)
    await mask_all(pool)
    async with pool.acquire() as again:
        await again.execute("vacuum (analyze)", timeout=900)
        await again.execute("checkpoint", timeout=900)
    return pool


async def a_ticket(pool: DatabasePool) -> str:
    async with pool.acquire() as connection:
        return str(await connection.fetchval("select ticket from ticket_calls group by ticket having count(*) = 5"))


@contextlib.asynccontextmanager
async def opened(pool: DatabasePool) -> AsyncIterator[aiohttp.ClientSession]:
    """The web in front of it, asked as a manager."""
    text = new_token()
    async with pool.acquire() as connection:
        await add_token(connection, text, Role.MANAGER, "1001")
    policy, book = Policy(), ObjectiveBook(RULES)
    keeper = SheetKeeper(pool, book, lambda: False, lambda: NOW_US)  # the service has one
    await keeper.refresh()
    web = Site(
        PostgresCalls(pool),
        TokenBook(PostgresTokens(pool)),
        CallsHub(policy, list),
        CollectorRegistry(),
        policy,
        desk=DeskContext(ServiceDesk(pool, RULES), pool),
        options=WebOptions(requests_per_second=1e6, burst=1_000_000),
        now_us=lambda: NOW_US,
        objectives=PostgresObjectives(pool, book, lambda: keeper.sheet),
    )
    headers = {"Authorization": f"Bearer {text}", "Accept-Language": "zh"}
    garbage.settle()  # as the service does
    async with serving(web) as (host, port), aiohttp.ClientSession(f"http://{host}:{port}", headers=headers) as session:
        yield session


async def measure(session: aiohttp.ClientSession, ticket: str, rounds: int) -> bool:
    kept = True
    print(f"{'':28} {'page p50':>10} {'p99':>10} {'API p50':>10} {'page/API':>9} {'of reach':>9}")
    for name, asked in PAGES.items():
        page, api = (path.format(ticket=ticket) for path in (asked.page, asked.api))
        times: tuple[list[float], list[float]] = [], []
        begun = time.monotonic()
        for warm in range(rounds + 3):
            for into, path in zip(times, (page, api), strict=True):
                took = await milliseconds(session, path)
                if warm >= 3:
                    into.append(took)
            if times[0] and time.monotonic() - begun > LONGEST_SECONDS:
                break
        p50, p99, api_p50 = at(times[0], 0.5), at(times[0], 0.99), at(times[1], 0.5)
        reach = SEARCH_REACH_MS if asked.search else PAGE_REACH_MS
        said = "" if p99 <= reach else "  missed"
        print(f"{name:28} {p50:7.1f} ms {p99:7.1f} ms {api_p50:7.1f} ms {p50 / api_p50:8.2f}× {p99 / reach:8.2f}{said}",
              flush=True)  # fmt: skip
        kept = kept and p99 <= reach
    return kept


async def milliseconds(session: aiohttp.ClientSession, path: str) -> float:
    began = time.perf_counter()
    async with session.get(path, allow_redirects=False) as response:
        await response.read()
        if response.status >= 500:  # stopped, since it took too long
            return math.inf
        response.raise_for_status()
    return (time.perf_counter() - began) * 1000


def at(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]
