"""The PBX is heard while the service is only starting, and nothing of it is lost or told twice."""

import asyncio
import contextlib
from pathlib import Path
from typing import Any

from telephony.agents.states import State
from tests.integration.service.test_service import played, settings
from thirdring.links import ear_keys_of
from thirdring.listening.early import heard_first
from thirdring.service import running


async def test_what_was_heard_before_the_service_was_there_is_derived_once(
    data_dir: Path, database_url: str, pool: Any
) -> None:
    async with played(30) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with heard_first(ear_keys_of(wanted)) as early:
            assert early is not None
            await pbx.finished.wait()
            async with asyncio.timeout(60):
                while early.links["main"].inbox.depth:
                    await asyncio.sleep(0.01)
                await early.ear.written()
            heard = early.journal.health.last_position
            assert heard > 100
            async with running(wanted, early=early) as service:
                await service.intake.drain()
                assert service.measured.derivation.position >= heard
                counted = service.measured.recorder.measured.total()
        recorded = {truth.linkedid for truth in pbx.truths if truth.recorded}
    async with pool.acquire() as connection:
        stored = [row[0] for row in await connection.fetch("select linkedid from calls where ended_at is not null")]
    assert sorted(stored) == sorted(recorded)
    assert counted == len(recorded)


async def test_agents_are_known_although_the_pbx_told_of_them_before_the_service_was_there(
    data_dir: Path, database_url: str
) -> None:
    async with played(1) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with heard_first(ear_keys_of(wanted)) as early:
            assert early is not None
            async with asyncio.timeout(60):
                while not early.links["main"].up:
                    await asyncio.sleep(0.01)
            async with running(wanted, early=early) as service, asyncio.timeout(60):
                while (now := service.at_pbx.agents.board.of("1001")) is None or now.state is State.UNKNOWN:
                    await asyncio.sleep(0.01)


async def test_a_folder_that_another_service_holds_is_not_listened_for(data_dir: Path, database_url: str) -> None:
    wanted = settings(data_dir, database_url)
    async with heard_first(ear_keys_of(wanted)) as first, heard_first(ear_keys_of(wanted)) as second:
        assert first is not None
        assert second is None


async def test_an_ear_without_a_service_ends_by_itself(data_dir: Path, database_url: str) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with heard_first(ear_keys_of(settings(data_dir, database_url))) as early:
            assert early is not None
            raise ZeroDivisionError
    assert early is not None
    assert all(task.done() for task in (*early.hearing.values(), early.writing))
