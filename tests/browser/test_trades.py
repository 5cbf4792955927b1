"""Who is on duty, and what a rule gave: seen and said on the page, sent back by the link."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.browser.screen import SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.workflows.assigning import Assigning
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    trades = {"plumbing": ["zhang", "wang"], "lifts": ["liu"]}
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades=trades, assign_after_us=900_000_000))


@pytest.fixture
async def phone(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """A telephone that nobody signs in on."""
    shown = await Screen.open(chromium, served.url, size="telephone")
    shown.expected = ("410 (Gone)",)
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def on_duty(served: Desk, name: str) -> None:
    token = await served.token(Role.DISPATCHER)
    await served.web.ask("POST", f"trades/people/{name}/duty", {"on": True}, token=token)


async def given(served: Desk, pool: DatabasePool) -> str:
    """An urgent ticket of plumbing, and the one on duty has it."""
    ticket = await served.opened(priority="urgent")
    await served.act(ticket, "dispatch", trade="plumbing")
    await Assigning(pool, served.web.desk, served.web.clock).look_around()
    return str(ticket["number"])


async def test_a_dispatcher_says_who_is_on_duty_and_sees_who_was_given_what(
    screen: Screen, served: Desk, pool: DatabasePool
) -> None:
    page = screen.page
    await screen.go("/tickets?active=true")
    await page.get_by_role("link", name="Who is on duty").click()
    plumbing = page.get_by_test_id("trade").filter(has_text="plumbing")
    await expect(plumbing).to_contain_text("nobody is on duty")
    zhang = plumbing.locator("[data-person=zhang]")
    await zhang.get_by_test_id("duty").click()
    await expect(zhang.get_by_test_id("duty")).to_have_text("Off duty")
    await expect(plumbing).not_to_contain_text("nobody is on duty")
    number = await given(served, pool)
    await screen.go(f"/tickets/{number}")
    await expect(page.get_by_test_id("ticket-story")).to_contain_text("Given by rule → zhang a rule")


async def test_what_was_given_is_sent_back_by_the_link_with_a_reason(
    screen: Screen, phone: Screen, served: Desk, pool: DatabasePool
) -> None:
    await on_duty(served, "zhang")
    number = await given(served, pool)
    token = await served.token(Role.DISPATCHER)
    made = (await served.web.ask("POST", f"tickets/{number}/work_links", token=token)).body
    page = phone.page
    await page.goto(served.url + made["path"])
    await page.get_by_test_id("work-accept").click()
    await expect(page.locator("#work")).to_have_attribute("data-here", "yes")
    await page.get_by_test_id("work-refuse").locator("summary").click()
    await page.get_by_test_id("work-refuse").locator("[name=text]").fill("没有梯子")
    await page.get_by_test_id("work-refuse").get_by_role("button").click()
    await expect(page.locator("body")).to_contain_text("You sent this work back")
    await screen.go(f"/tickets/{number}")
    await expect(screen.page.get_by_test_id("ticket-story")).to_contain_text("没有梯子")
    assert (await served.web.desk.tickets.get(number)).trade == "plumbing"


@pytest.mark.parametrize(("size", "language"), [("desktop", "zh"), ("telephone", "en"), ("telephone", "zh")])
async def test_the_page_of_who_is_on_duty_fits_and_has_no_barrier(
    screen: Screen, served: Desk, size: str, language: str
) -> None:
    await on_duty(served, "zhang")
    await served.act(await served.opened(), "dispatch", trade="lifts")
    await screen.page.set_viewport_size(SIZES[size])
    await screen.go(f"/trades?lang={language}")
    assert await screen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert await barriers(screen) == []
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/trades-{language}-{size}.png")
