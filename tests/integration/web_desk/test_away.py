"""Who closed all pages of the desk is paused after a while, by the real stream and the rules of docs/console.md."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.console.browser import Browser, Got
from tests.integration.web.site_in_memory import TOKENS, web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled
from tests.integration.web_desk.queue_of_agents import PlayedQueue
from thirdring.away import AwayAgents
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk

MINUTE_US = 60_000_000
DEVICE = "PJSIP/1001"


class Site:
    """Five minutes."""

    def __init__(self, web: DeskWeb, queue: PlayedQueue, pool: DatabasePool, clock: Clock) -> None:
        self.web, self.queue, self.clock, self.pool = web, queue, clock, pool
        self.attendance = web.web.site.attendance
        self.open = 0
        self.away = AwayAgents(pool, self.attendance, queue.control, 5 * MINUTE_US)

    async def after(self, minutes: float) -> list[str]:
        self.clock.at_us += int(minutes * MINUTE_US)
        return await self.away.look(self.clock.at_us)

    @asynccontextmanager
    async def stream(self) -> AsyncIterator[None]:
        headers = {"Authorization": f"Bearer {TOKENS[Role.AGENT]}"}
        async with self.web.web.session.get(f"{self.web.web.url}/api/v1/live", headers=headers) as answer:
            assert answer.status == 200
            self.open += 1
            yield
        self.open -= 1
        if not self.open:
            await self.until(closed=True)

    @asynccontextmanager
    async def desk(self) -> AsyncIterator[None]:
        """The page, and its stream."""
        await self.page()
        async with self.stream():
            await self.until(closed=False)
            yield

    async def page(self) -> Got:
        browser = Browser(self.web.web.url, self.web.web.session)
        got = await browser.get("/desk", Authorization=f"Bearer {TOKENS[Role.AGENT]}")
        assert got.status == 200
        return got

    async def until(self, *, closed: bool) -> None:
        async with asyncio.timeout(60):
            while ("agent" in self.attendance.alone()) is not closed and self.attendance.alone_for_us("agent", 2**62):
                await asyncio.sleep(0.01)

    async def why(self) -> list[str]:
        rows = await self.pool.fetch("select actor, action, detail ->> 'why' as why from audit order by id")
        return [f"{row['actor']} {row['action']}: {row['why']}" for row in rows if row["action"].startswith("agent_")]


@pytest.fixture
async def site(pool: DatabasePool, desk: ServiceDesk) -> AsyncIterator[Site]:
    clock = Clock()
    queue = PlayedQueue(clock)
    context = DeskContext(desk, pool, {"agent": [DEVICE]}, agents=queue.control)
    async with web_of(desk=context, now_us=clock) as web:
        yield Site(DeskWeb(web, desk, Dialled(desk, clock)), queue, pool, clock)


async def test_who_closes_the_last_page_is_paused_as_away_and_the_log_says_why(site: Site) -> None:
    async with site.desk():
        assert await site.after(60) == []
    assert await site.after(4.9) == []
    assert await site.after(0.2) == ["agent"]
    assert site.queue.paused == {DEVICE: "离开"}
    assert await site.why() == ["thirdring agent_paused: no page of the desk was open for 5 minutes"]


async def test_any_other_page_of_theirs_keeps_them_ready(site: Site) -> None:
    async with site.stream():
        async with site.desk():
            pass
        assert await site.after(60) == []
    assert await site.after(6) == ["agent"]


async def test_who_never_opened_the_desk_is_left_alone(site: Site) -> None:
    async with site.stream():
        pass
    assert await site.after(60) == []


@pytest.mark.parametrize("number", [2, 6])
async def test_nobody_is_paused_in_a_call_and_the_time_begins_when_it_is_over(site: Site, number: int) -> None:
    async with site.desk():
        pass
    site.queue.status(DEVICE, number)
    assert await site.after(60) == []
    site.queue.status(DEVICE, 1)
    assert await site.after(4) == []
    assert await site.after(2) == ["agent"]


async def test_who_is_made_ready_by_a_feature_code_is_not_paused_again(site: Site) -> None:
    async with site.desk():
        pass
    assert await site.after(6) == ["agent"]
    site.queue.paused.clear()
    site.queue.status(DEVICE, event="QueueMemberPause")
    assert await site.after(60) == []


async def test_who_paused_before_they_went_keeps_their_reason(site: Site) -> None:
    async with site.desk():
        await site.queue.control.pause("agent", "吃饭")
    assert await site.after(6) == []
    assert site.queue.paused == {DEVICE: "吃饭"}


async def test_a_phone_that_comes_back_with_nobody_there_is_paused_then(site: Site) -> None:
    async with site.desk():
        site.queue.status(DEVICE, 5)
    assert await site.after(60) == []
    site.queue.status(DEVICE, 1)
    assert await site.after(0.1) == ["agent"]


async def test_after_a_restart_of_the_service_nobody_is_paused(site: Site) -> None:
    async with site.desk():
        pass
    anew = AwayAgents(site.pool, type(site.attendance)(), site.queue.control, 5 * MINUTE_US)
    assert await anew.look(site.clock.at_us + 60 * MINUTE_US) == []


async def test_without_the_setting_nobody_is_paused(site: Site) -> None:
    async with site.desk():
        pass
    never = AwayAgents(site.pool, site.attendance, site.queue.control, 0)
    assert await never.look(site.clock.at_us + 600 * MINUTE_US) == []


async def test_what_the_pbx_does_not_permit_is_not_tried_for_ever(site: Site) -> None:
    async with site.desk():
        pass
    site.queue.word, site.queue.message = "Error", "Permission denied"
    assert await site.after(6) == []
    tried = len(site.queue.asked)
    assert await site.after(60) == []
    assert len(site.queue.asked) == tried


async def test_the_page_says_why_and_offers_the_way_back(site: Site) -> None:
    async with site.desk():
        pass
    await site.after(6)
    shown = await site.page()
    assert "You were paused: no page of yours was open for a while." in shown.words
    assert 'data-test="agent-ready"' in shown.text
    assert site.queue.paused == {DEVICE: "离开"}
