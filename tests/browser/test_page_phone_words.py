"""The phone in the page where it cannot ring: it says why, for everybody. What it does on a PBX is in tests/pbx."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers

REFUSED = """navigator.mediaDevices.getUserMedia = async () => {
  throw new DOMException("", "NotAllowedError");
};"""


def has_phones(served: Desk) -> None:
    phones = served.web.web.site.phones
    phones.websocket, phones.endpoints = "ws://127.0.0.1:9/ws", {"agent": "2001"}


@pytest.mark.parametrize(
    ("language", "size", "words"), [("en", "desktop", "microphone was refused"), ("zh", "telephone", "麦克风被拒绝")]
)
async def test_without_a_microphone_it_says_so_before_the_pbx_knows_of_it(
    chromium: Browser, served: Desk, language: str, size: str, words: str
) -> None:
    has_phones(served)
    screen = await Screen.open(chromium, served.url, language, size)
    await screen.context.add_init_script(REFUSED)
    await screen.sign_in("agent")
    await screen.go("/desk")
    await screen.page.get_by_test_id("phone-on").press("Enter")
    await expect(screen.page.get_by_test_id("phone-told")).to_contain_text(words)
    await expect(screen.page.get_by_test_id("phone-on")).to_be_focused()
    assert await barriers(screen) == []
    assert screen.unexpected() == []
    await screen.context.close()


async def test_where_the_browser_tells_no_microphone_at_all_it_asks_for_https(chromium: Browser, served: Desk) -> None:
    has_phones(served)
    screen = await Screen.open(chromium, served.url)
    await screen.context.add_init_script("Object.defineProperty(window, 'isSecureContext', {value: false})")
    await screen.sign_in("agent")
    await screen.go("/desk")
    await screen.page.get_by_test_id("phone-on").click()
    await expect(screen.page.get_by_test_id("phone-told")).to_contain_text("https")
    await screen.context.close()


async def test_who_has_no_phone_in_the_page_sees_none_and_loads_none(chromium: Browser, served: Desk) -> None:
    screen = await Screen.open(chromium, served.url)
    await screen.sign_in("agent")
    await screen.go("/desk")
    await expect(screen.page.get_by_test_id("phone")).to_have_count(0)
    assert await screen.page.locator("script[src*=phone]").count() == 0
    await screen.context.close()
