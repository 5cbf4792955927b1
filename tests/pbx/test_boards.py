"""Every question of every board, asked of a real Prometheus and of PostgreSQL, after an hour of simulated calls."""

import asyncio
import json
import math
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import aiohttp

from dashboards import build, filled, promql
from dashboards.tiles import Board, Kind, Site, Tile
from metrics import catalogue
from telephony.sim.people import Habits
from telephony.sim.server import SimulatedPbx
from telephony.sim.site import site
from telephony.sim.traffic import Traffic
from tests.pbx.serving import Serving, free_port, started
from tests.pbx.watching import watching
from thirdring.database.embedded import EmbeddedPostgres
from thirdring.database.grafana import ROLE
from thirdring.database.pool import Session, connect

_HOUR_SECONDS = 3600
_PACE = 150.0  # the hour takes 24 s
_DAY_SECONDS = 86_400
_SCRAPES_SECONDS = 11  # two
_PATIENCE_SECONDS = 120  # some rules record once a minute
_WINDOW_SECONDS = 600  # all of the play, however long the rest took
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


def _hour(begins_us: int) -> Traffic:
    habits = Habits(talk_seconds=40.0)
    return Traffic(site(6), begins_us=begins_us, calls_per_second=0.1, seed=7, limit=_HOUR_SECONDS // 10, habits=habits)


async def test_every_panel_has_an_answer_from_prometheus_and_postgresql(tmp_path: Path) -> None:
    place, port = site(6), free_port()
    anchor_us = time.time_ns() // 1000 - 3 * _HOUR_SECONDS * 1_000_000
    simulated = SimulatedPbx([], place.members, pace=_PACE, anchor_us=anchor_us)
    more = f'[database]\nembedded_listen = "127.0.0.1:{port}"\n'
    async with simulated as pbx:
        manager = (pbx.port, pbx.account.secret)
        async with (
            started(manager, [place.hotline], place.agents, tmp_path, more, clock_bound_seconds=1e9) as service,
            watching(service.port, service.token) as watch,
            aiohttp.ClientSession(watch.prometheus) as http,
        ):
            await _until(http, catalogue.COUNTED.name)  # which begins at 0
            pbx.perform(_hour(pbx.now_us).calls())
            async with asyncio.timeout(120):
                await pbx.finished.wait()
            await _work_at_the_desk(service)
            await _until(http, promql.RECORDED_STANDINGS)
            await _until(http, catalogue.DAY_RATIO.name)
            await _until(http, f"sum({promql.recorded_buckets(catalogue.TICKET_RESOLUTION)}) > 0")
            await asyncio.sleep(_SCRAPES_SECONDS)
            grafana = await _as_grafana(tmp_path, port)
            boards = build.boards(Site())
            wrong = [said for board in boards for tile in board.tiles for said in await _wrong(http, tile)]
            wrong += await _wrong_rows(grafana, boards)
            await grafana.close()
    assert wrong == []


async def _until(http: aiohttp.ClientSession, expr: str) -> None:
    """Prometheus has it."""
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not (await _ask(http, Kind.FIGURE, expr))["data"]["result"]:
            await asyncio.sleep(1)


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


async def _as_grafana(folder: Path, port: int) -> Session:
    """By the command and the address that a site uses; some periods are closed that the hour did not see."""
    owner = await connect(EmbeddedPostgres(folder / "data", listen=("127.0.0.1", port)).url())
    await owner.execute(_CLOSED)
    await owner.close()
    (folder / "password").write_text(_PASSWORD)
    command = ("-m", "thirdring", "db", "grafana", "--config", str(folder / "site.toml"))
    words = (*command, "--password-file", str(folder / "password"))
    process = await asyncio.create_subprocess_exec(sys.executable, *words)
    assert await process.wait() == 0
    return await connect(f"postgresql://{ROLE}:{_PASSWORD}@127.0.0.1:{port}/thirdring")


async def _wrong_rows(grafana: Session, boards: Sequence[Board]) -> list[str]:
    found, now = [], time.time()
    for tile in (tile for board in boards for tile in board.tiles if tile.sql):
        span = filled.Span(now - (28 * _DAY_SECONDS if tile.back else _DAY_SECONDS), now + _DAY_SECONDS)
        rows = await grafana.fetch(filled.sql(tile.sql, span))
        if not rows and not tile.rare:
            found.append(f"{tile.title}: no row: {tile.sql}")
    return found


async def _wrong(http: aiohttp.ClientSession, tile: Tile) -> list[str]:
    """What is wrong with the answers to a tile's queries; one that may be empty must still be no error.

    Where queries stand for each other, one for each colour, one of them has an answer.
    """
    found, instead = [], any(query.tone is not None for query in tile.queries)
    answered = False
    for query in tile.queries:
        window = f"{_WINDOW_SECONDS}s"
        expr = filled.promql(query.expr, filled.Span(0, _WINDOW_SECONDS), window, window)
        answer = await _ask(http, tile.kind, expr)
        if answer["status"] != "success":
            found.append(f"{tile.title}: {answer['error']}: {expr}")
        elif _has_a_number(answer["data"]["result"]):
            answered = True
        elif not query.rare and not instead:
            found.append(f"{tile.title}: nothing: {expr}")
    if instead and not answered:
        found.append(f"{tile.title}: nothing in any colour")
    return found


async def _ask(http: aiohttp.ClientSession, kind: Kind, expr: str) -> Any:
    now = time.time()
    path, data = "/api/v1/query", {"query": expr, "time": f"{now}"}
    if kind in (Kind.TREND, Kind.LIGHTS):
        bounds = {"start": f"{now // 5 * 5 - 60}", "end": f"{now}", "step": "5"}
        path, data = "/api/v1/query_range", {"query": expr, **bounds}
    async with http.post(path, data=data) as answer:
        return json.loads(await answer.text())


def _has_a_number(series: list[dict[str, Any]]) -> bool:
    values = [value for one in series for _, value in one.get("values", [one.get("value")])]
    return any(math.isfinite(float(value)) for value in values)
