"""How long a browser keeps what was typed and not sent: a day where several people sign in, a week where one does."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen

AGED = """([name, hours]) => localStorage.setItem(
    `draft "${name}" ticket 1 resolve`,
    JSON.stringify({ at: Date.now() - hours * 3600000, fields: { resolution: "typed" } }),
)"""
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('draft ')).length"


@pytest.mark.parametrize(
    ("people", "hours", "kept"),
    [
        (["dispatcher"], 25, 1),
        (["dispatcher"], 7 * 24 + 1, 0),
        (["agent", "dispatcher"], 23, 1),
        (["agent", "dispatcher"], 25, 0),
    ],
)
async def test_what_is_typed_ends_after_a_day_where_several_people_sign_in(
    people: list[str], hours: int, kept: int, chromium: Browser, served: Desk
) -> None:
    screen = await Screen.open(chromium, served.url)
    for name in people:
        await screen.context.clear_cookies()
        await screen.sign_in(name)
        await expect(screen.page.locator("body")).to_have_attribute("data-reader", name)
    await screen.page.evaluate(AGED, [people[-1], hours])
    await screen.page.reload()
    assert await screen.page.evaluate(KEPT) == kept
    await screen.context.close()
