"""A site from its first minute to its end, and what all boards show at four moments of it; and a site after 90 days."""

import asyncio
import contextlib
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import aiohttp

from dashboards import promql
from kit.database.embedded import EmbeddedPostgres
from kit.database.grafana import ROLE
from kit.database.pool import Session, connect
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import Site, site
from lab.sim.traffic import Traffic
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric
from tests.pbx.screens import Reader, Screens
from tests.pbx.serving import Serving, free_port, started, zone_at_noon
from tests.pbx.watching import watching

CALLS = 200
_CALLS_A_SECOND, _PACE = 0.1, 150.0  # half an hour in 13 s
_HOUR_SECONDS, _DAY_SECONDS = 3600, 86_400
_SCRAPE_SECONDS, _CURVE_SECONDS, _PATIENCE_SECONDS = 2, 400, 180
_PASSWORD = "grafana-reads-views"
_CLOSED = """
    insert into objective_periods (
        objective, first_day, last_day, rule_version, target_ratio, eligible, met, status, closed_at
    )
    select line, day, day, 1, 0.9, 20, 10 + number, case when number < 8 then 'missed' else 'met' end, now()
    from
        generate_series(1, 10) as number,
        lateral (select current_date - number as day) days,
        (values (9), (10)) lines (line)
"""


class Played(NamedTuple):
    """`before`: Prometheus has never read the site. `sheet`, `tickets` and `calls`: as the API had them in `day`."""

    before: Screens
    new: Screens
    day: Screens
    stopped: Screens
    sheet: list[dict[str, Any]]
    tickets: list[dict[str, Any]]
    calls: list[dict[str, Any]]


def play() -> Played:
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {"THIRDRING__TIMEZONE": zone_at_noon()}):
        Path(folder).chmod(0o711)
        return asyncio.run(_play(Path(folder)))


async def _play(folder: Path) -> Played:
    place, port = site(6), free_port()
    anchor_us = time.time_ns() // 1000 - 3 * _HOUR_SECONDS * 1_000_000
    more = f'[database]\nembedded_listen = "127.0.0.1:{port}"\n'
    async with SimulatedPbx([], place.members, pace=_PACE, anchor_us=anchor_us) as pbx:
        manager = (pbx.port, pbx.account.secret)
        async with (
            started(manager, [place.hotline], place.agents, folder, more, clock_bound_seconds=1e9) as service,
            watching(service.port, service.token, _SCRAPE_SECONDS) as watch,
            aiohttp.ClientSession(watch.prometheus) as http,
            _grafana(folder, port) as grafana,
        ):
            reader = Reader(http, grafana, zone_at_noon(), _SCRAPE_SECONDS, _CURVE_SECONDS)
            return await _moments(_Play(place, pbx, service, reader, folder, port))


class _Play(NamedTuple):
    place: Site
    pbx: SimulatedPbx
    service: Serving
    reader: Reader
    folder: Path
    database_port: int

    async def last_scrape(self) -> float:
        """So that no counter is extrapolated beyond what was read."""
        found = await self.reader.instant(f"timestamp(up{{{promql.JOB}}})", time.time())
        return found[0].values[0] if found else time.time()

    async def screens(self) -> Screens:
        return await self.reader.screens(await self.last_scrape())

    async def until(self, expr: str, met: Callable[[float], bool] = bool) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while not [one for one in await self.reader.instant(expr, await self.last_scrape()) if met(one.values[0])]:
                await asyncio.sleep(0.5)


async def _moments(on: _Play) -> Played:
    before = await on.reader.screens(time.time() - 40 * _DAY_SECONDS)
    await on.until(f"count({catalogue.OBJECTIVE_STATUS.name}) + count({promql.RECORDED_STANDINGS})")
    await on.until(f"count_over_time(up{{{promql.JOB}}}[1m]) >= bool 6")
    new = await on.screens()
    on.pbx.perform(_traffic(on).calls())
    async with asyncio.timeout(_PATIENCE_SECONDS):
        await on.pbx.finished.wait()
    await _work_at_the_desk(on.service)
    await _close_days(on)
    sheet = await _sheet_of_all_calls(on)
    day = await on.screens()
    tickets, calls = [(await on.service.get(f"/api/v1/{name}", limit="500"))["items"] for name in ("tickets", "calls")]
    await on.service.kill()
    await on.until(f"max(max_over_time(up{{{promql.JOB}}}[{4 * _SCRAPE_SECONDS}s])) == bool 0")
    return Played(before, new, day, await on.screens(), sheet, tickets, calls)


def _traffic(on: _Play) -> Traffic:
    habits = Habits(talk_seconds=40.0)
    return Traffic(
        on.place, begins_us=on.pbx.now_us, calls_per_second=_CALLS_A_SECOND, seed=7, limit=CALLS, habits=habits
    )


async def _sheet_of_all_calls(on: _Play) -> list[dict[str, Any]]:
    """Once Prometheus has read what the API says: the service reads all of it every half minute."""
    worked_at = datetime.now(UTC).isoformat()
    await on.until(f"sum({promql.recorded_buckets(catalogue.TICKET_RESOLUTION)}) > bool 0")
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while True:
            page = await on.service.get("/api/v1/objectives")
            said: list[dict[str, Any]] = page["items"]
            read = [await _by_line(on, metric) for metric in (catalogue.OBJECTIVE_ELIGIBLE, catalogue.OBJECTIVE_MET)]
            is_read = read == [{one["key"]: one[name] for one in said} for name in ("eligible", "met")]
            if is_read and page["at"] > worked_at:
                return said
            await asyncio.sleep(1)


async def _by_line(on: _Play, metric: Metric) -> dict[str, float]:
    found = await on.reader.instant(metric.name, await on.last_scrape())
    return {one.labels["objective"]: one.values[0] for one in found}


async def _close_days(on: _Play) -> None:
    """As days before this one would have been."""
    embedded = EmbeddedPostgres(on.folder / "data", listen=("127.0.0.1", on.database_port))
    owner = await connect(embedded.url())
    await owner.execute(_CLOSED)
    await owner.close()


async def _work_at_the_desk(service: Serving) -> None:
    """Tickets by hand, some of them resolved, so that there is a callback rate and a time to resolution."""
    headers = {"Authorization": f"Bearer {service.token}"}
    async with aiohttp.ClientSession(f"http://127.0.0.1:{service.port}", headers=headers) as http:
        for number, category in enumerate(("repair", "complaint", "repair", "fees", "major_incident")):
            body = {"category": category, "phone": f"1380013800{number}"}
            async with http.post("/api/v1/tickets", json=body) as answer:
                assert answer.status == 201, await answer.text()
                ticket = await answer.json()
            if category in ("repair", "fees"):
                await _resolve(http, ticket)


async def _resolve(http: aiohttp.ClientSession, ticket: dict[str, Any]) -> None:
    path = f"/api/v1/tickets/{ticket['number']}/actions"
    moves = ({"action": "start"}, {"action": "resolve", "resolution": "done"})
    for version, move in enumerate(moves, ticket["version"]):
        async with http.post(path, json=move, headers={"If-Match": f'"{version}"'}) as answer:
            assert answer.status == 200, await answer.text()


@contextlib.asynccontextmanager
async def _grafana(folder: Path, port: int) -> AsyncIterator[Session]:
    """By the command and the address that a site uses."""
    (folder / "password").write_text(_PASSWORD)
    command = ("-m", "thirdring", "db", "grafana", "--config", str(folder / "site.toml"))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, "--password-file", str(folder / "password")
    )
    assert await process.wait() == 0
    grafana = await connect(f"postgresql://{ROLE}:{_PASSWORD}@127.0.0.1:{port}/thirdring")
    try:
        yield grafana
    finally:
        await grafana.close()
