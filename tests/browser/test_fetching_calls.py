"""A call is about to be missed: a banner on the pages of who is free, and one click fetches it."""

from collections.abc import AsyncIterator, Callable

import pytest
from playwright.async_api import Browser, expect

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from telephony.facts import Call, CallRef, CallState, Direction
from tests.browser.screen import Screen
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Clock
from tests.integration.web_desk.queue_of_agents import PlayedQueue
from ticketing.agents.fetching import NothingToFetchError
from ticketing.agents.telling import rescue_told
from ticketing.http.ask import DeskContext
from ticketing.telling import TellingAgents
from ticketing.workflows.service_desk import ServiceDesk

DEVICE = "PJSIP/1001"


class Waiting:
    """Calls that nobody answers, and the pages that are told of them."""

    def __init__(self, chromium: Browser) -> None:
        self.chromium, self.clock = chromium, Clock()
        self.queue = PlayedQueue(self.clock)
        self.calls: list[Call] = []
        self.fetched: list[tuple[str, str]] = []
        self.tell: Callable[[Call, bool], None] = lambda _call, _due: None
        self.url = ""

    def due_calls(self) -> list[Call]:
        return self.calls

    async def fetch(self, ref: CallRef, agent: str) -> None:
        if not self.calls:
            raise NothingToFetchError
        self.fetched.append((ref.linkedid, agent))

    def comes(self) -> Call:
        began_us = self.clock() - 6_000_000
        call = Call("main", "1764036000.1", Direction.INBOUND, "service", "", "8001", began_us, CallState.RINGING)
        call.alerted_at_us = began_us
        self.calls.append(call)
        self.tell(call, True)
        return call

    def goes(self) -> None:
        self.tell(self.calls.pop(), False)

    async def screen(self, **look: str) -> Screen:
        shown = await Screen.open(self.chromium, self.url, **look)
        await shown.sign_in("agent")
        async with shown.page.expect_request("**/api/v1/live"):
            await shown.go("/desk")
        await shown.page.wait_for_timeout(300)
        return shown


@pytest.fixture
async def waiting(chromium: Browser, pool: DatabasePool, desk: ServiceDesk) -> AsyncIterator[Waiting]:
    played = Waiting(chromium)
    site = DeskContext(desk, pool, {"agent": [DEVICE]}, None, played.queue.control, rescues=played)
    async with web_of(desk=site, now_us=played.clock, token_book=TokenBook(PostgresTokens(pool))) as web:
        played.queue.control.tell_to(TellingAgents(web.site.live))

        def tell(call: Call, due: bool) -> None:
            if web.site.live.heard():
                web.site.live.send(rescue_told(call, due, played.clock()))

        played.tell, played.url = tell, web.url
        yield played


async def test_one_click_fetches_a_call_that_is_about_to_be_missed(waiting: Waiting) -> None:
    screen = await waiting.screen()
    banner = screen.page.get_by_test_id("rescue")
    waiting.comes()
    await expect(banner).to_contain_text("A call is about to be missed")
    await screen.page.get_by_test_id("rescue-take").click()
    await expect(screen.page.locator("#rescues")).to_contain_text("Your phone rings")
    assert waiting.fetched == [("1764036000.1", "agent")]
    assert screen.unexpected() == []


async def test_the_banner_goes_when_somebody_has_the_call_and_a_late_click_is_told_so(waiting: Waiting) -> None:
    screen = await waiting.screen()
    waiting.comes()
    take = screen.page.get_by_test_id("rescue-take")
    await expect(take).to_be_visible()
    call = waiting.calls.pop()
    await take.click()
    await expect(screen.page.locator("#told")).to_contain_text("Somebody else has this call")
    waiting.tell(call, False)
    await expect(take).to_be_hidden()


async def test_who_talks_sees_no_banner(waiting: Waiting) -> None:
    screen = await waiting.screen()
    waiting.queue.status(DEVICE, 2)
    await expect(screen.page.get_by_test_id("agent-state")).to_have_attribute("data-state", "talking")
    async with screen.page.expect_response("**/desk/rescues"):
        waiting.comes()
    await expect(screen.page.get_by_test_id("rescue")).to_have_count(0)
