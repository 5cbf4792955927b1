"""The clock of our own machine is set while the service runs: calls, timers and what is due."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from kit.http.wire import microseconds
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic
from telephony.ami.link import AmiLink, Outside
from telephony.facts import Measurement
from thirdring.assembly import Service
from thirdring.links import target_of
from thirdring.listening.links import steady_us
from thirdring.service import running
from thirdring.settings import Pbx, Settings

PLACE = site(20)
HABITS = Habits(answer_seconds=2.0, talk_seconds=2.0, patience_seconds=5.0)
HOUR_US = 3_600_000_000


class OurClock:
    def __init__(self) -> None:
        self.set_by_us = 0

    def __call__(self) -> int:
        return time.time_ns() // 1000 + self.set_by_us

    def link(self, pbx: Pbx) -> AmiLink:
        return AmiLink(target_of(pbx), outside=Outside(now_us=self, steady_us=steady_us))


def settings(data_dir: Path, url: str, port: int) -> Settings:
    hotline = PLACE.hotline
    return Settings(
        data_dir=data_dir,
        database={"url": url},
        web={"listen": "127.0.0.1:0"},
        agi={"enabled": False},
        pbx=[{"name": "main", "port": port, "secret": "simulated"}],
        hotline=[{"name": hotline.name, "numbers": hotline.numbers, "queues": hotline.queues}],
        agent=[{"name": agent.name, "devices": agent.devices} for agent in PLACE.agents],
    )


async def until(service: Service, sample: str, value: float) -> None:
    async with asyncio.timeout(60):
        while service.measured.registry.get_sample_value(sample, {"pbx": "main"}) != value:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("by_us", [HOUR_US, -HOUR_US])
async def test_calls_alive_stay_measured_and_everything_goes_on_by_the_new_time(
    data_dir: Path, database_url: str, pool: Any, by_us: int
) -> None:
    ours = OurClock()
    traffic = Traffic(PLACE, ours(), 2.0, limit=12, habits=HABITS)
    async with SimulatedPbx(traffic.calls(), PLACE.members) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with running(wanted, make_link=ours.link, clock=ours) as service:
            async with asyncio.timeout(60):
                while len(service.live_calls()) < 3:
                    await asyncio.sleep(0.01)
            ours.set_by_us = by_us
            await until(service, "thirdring_own_clock_steps_total", 1)
            await pbx.finished.wait()
            await service.intake.drain()
            async with asyncio.timeout(60):  # a timer that went by the clock would sleep for an hour
                while abs(service.keepers.objectives.refreshed_at_us - ours()) > HOUR_US // 2:
                    await asyncio.sleep(0.05)
        truths = {truth.linkedid: truth for truth in pbx.truths if truth.recorded}
    async with pool.acquire() as connection:
        rows = await connection.fetch("select linkedid, measurement, ring_seconds, talk_seconds, ended_at from calls")
    assert {row["linkedid"] for row in rows} == truths.keys()
    assert {row["measurement"] for row in rows} == {Measurement.MEASURED}
    for row in rows:
        truth = truths[row["linkedid"]]
        rang_us = (truth.ring_ended_at_us or 0) - (truth.alerted_at_us or truth.ring_ended_at_us or 0)
        assert row["ring_seconds"] == pytest.approx(rang_us / 1e6, abs=1e-6)
        moved_us = microseconds(row["ended_at"]) - (truth.ended_at_us or 0)
        # It ended before, or by the new time. The play's own clock is behind by what the service took to start.
        assert min(abs(moved_us), abs(moved_us - by_us)) < 60_000_000
