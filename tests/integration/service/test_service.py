"""The whole service against a simulated PBX: started, asked, stopped, killed."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from kit.tasks import Tasks
from lab.bench.kill import run
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic
from telephony.facts import Measurement
from telephony.journal import Batch, Checkpoint
from telephony.journal.sqlite import SqliteJournal
from tests.integration.store.scene import frames
from thirdring.assembly import Service
from thirdring.service import running
from thirdring.settings import Settings, SettingsError

PLACE = site(20)
HABITS = Habits(answer_seconds=2.0, talk_seconds=3.0, patience_seconds=5.0)


def settings(data_dir: Path, url: str, port: int = 1) -> Settings:
    hotline = PLACE.hotline
    return Settings(
        data_dir=data_dir,
        database={"url": url},
        web={"listen": "127.0.0.1:0"},
        agi={"listen": "127.0.0.1:0"},
        pbx=[{"name": "main", "port": port, "secret": "simulated", "clock_bound_seconds": 1e9}],
        hotline=[{"name": hotline.name, "numbers": hotline.numbers, "queues": hotline.queues}],
        agent=[{"name": agent.name, "devices": agent.devices} for agent in PLACE.agents],
    )


@asynccontextmanager
async def played(calls: int, pace: float = 30) -> AsyncIterator[SimulatedPbx]:
    traffic = Traffic(PLACE, time.time_ns() // 1000, 2.0, limit=calls, habits=HABITS)
    async with SimulatedPbx(traffic.calls(), PLACE.members, pace=pace) as pbx:
        yield pbx


async def ready(service: Service) -> dict[str, dict[str, Any]]:
    async with (
        aiohttp.ClientSession() as session,
        session.get("http://{}:{}/readyz".format(*service.address)) as answer,
    ):
        return {check["name"]: check for check in (await answer.json())["checks"]}


@pytest.mark.alone
async def test_calls_of_the_pbx_are_in_the_database_when_the_service_has_stopped(
    data_dir: Path, database_url: str, pool: Any
) -> None:
    async with played(30) as pbx:
        async with running(settings(data_dir, database_url, pbx.port)) as service:
            await pbx.finished.wait()
            checks = await ready(service)
            assert all(check["ok"] for check in checks.values()), checks
            began = time.monotonic()
        assert time.monotonic() - began < 3
        expected = {truth.linkedid for truth in pbx.truths if truth.recorded}
    async with pool.acquire() as connection:
        stored = {row[0] for row in await connection.fetch("select linkedid from calls where ended_at is not null")}
        assert stored == expected
        assert await connection.fetchval("select count(*) from receipts") == len(expected)


async def test_without_postgresql_it_starts_and_says_what_is_missing(data_dir: Path) -> None:
    nowhere = "postgresql://nobody@/none?host=/nowhere"
    async with played(5) as pbx, running(settings(data_dir, nowhere, pbx.port)) as service:
        await pbx.finished.wait()
        await service.intake.drain()
        checks = await ready(service)
        assert "is it running?" in checks["database"]["reason"]
        assert checks["journal"]["ok"]
        assert checks["pbx main"]["ok"]
        assert service.measured.recorder.measured.total() > 0


async def test_calls_of_a_pbx_that_was_taken_out_of_the_settings_do_not_stay_live(
    data_dir: Path, database_url: str
) -> None:
    heard = frames(40)
    journal = SqliteJournal(data_dir / "journal.sqlite")
    await journal.append([Batch("removed", heard[: len(heard) // 2])], Checkpoint())
    await journal.close()
    async with running(settings(data_dir, database_url)) as service:
        before = service.live_calls()
        await service.intake.drain()
        assert before
        assert {call.measurement for call in before} == {Measurement.ESTIMATED}
        assert service.live_calls() == []


async def test_two_services_on_one_folder_are_refused_with_the_way_out(data_dir: Path, database_url: str) -> None:
    async with running(settings(data_dir, database_url)):
        with pytest.raises(SettingsError, match="another Third Ring"):
            async with running(settings(data_dir, database_url)):
                pass


async def test_a_part_that_dies_ends_the_service_and_says_of_what() -> None:
    async def dies() -> None:
        raise ValueError("of this")

    async def never() -> None:
        await asyncio.Event().wait()

    tasks = Tasks()
    with pytest.raises(ValueError, match="of this"):
        async with tasks.start(dies(), "mortal"):
            await tasks.until(never())


async def test_killed_again_and_again_it_loses_no_call(tmp_path: Path) -> None:
    """The short form of `./run bench kill`."""
    report = await run(calls=150, kills=5, folder=tmp_path, pace=6.0, calls_a_second=15.0)
    assert report.wrong == []
    assert report.kills == 5
    assert report.same > 0
