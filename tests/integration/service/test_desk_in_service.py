"""The desk inside the whole service: a ticket for every call to the hotline, a callback for every missed one."""

import asyncio
from pathlib import Path
from typing import Any

from kit.database.pool import DatabasePool
from tests.integration.service.test_service import played, settings
from thirdring.service import running

CALLS = """
    select c.linkedid, c.disposition, t.ticket, k.phone
    from calls c
    left join ticket_calls t using (pbx, linkedid)
    left join tickets k on k.number = t.ticket
    where c.direction = 'inbound' and c.hotline is not null
"""


async def rows(pool: DatabasePool, text: str) -> list[Any]:
    async with pool.acquire() as connection:
        return list(await connection.fetch(text))


async def assert_served(pool: DatabasePool) -> None:
    """Each call has a ticket of its own, days have no gaps, and who was missed is called back or got through later."""
    calls = await rows(pool, CALLS)
    tickets = [call["ticket"] for call in calls]
    assert calls
    assert None not in tickets
    assert len(set(tickets)) == len(calls)
    places: dict[str, list[int]] = {}
    for row in await rows(pool, "select number from tickets"):
        day, _, place = row["number"].partition("-")
        places.setdefault(day, []).append(int(place))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in places.values())
    missed = {call["phone"] for call in calls if call["disposition"] in ("abandoned", "timeout", "no_agent")} - {""}
    assert missed == {row["phone"] for row in await rows(pool, "select phone from callbacks")}
    assert missed


async def test_every_call_to_the_hotline_has_its_ticket_and_every_missed_one_its_callback(
    data_dir: Path, database_url: str, pool: DatabasePool
) -> None:
    async with played(60) as pbx, running(settings(data_dir, database_url, pbx.port)) as service:
        await pbx.finished.wait()
        await service.intake.drain()
        await service.desk_worker.settle()
        assert (service.desk_worker.failed, service.desk_worker.dropped) == (0, 0)
    await assert_served(pool)


async def test_calls_of_the_time_when_the_service_was_stopped_and_started_again_have_one_ticket_each(
    data_dir: Path, database_url: str, pool: DatabasePool
) -> None:
    async with played(60) as pbx:
        place = settings(data_dir, database_url, pbx.port)
        while not pbx.finished.is_set():
            async with running(place) as service:
                await service.intake.restore()
                await _until_some_calls_are_over(pool, pbx)
        async with running(place) as service:
            await service.desk.catch_up(0, 2**53)
    await assert_served(pool)


async def _until_some_calls_are_over(pool: DatabasePool, pbx: Any) -> None:
    ended = "select from calls where ended_at is not null"
    before = len(await rows(pool, ended))
    while not pbx.finished.is_set() and len(await rows(pool, ended)) < before + 15:
        await asyncio.sleep(0.05)
