"""Signing in as people reach the service: from another machine, mostly without TLS; and links that bring a token."""

from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, async_playwright, expect

from kit.database.pool import DatabasePool, session
from kit.http.auth.sign_in_links import add_link, new_code
from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.chromium import chromium_program


@pytest.fixture
async def from_elsewhere() -> AsyncIterator[Browser]:
    """The service has an address of another machine there: without TLS, such a browser says no Sec-Fetch-Site."""
    rule = "--host-resolver-rules=MAP 192.0.2.1 127.0.0.1"
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox", rule])
        yield browser
        await browser.close()


async def test_one_signs_in_and_out_from_another_machine_without_tls(from_elsewhere: Browser, served: Desk) -> None:
    screen = await Screen.open(from_elsewhere, f"http://192.0.2.1:{urlsplit(served.url).port}")
    await screen.sign_in("dispatcher")
    await screen.page.click("[data-test=sign-out]")
    await screen.page.wait_for_url("**/sign-in")
    assert screen.unexpected() == []


async def test_a_link_with_a_token_signs_in_but_makes_nobody_work_under_another_name(
    chromium: Browser, served: Desk
) -> None:
    await served.opened()
    screen = await Screen.open(chromium, served.url)
    link = f"/sign-in?next=/tickets/new#{served.tokens[Role.DISPATCHER]}"
    await screen.go(link)
    await expect(screen.page.locator("body")).to_have_attribute("data-reader", "dispatcher")
    await screen.context.clear_cookies()
    await screen.sign_in("agent")
    await screen.go(link)
    await screen.page.wait_for_url("**/tickets/new")
    await expect(screen.page.locator("body")).to_have_attribute("data-reader", "agent")


async def test_a_link_signs_in_once_and_says_so_the_second_time(
    chromium: Browser, served: Desk, pool: DatabasePool
) -> None:
    await served.opened()
    code = new_code()
    async with session(pool) as connection:
        assert await add_link(connection, code, "dispatcher", "admin")
    screen = await Screen.open(chromium, served.url)
    await screen.go(f"/sign-in?next=/tickets/new#{code}")
    await expect(screen.page.locator("body")).to_have_attribute("data-reader", "dispatcher")
    assert code not in screen.page.url
    await screen.context.clear_cookies()
    await screen.go(f"/sign-in?next=/tickets/new#{code}")
    await expect(screen.page.locator(".told")).to_be_visible()
