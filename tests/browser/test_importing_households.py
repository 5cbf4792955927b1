"""A manager imports a sheet of households from click to row, and an agent finds the people by pinyin."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.integration.web_desk.test_household_sheets import SHEET


async def test_a_sheet_is_sent_looked_at_mended_and_imported(chromium: Browser, served: Desk, tmp_path: Path) -> None:
    sheet = tmp_path / "residents.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    screen = await Screen.open(chromium, served.url)
    await screen.sign_in("manager")
    await screen.go("/households")
    await screen.page.get_by_role("link", name="Import a sheet").first.click()
    await screen.page.set_input_files("input[type=file]", sheet)
    await screen.page.get_by_role("button", name="Look at it").click()
    await expect(screen.page.get_by_test_id("understood")).to_contain_text("3 rows, 2 households", timeout=60_000)
    async with screen.page.expect_download() as waited:
        await screen.page.get_by_test_id("bad-rows").click()
    assert (await (await waited.value).path()).stat().st_size > 1_000
    await screen.page.get_by_test_id("import").click()
    await expect(screen.page.get_by_test_id("stored")).to_contain_text("2 households added", timeout=60_000)
    await screen.go("/households?q=zhangs")
    await expect(screen.page.get_by_test_id("household-row")).to_have_count(1)
    assert screen.unexpected() == []
    await screen.context.close()
