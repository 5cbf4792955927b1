"""The desk inside the whole service: a ticket for every call to the hotline, a callback for every missed one."""

import asyncio
import json
from pathlib import Path
from typing import Any

from kit.database.pool import DatabasePool
from kit.http.live import Listener
from kit.http.live_event import Bundle, LiveEvent
from tests.integration.service.test_service import played, settings
from thirdring.service import running

CALLS = """
    select c.linkedid, c.disposition, t.ticket, k.phone
    from calls c
    left join ticket_calls t using (pbx, linkedid)
    left join tickets k on k.number = t.ticket
    where c.direction = 'inbound' and c.hotline is not null
"""


class Everything(Listener):
    """Of the live stream, however much it is."""

    def __init__(self) -> None:
        super().__init__(lambda: None)
        self.frames: list[str] = []

    def offer(self, event: LiveEvent | Bundle | None) -> None:
        if event is not None:
            self.frames.append(event.frame(sees_numbers=True).decode())

    def heard(self, name: str) -> list[Any]:
        frames = [frame.splitlines() for frame in self.frames]
        return [json.loads(data[6:]) for _, event, data, *_ in frames if event == f"event: {name}"]


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
    listener = Everything()
    async with played(60) as pbx, running(settings(data_dir, database_url, pbx.port)) as service:
        service.measured.hub.join(listener, None, 0)
        await pbx.finished.wait()
        await service.intake.drain()
        await service.keepers.worker.settle()
        assert (service.keepers.worker.failed, service.keepers.worker.dropped) == (0, 0)
    await assert_served(pool)
    opened = sorted(one["number"] for one in listener.heard("ticket") if one["what"] == "opened")
    assert opened == [row["number"] for row in await rows(pool, "select number from tickets order by number")]
    answered = sorted(one["number"] for one in listener.heard("ticket") if one["what"] == "answered")
    taken = "select ticket as number from ticket_changes where what = 'answered' order by 1"
    assert answered == [row["number"] for row in await rows(pool, taken)]
    assert answered
    assert {one["id"] for one in listener.heard("callback")} == {
        row["id"] for row in await rows(pool, "select id from callbacks")
    }


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
