"""How long does each question of each board take, with 90 days recorded?

A real Prometheus of the laboratory reads blocks made of what a site would have left (lab/bench/history.py), a private
PostgreSQL has the rows, and each question is asked as Grafana asks it when the board is opened: over today at midnight,
or as far back as its panel looks. Reach: none over 200 ms, the middle of its runs, and all that the wall asks at a
refresh, one after the other, within 250 ms. Needs root, as the laboratory does.
"""

import argparse
import asyncio
import contextlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

import aiohttp

from dashboards import build
from dashboards.tiles import Kind, Site, Tile
from kit.database.embedded import EmbeddedPostgres
from kit.database.grafana import let_in
from kit.database.lock import try_lock
from kit.database.migrate import upgrade
from kit.database.pool import Session, connect, ensure_database
from lab import filled
from lab.bench.history import DAY, Reach, all_series, write
from lab.pbx.root import why_not
from metrics.calls.service_level import Policy
from tests.pbx.serving import free_port
from tests.pbx.watching import Toolbox

REACH_MS, WALL_REACH_MS = 200, 250
POINTS = 900  # of a curve: about what Grafana asks for on a wide screen
RUNS = 5
CALLS_A_DAY = 1000
FILL = Path(__file__).with_name("boards.sql").read_text().strip().rstrip(";").split(";\n")
_BACK = {"28d": 28 * DAY, "90d": 90 * DAY, "365d": 365 * DAY}
_OPENED = {"now/d": DAY, "now-6h": DAY // 4, "now-30d": 30 * DAY}


class Took(NamedTuple):
    ms: float
    slowest_ms: float
    board: str
    tile: str
    text: str


def record(box: Toolbox, reach: Reach) -> Path:
    """Blocks, as Prometheus would have them; a file of text at a time."""
    data = box.folder / "data"
    data.mkdir()
    found = all_series(build.boards(Site()), Policy())
    began, count = time.monotonic(), 0
    for block in reach.blocks():
        text = box.folder / "block.om"
        with text.open("w", buffering=1 << 20) as file:
            count += write(file, found, block, reach)
        source, target = f"{box.inside}/block.om", f"{box.inside}/data"
        box.run("promtool", "tsdb", "create-blocks-from", "--max-block-duration=162h", "openmetrics", source, target)
        text.unlink()
    print(f"{len(found):,} series, {count / 1e6:.1f} M samples, written in {time.monotonic() - began:.0f} s")
    return data


@contextlib.asynccontextmanager
async def prometheus(box: Toolbox) -> AsyncIterator[aiohttp.ClientSession]:
    port = free_port()
    (box.folder / "prometheus.yml").write_text("global: {scrape_interval: 5s}\n")
    words = (
        "prometheus",
        f"--config.file={box.inside}/prometheus.yml",
        f"--storage.tsdb.path={box.inside}/data",
        "--storage.tsdb.retention.time=400d",
        f"--web.listen-address=127.0.0.1:{port}",
    )
    with (box.folder / "prometheus.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(*box.command(*words), stdout=log, stderr=log)
        try:
            async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
                await _until_ready(http)
                yield http
        finally:
            process.terminate()
            await process.wait()


async def _until_ready(http: aiohttp.ClientSession) -> None:
    async with asyncio.timeout(120):
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get("/-/ready") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.2)


@contextlib.asynccontextmanager
async def rows(folder: Path, days: int, calls_a_day: int = CALLS_A_DAY) -> AsyncIterator[Session]:
    """As Grafana's role sees them while the service runs."""
    server = EmbeddedPostgres(folder)
    server.start()
    try:
        await ensure_database(server.url())
        owner = await connect(server.url())
        await upgrade(owner)
        for statement in FILL:
            await owner.execute(statement.format(calls=calls_a_day * days, days=days), timeout=600)
        await owner.execute("vacuum (analyze)", timeout=600)
        await let_in(owner, "grafana-reads-views")
        await try_lock(owner)  # as the service does that stores here
        await owner.execute("set role thirdring_grafana")
        yield owner
        await owner.close()
    finally:
        server.stop()


def asked(tile: Tile, expr: str, since: int, until: int) -> tuple[str, dict[str, str]]:
    """Path and form of a question to Prometheus, as Grafana puts it for this panel."""
    span = filled.Span(until - _BACK.get(tile.back, until - since), until)
    if tile.kind not in (Kind.TREND, Kind.LIGHTS):
        return "/api/v1/query", {"query": filled.promql(expr, span), "time": str(until)}
    step = max(5, round((span.until - span.since) / POINTS))
    if "$period" in expr:
        step = 3600
    text = filled.promql(expr, span, rate=f"{step + 15}s")
    begin = span.since // step * step
    return "/api/v1/query_range", {"query": text, "start": str(begin), "end": str(until), "step": str(step)}


async def measure(http: aiohttp.ClientSession, database: Session, until: int) -> list[Took]:
    found = []
    for board in build.boards(Site()):
        since = until - _OPENED[board.since]
        for tile in board.tiles:
            for text in _texts(tile):
                runs = [await _once(http, database, tile, text, since, until) for _ in range(RUNS)]
                found.append(Took(median(runs), max(runs), board.slug, tile.title, text))
    return found


def _texts(tile: Tile) -> Iterator[str]:
    if tile.sql:
        yield tile.sql
    yield from (query.expr for query in tile.queries)


async def _once(http: aiohttp.ClientSession, database: Session, tile: Tile, text: str, since: int, until: int) -> float:
    """Milliseconds; raises for a question that is refused."""
    if tile.sql:
        begin = time.time() - _BACK.get(tile.back, until - since)
        statement = filled.sql(text, filled.Span(begin, time.time() + DAY))
        began = time.perf_counter()
        await database.fetch(statement)
        return (time.perf_counter() - began) * 1000
    path, form = asked(tile, text, since, until)
    began = time.perf_counter()
    async with http.post(path, data=form) as answer:
        said = await answer.read()
    took = (time.perf_counter() - began) * 1000
    if json.loads(said)["status"] != "success":
        raise SystemExit(f"{tile.title}: {said[:500]!r}")
    return took


def show(found: list[Took], days: int) -> bool:
    """Whether both reaches are kept."""
    print(f"{'middle':>10} {'slowest':>10}   board and panel")
    for took in sorted(found, reverse=True):
        print(f"{took.ms:7.1f} ms {took.slowest_ms:7.1f} ms   {took.board}: {took.tile}")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    worst = max(found)
    wall_ms = {wall: sum(took.ms for took in found if took.board == wall) for wall in build.WALLS}
    slowest = f"the slowest of {len(found)} takes {worst.ms:.0f} ms ({worst.board}: {worst.tile}"
    print(f"{days} days: {slowest}; reach ≤ {REACH_MS} ms, {worst.ms / REACH_MS:.2f} of it)")
    for wall, ms in wall_ms.items():
        print(f"a refresh of the {wall}: {ms:.0f} ms (reach ≤ {WALL_REACH_MS} ms, {ms / WALL_REACH_MS:.2f} of it)")
    return worst.ms <= REACH_MS and max(wall_ms.values()) <= WALL_REACH_MS


async def bench(days: int, scraped_hours: int) -> bool:
    until = int(time.time()) // 3600 * 3600
    reach = Reach(until - days * DAY, until, until - scraped_hours * 3600)
    box = Toolbox()
    folder = Path(tempfile.mkdtemp(prefix="thirdring-boards-"))
    try:
        record(box, reach)
        async with prometheus(box) as http, rows(folder / "rows", days) as database:
            return show(await measure(http, database, until), days)
    finally:
        box.remove()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="4 days, of which 6 hours as scraped, rather than 90")
    short = parser.parse_args().short
    if why_not():
        print(f"not measured here: {why_not()}")
        return
    days, hours = (4, 6) if short else (90, 24)
    if not asyncio.run(bench(days, hours)):
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
