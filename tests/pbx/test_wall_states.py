"""What a person reads on the wall: on a site's first day, after an hour of calls, and with the service stopped."""

import asyncio
import json
import math
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from dashboards import build
from metrics import catalogue
from telephony.sim.people import Habits
from telephony.sim.server import SimulatedPbx
from telephony.sim.site import site
from telephony.sim.traffic import Traffic
from tests.pbx.serving import Serving, started
from tests.pbx.watching import watching
from tests.unit.dashboards.shown import Shown, shown

_HOUR_SECONDS, _PACE = 3600, 150.0
_PATIENCE_SECONDS = 120
MISSED, NEUTRAL = "#c81e1e", "#2a2f38"
PROMISES = ("Answered by ring 3 today", "Called back today")


def panels() -> list[dict[str, Any]]:
    board = json.loads((build.FOLDER / "thirdring-wall-en.json").read_text())
    return [panel for panel in board["panels"] if panel["type"] == "stat"]


async def read(http: aiohttp.ClientSession) -> dict[str, Shown]:
    """Everything on the wall by its title; the state of the system stands first and has none."""
    found = {}
    for panel in panels():
        exprs = {target["refId"]: target["expr"] for target in panel["targets"]}
        answers = {ref: await values(http, expr) for ref, expr in exprs.items()}
        for one in shown(panel, answers):
            found[one.title] = one
    return found


async def values(http: aiohttp.ClientSession, expr: str) -> Sequence[float]:
    data = {"query": expr, "time": f"{time.time()}"}
    async with http.post("/api/v1/query", data=data) as answer:
        told: Mapping[str, Any] = json.loads(await answer.text())
    assert told["status"] == "success", (expr, told)
    return [float(series["value"][1]) for series in told["data"]["result"]]


async def until(http: aiohttp.ClientSession, expr: str) -> None:
    async with asyncio.timeout(_PATIENCE_SECONDS):
        while not [one for one in await values(http, expr) if math.isfinite(one)]:
            await asyncio.sleep(1)


async def share_of_api(service: Serving) -> str:
    """As the sheet writes it: cut after a tenth of a percent, never rounded up."""
    ratio = float((await service.get("/api/v1/objectives/10"))["ratio"])
    return f"{math.floor(ratio * 1000 + 1e-6) / 10:.1f}%"


async def test_the_wall_says_no_calls_then_figures_then_that_the_service_is_away(tmp_path: Path) -> None:
    place = site(6)
    anchor_us = time.time_ns() // 1000 - 3 * _HOUR_SECONDS * 1_000_000
    async with SimulatedPbx([], place.members, pace=_PACE, anchor_us=anchor_us) as pbx:
        manager = (pbx.port, pbx.account.secret)
        async with (
            started(manager, [place.hotline], place.agents, tmp_path, clock_bound_seconds=1e9) as service,
            watching(service.port, service.token) as watch,
            aiohttp.ClientSession(watch.prometheus) as http,
        ):
            unread = await read(http)
            await until(http, f"max({catalogue.OBJECTIVE_STATUS.name})")
            first = await read(http)
            traffic = Traffic(
                place, begins_us=pbx.now_us, calls_per_second=0.1, seed=7, limit=360, habits=Habits(talk_seconds=40.0)
            )
            pbx.perform(traffic.calls())
            async with asyncio.timeout(120):
                await pbx.finished.wait()
            await until(http, f'max({catalogue.OBJECTIVE_RATIO.name}{{objective="answered_within_rings"}})')
            share = await share_of_api(service)  # all calls are over: it stays so
            async with asyncio.timeout(_PATIENCE_SECONDS):  # the sheet is looked at every half minute
                while (later := await read(http))[PROMISES[0]].text != share:
                    await asyncio.sleep(1)
            await service.kill()
            async with asyncio.timeout(_PATIENCE_SECONDS):
                while (away := await read(http))["State of the system"].text == "System runs":
                    await asyncio.sleep(1)

    assert unread["State of the system"].text in ("System runs", "NO DATA: Prometheus does not read the system")
    assert [first[title].text for title in PROMISES] == ["no calls", "none yet"]
    assert first["State of the system"] == Shown("State of the system", "System runs", NEUTRAL)
    assert first["Callers waiting"].text == "0"
    assert later["Callers waiting"].text == "0"
    assert away.pop("State of the system").color == MISSED
    told = {title: one for title, one in away.items() if title not in ("${site}", "Now")}
    assert {one.text for one in told.values()} == {"away"}
    assert {one.color for one in told.values()} == {NEUTRAL}
    assert len(told) == 30  # two promises, the longest ringing, six figures, twenty-one lights
