"""A manager imports a sheet of places from click to row."""

import os
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.integration.web_desk.test_place_sheets import SHEET


async def test_a_sheet_is_sent_looked_at_and_imported(chromium: Browser, served: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "places.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    for language, kind in (("zh", "telephone"), ("en", "desktop")):
        screen = await Screen.open(chromium, served.url, language, kind)
        page = screen.page
        await screen.sign_in("manager")
        await screen.go("/places?limit=50")
        await page.locator("a[href='/places/sheet']").click()
        await shot(screen, f"{language}-send")
        await page.set_input_files("input[type=file]", sheet)
        await page.locator("[data-test=send-sheet] button").click()
        await expect(page.get_by_test_id("understood")).to_be_visible(timeout=60_000)
        await shot(screen, f"{language}-read")
        assert await barriers(screen) == []
        async with page.expect_download() as waited:
            await page.get_by_test_id("bad-rows").click()
        assert (await (await waited.value).path()).stat().st_size > 1_000
        await page.get_by_test_id("import").click()
        await expect(page.get_by_test_id("stored")).to_be_visible(timeout=60_000)
        await shot(screen, f"{language}-stored")
        await screen.go("/places?q=sbf")
        await expect(page.locator("[data-rows] tr")).to_have_count(1)
        assert screen.unexpected() == []
        await screen.context.close()


async def shot(screen: Screen, name: str) -> None:
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/places-{name}.png", full_page=True)
