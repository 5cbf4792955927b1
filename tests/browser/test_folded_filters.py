"""On a telephone the filters of a list stand behind a word, so that the rows come first."""

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.browser.screen import SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers, played

LISTS = ("/tickets?active=true", "/calls?live=false", "/callbacks?open=true", "/households?limit=100")


@pytest.mark.parametrize("path", LISTS)
async def test_filters_open_by_key_and_leave_the_screen_to_the_rows(path: str, chromium: Browser, served: Desk) -> None:
    await played(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    page = screen.page
    await screen.sign_in("manager")
    await screen.go(path)
    await expect(page.locator("main form[role=search]")).to_be_hidden()
    await expect(page.locator("tbody[data-rows] > tr").first).to_be_in_viewport()
    await page.get_by_test_id("fold").locator("summary").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("main form[role=search]")).to_be_visible()
    await page.keyboard.press("Tab")
    assert await page.evaluate("document.activeElement.closest('form[role=search]') !== null")
    assert await barriers(screen) == []
    await page.set_viewport_size(SIZES["desktop"])
    await page.reload()
    await expect(page.locator("main form[role=search]")).to_be_visible()
    await expect(page.get_by_test_id("fold")).to_be_hidden()
    assert screen.unexpected() == []


async def test_what_nothing_else_on_the_page_shows_is_open(chromium: Browser, served: Desk) -> None:
    screen = await Screen.open(chromium, served.url, "en", "telephone")
    await screen.sign_in("manager")
    for path, is_open in (("/tickets?q=x", True), ("/tickets?status=open", False), ("/calls?within_target=true", True)):
        await screen.go(path)
        await expect(screen.page.locator("main form[role=search]")).to_be_visible(visible=is_open)
    assert screen.unexpected() == []


async def test_it_needs_no_script(chromium: Browser, served: Desk) -> None:
    telephone = ViewportSize(width=390, height=844)
    context = await chromium.new_context(viewport=telephone, locale="en-GB", java_script_enabled=False)
    screen = Screen(context, await context.new_page(), served.url)
    await screen.sign_in("dispatcher")
    await screen.go("/tickets?active=true")
    await expect(screen.page.locator("main form[role=search]")).to_be_hidden()
    await screen.page.get_by_test_id("fold").locator("summary").click()
    await screen.page.fill("[name=q]", "nothing")
    await screen.page.get_by_role("button", name="Find").click()
    assert "q=nothing" in screen.page.url
    await context.close()
