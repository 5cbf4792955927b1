"""The banner of a call that is about to be missed, on a real Asterisk in Chromium: one click, and the call is saved."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, expect

from kit.roles import Role
from tests.pbx.sample import Sample, picked_up
from tests.pbx.scene import answers, rings
from tests.pbx.softphone import PASSWORD, chromium, url
from thirdring.commands.token import create_token
from thirdring.commands.user import create_user

pytestmark = pytest.mark.asyncio(loop_scope="module")

CALLER = "13900000077"
FREE, MANAGER = "1009", "manager"
LATE_MS = 60_000


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    """Nobody helps but by the banner. 1009 is not in the queue of the day."""
    folder = tmp_path_factory.mktemp("sample")
    folder.chmod(0o711)
    site = Sample(folder, day="*,*,*,*", rescue={"enabled": True})
    try:
        await site.open()
        await create_user(site.settings, FREE, Role.AGENT, PASSWORD)
        await create_user(site.settings, MANAGER, Role.MANAGER, PASSWORD)
        yield site
    finally:
        await site.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as browser:
        yield browser


async def entered(browser: Browser, site: Sample, name: str, place: str) -> BrowserContext:
    context = await browser.new_context(locale="en-GB")
    context.set_default_timeout(LATE_MS)
    page = await context.new_page()
    await page.goto(f"{url(site)}/sign-in?next=/calls")
    await page.fill("[name=name]", name)
    await page.fill("[name=password]", PASSWORD)
    await page.click("form.sign-in button")
    await page.wait_for_url(lambda at: "/sign-in" not in at)
    await page.goto(f"{url(site)}{place}")
    return context


async def test_one_click_on_the_banner_fetches_the_call_and_it_is_saved_everywhere(
    site: Sample, browser: Browser
) -> None:
    helper = site.agents[FREE]
    context = await entered(browser, site, FREE, "/calls")
    page = context.pages[0]
    banner = page.locator("#rescues")
    await expect(banner).to_be_empty()
    helper.on_call = answers(0.3, sound=True)
    caller = await site.call(CALLER)
    button = page.get_by_test_id("rescue-take")
    await expect(button).to_be_visible(timeout=LATE_MS)
    assert helper.legs == []
    await button.click()
    helped = await picked_up(helper)
    assert await caller.outcome() == 200
    await expect(page.get_by_test_id("rescue-take")).to_have_count(0, timeout=LATE_MS)
    async with asyncio.timeout(60):
        while min(caller.rtp.received, helped.rtp.received) < 25:
            await asyncio.sleep(0.05)
    caller.hang_up()
    await caller.until_ended()
    call = await site.row("select * from calls where ended_at is not null and direction = 'inbound'")
    assert (call["rescue"], call["agent"]) == ("saved", FREE)
    await context.close()
    await shown_as_saved(site, browser)


async def shown_as_saved(site: Sample, browser: Browser) -> None:
    context = await entered(browser, site, MANAGER, "/")
    page = context.pages[0]
    await expect(page.get_by_test_id("saved-today")).to_contain_text("saved 1", timeout=LATE_MS)
    await page.goto(f"{url(site)}/sheet/10")
    await expect(page.locator("main")).to_contain_text("Saved by help")
    token = await create_token(site.settings, Role.WALL, "lobby", None)
    await page.goto(f"{url(site)}/wall#{token}")
    await expect(page.get_by_test_id("wall-saved")).to_have_text("saved 1", timeout=LATE_MS)
    await context.close()


async def test_an_agent_whom_the_queue_rings_sees_no_banner(site: Sample, browser: Browser) -> None:
    await create_user(site.settings, "1002", Role.AGENT, PASSWORD)
    ringing, free = [await entered(browser, site, name, "/calls") for name in ("1002", FREE)]
    for phone in site.agents.values():
        phone.on_call = rings()
    caller = await site.call(CALLER)
    await expect(free.pages[0].get_by_test_id("rescue-take")).to_be_visible(timeout=LATE_MS)
    await expect(ringing.pages[0].get_by_test_id("rescue-take")).to_have_count(0)
    caller.hang_up()
    await expect(free.pages[0].get_by_test_id("rescue-take")).to_have_count(0, timeout=LATE_MS)
    for context in (ringing, free):
        await context.close()
