"""The desk while something breaks: nothing typed is lost, the page says so, and the cards come back, none twice."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from kit.database.errors import ShutError
from kit.database.pool import DatabasePool, Session, open_pool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from telephony.facts import Call, Fact, FactKind
from tests.browser.screen import Screen
from tests.integration.web.site_in_memory import T0, CallsInMemory, Web, ringing_call, web_of
from tests.integration.web_desk.conftest import HOME, ZHANG, Clock
from ticketing.http.ask import DeskContext
from ticketing.notices import Arrived
from ticketing.workflows.service_desk import ServiceDesk

FIRST, SECOND = "1764036000.9", "1764036000.12"
WORDS = "厨房水管漏水，水已关"
TROUBLE = ("live", "ERR_", "net::", "503", "htmx", "Response Status", "Failed to")


class Switch:
    """A gate before the database."""

    shut = False

    def check(self) -> None:
        if self.shut:
            raise ShutError("the database is away")

    async def admit(self, connection: Session) -> None:
        self.check()


class Station:
    """A service that stops and starts on the same port, with the same database and the same calls in the PBX."""

    def __init__(self, pool: DatabasePool, desk: ServiceDesk, database: Switch, port: int) -> None:
        self.pool, self.desk, self.database, self.port = pool, desk, database, port
        self.calls, self.live = CallsInMemory(), list[Call]()
        self.places: dict[str, tuple[str, str]] = {}
        self._open = contextlib.AsyncExitStack()
        self._web: Web | None = None

    async def start(self) -> None:
        self._open = contextlib.AsyncExitStack()
        context = DeskContext(self.desk, self.pool, {"agent": ["PJSIP/1001"]})
        book = TokenBook(PostgresTokens(self.pool))
        self._web = await self._open.enter_async_context(
            web_of(
                calls=self.calls,
                desk=context,
                now_us=Clock(),
                token_book=book,
                live_calls=lambda: self.live,
                port=self.port,
            )
        )
        for linkedid, (number, place) in self.places.items():
            self._web.site.live.note("main", linkedid, number, place)

    async def stop(self) -> None:
        await self._open.aclose()
        self._web = None

    async def rings(self, linkedid: str) -> None:
        """At the agent's phone. While the service is stopped only the PBX knows."""
        await self.desk.households.put([HOME])
        number, _match = await self.desk.notices.arrived(Arrived("main", linkedid, T0, ZHANG))
        self.calls.tickets[linkedid], self.places[linkedid] = number, (number, "3-2-1201")
        call = ringing_call(linkedid)
        call.attempts = [replace(call.attempts[0], agent="agent")]
        self.calls.calls.append(call)
        self.live.append(call)
        if self._web is not None:
            self._web.site.live.note("main", linkedid, number, "3-2-1201")
            self._web.site.live.publish(Fact(FactKind.ATTEMPT_ALERTED, T0 + 100_000, 1, call))

    def cut(self) -> None:
        """Every stream ends; who comes back is taken."""
        assert self._web is not None
        for listener in tuple(self._web.site.live._listeners):
            listener.offer(None)


@pytest.fixture
async def station(pool: DatabasePool, desk: ServiceDesk, database_url: str, free_port: int) -> AsyncIterator[Station]:
    database = Switch()
    gated = await open_pool(database_url, gate=database)
    made = Station(gated, desk, database, free_port)
    await made.start()
    yield made
    await made.stop()
    await gated.close()


@pytest.fixture
async def agent(chromium: Browser, station: Station) -> AsyncIterator[Screen]:
    """At the desk, with a card, and a form that is half filled in."""
    shown = await Screen.open(chromium, f"http://127.0.0.1:{station.port}")
    shown.expected = TROUBLE
    await shown.sign_in("agent")
    async with shown.page.expect_request("**/api/v1/live"):
        await shown.go("/desk")
    await shown.page.wait_for_timeout(300)
    await station.rings(FIRST)
    await shown.page.fill("[data-test=ticket-form] [name=title]", WORDS)
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def is_as_it_was(agent: Screen, cards: int) -> None:
    page = agent.page
    await expect(page.locator("[data-card]")).to_have_count(cards)
    await expect(page.get_by_test_id("ringing-call")).to_have_count(cards)
    form = page.locator(f'[data-card="main/{FIRST}"] [name=title]')
    await expect(form).to_have_value(WORDS)


async def saves(agent: Screen, station: Station) -> None:
    card = agent.page.locator(f'[data-card="main/{FIRST}"]')
    await card.get_by_role("button", name="Save", exact=True).click()
    await expect(agent.page.get_by_test_id("saved")).to_contain_text("Saved 10:00:00")
    number = station.calls.tickets[FIRST]
    assert (await station.desk.tickets.get(number)).title == WORDS


async def test_the_stream_is_cut_and_another_call_rings_meanwhile(agent: Screen, station: Station) -> None:
    page = agent.page
    await page.route("**/api/v1/live", lambda route: route.abort())
    station.cut()
    await expect(page.get_by_test_id("offline-banner")).to_contain_text("Not live for")
    await is_as_it_was(agent, 1)
    await station.rings(SECOND)
    await page.unroute("**/api/v1/live")
    await expect(page.get_by_test_id("offline-banner")).to_be_hidden(timeout=60_000)
    await is_as_it_was(agent, 2)
    await saves(agent, station)


async def test_the_service_is_restarted_and_another_call_rings_meanwhile(agent: Screen, station: Station) -> None:
    page = agent.page
    await station.stop()
    await expect(page.get_by_test_id("offline-banner")).to_contain_text("Not live for")
    await page.locator(f'[data-card="main/{FIRST}"]').get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator("#told")).to_contain_text("There is no connection: nothing was sent.")
    await is_as_it_was(agent, 1)
    await station.rings(SECOND)
    await station.start()
    await expect(page.get_by_test_id("offline-banner")).to_be_hidden(timeout=60_000)
    await is_as_it_was(agent, 2)
    await page.reload()
    await is_as_it_was(agent, 2)
    await saves(agent, station)


async def test_the_database_is_away_and_another_call_rings_meanwhile(agent: Screen, station: Station) -> None:
    page = agent.page
    station.database.shut = True
    await page.locator(f'[data-card="main/{FIRST}"]').get_by_role("button", name="Save", exact=True).click()
    await expect(page.locator("#told")).to_contain_text("The database does not answer")
    await station.rings(SECOND)
    await expect(page.get_by_test_id("ringing-call")).to_have_count(2)
    await expect(page.locator(f'[data-fetching="main/{SECOND}"]')).to_contain_text("3-2-1201")
    await expect(page.locator(f'[data-card="main/{FIRST}"] [name=title]')).to_have_value(WORDS)
    station.database.shut = False
    await is_as_it_was(agent, 2)
    await saves(agent, station)
