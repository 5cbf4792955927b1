"""Sorting a list: by a click on a head, by keyboard, and on a telephone, where there are no heads."""

import re

from playwright.async_api import Browser, Page, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers


async def titles(page: Page) -> list[str]:
    cells = page.locator("[data-test=ticket-row] td:nth-child(3)")
    return [text.split("\n")[0] for text in await cells.all_inner_texts()]


async def test_a_head_is_clicked_or_reached_by_keyboard_and_the_order_outlives_the_way_back(
    screen: Screen, served: Desk
) -> None:
    opened = [await served.opened(title=said, priority=said) for said in ("normal", "critical", "urgent")]
    page = screen.page
    await screen.go("/tickets?active=true")
    assert await titles(page) == ["urgent", "critical", "normal"]
    await page.locator("thead").get_by_role("link", name="Priority").click()
    await expect(page).to_have_url(re.compile("sort=priority"))
    assert await titles(page) == ["critical", "urgent", "normal"]
    await expect(page.locator("th[aria-sort=ascending]")).to_have_text("Priority")
    assert await barriers(screen) == []
    await page.keyboard.press("o")
    await page.keyboard.press("Enter")
    await expect(page.locator("th[aria-sort=descending]")).to_have_text("Priority")
    assert await titles(page) == ["normal", "urgent", "critical"]
    await page.get_by_role("link", name=opened[0]["number"]).click()
    await expect(page.get_by_test_id("ticket-number")).to_have_text(opened[0]["number"])
    await page.go_back()
    await expect(page.locator("th[aria-sort=descending]")).to_have_text("Priority")


async def test_on_a_telephone_the_order_is_chosen_from_a_list(chromium: Browser, served: Desk) -> None:
    for said in ("normal", "critical", "urgent"):
        await served.opened(title=said, priority=said)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.sign_in("dispatcher")
    page, order = screen.page, screen.page.get_by_test_id("order")
    await screen.go("/tickets?active=true")
    await expect(order).to_contain_text("排序: 受理时间 ↓")
    await page.keyboard.press("o")
    await page.keyboard.press("Enter")
    await order.get_by_role("link", name="优先级").click()
    await expect(order).to_contain_text("排序: 优先级 ↑")
    assert await titles(page) == ["critical", "urgent", "normal"]
    assert await barriers(screen) == []
    assert screen.unexpected() == []
    await screen.context.close()
