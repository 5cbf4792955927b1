"""Every query of every board, asked of a real Prometheus that reads the service on an hour of simulated calls."""

import asyncio
import json
import math
import time
from pathlib import Path
from typing import Any

import aiohttp

from dashboards import build
from dashboards.tiles import Kind, Site, Tile
from telephony.sim.people import Habits
from telephony.sim.server import SimulatedPbx
from telephony.sim.site import site
from telephony.sim.traffic import Traffic
from tests.pbx.serving import started
from tests.pbx.watching import watching

_HOUR_SECONDS = 3600
_PACE = 150.0  # the hour takes 24 s
_DAY_SECONDS = 86_400
_FILLED = {"$hotline": ".*", "$__rate_interval": "20s", "$__range": "120s", "$period": "30s"}


def _hour(begins_us: int) -> Traffic:
    habits = Habits(talk_seconds=40.0)
    return Traffic(site(6), begins_us=begins_us, calls_per_second=0.1, seed=7, limit=_HOUR_SECONDS // 10, habits=habits)


async def test_every_panel_has_an_answer_from_a_real_prometheus(tmp_path: Path) -> None:
    now_us = time.time_ns() // 1000
    play = _hour(now_us - _HOUR_SECONDS * 1_000_000)
    simulated = SimulatedPbx(play.calls(), play.site.members, pace=_PACE, anchor_us=now_us - _HOUR_SECONDS * 1_000_000)
    async with simulated as pbx:
        manager = (pbx.port, pbx.account.secret)
        async with (
            started(manager, [play.site.hotline], play.site.agents, tmp_path) as service,
            watching(service.port, service.token) as watch,
            aiohttp.ClientSession(watch.prometheus) as http,
        ):
            async with asyncio.timeout(120):
                await pbx.finished.wait()
            await asyncio.sleep(11)  # two scrapes
            wrong = [
                said for board in build.boards(Site()) for tile in board.tiles for said in await _wrong(http, tile)
            ]
    assert wrong == []


async def _wrong(http: aiohttp.ClientSession, tile: Tile) -> list[str]:
    """What is wrong with the answers to a tile's queries; one that may be empty must still be no error."""
    found = []
    for query in tile.queries:
        expr = query.expr
        for name, value in _FILLED.items():
            expr = expr.replace(name, value)
        answer = await _ask(http, tile.kind, expr)
        if answer["status"] != "success":
            found.append(f"{tile.title}: {answer['error']}: {expr}")
        elif not query.rare and not _has_a_number(answer["data"]["result"]):
            found.append(f"{tile.title}: nothing: {expr}")
    return found


async def _ask(http: aiohttp.ClientSession, kind: Kind, expr: str) -> Any:
    now = time.time()
    path, data = "/api/v1/query", {"query": expr, "time": f"{now}"}
    if kind in (Kind.TREND, Kind.HEAT):
        step = _DAY_SECONDS if kind is Kind.HEAT else 5
        since = now // step * step - (_DAY_SECONDS if kind is Kind.HEAT else 60)
        path, data = "/api/v1/query_range", {"query": expr, "start": f"{since}", "end": f"{now}", "step": f"{step}"}
    async with http.post(path, data=data) as answer:
        return json.loads(await answer.text())


def _has_a_number(series: list[dict[str, Any]]) -> bool:
    values = [value for one in series for _, value in one.get("values", [one.get("value")])]
    return any(math.isfinite(float(value)) for value in values)
