"""An engine that cannot show the pages gets one plain notice. It is played by one without the last thing we need."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen

OF_CHROMIUM_80 = "delete Intl.DisplayNames"
OF_FIREFOX_97 = "delete window.HTMLDialogElement"


@pytest.mark.parametrize("missing", [OF_CHROMIUM_80, OF_FIREFOX_97])
async def test_an_old_engine_shows_the_notice_and_nothing_else(missing: str, chromium: Browser, served: Desk) -> None:
    screen = await Screen.open(chromium, served.url, "zh")
    await screen.context.add_init_script(missing)
    for place in ("/sign-in", "/wall", "/w/none"):
        await screen.go(place)
        await expect(screen.page.locator(".gate")).to_contain_text("极速模式")
        await expect(screen.page.locator("body > :visible")).to_have_count(1)
    await screen.context.close()
