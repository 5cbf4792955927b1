"""Filters that take several values: ticked, clicked in a row, taken away one by one."""

import re

from playwright.async_api import expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers


async def test_values_are_ticked_added_by_a_click_and_taken_away_one_by_one(screen: Screen, served: Desk) -> None:
    for category, priority in (("repair", "normal"), ("fees", "urgent"), ("complaint", "urgent")):
        await served.opened(title=category, category=category, priority=priority)
    page, rows, chosen = screen.page, screen.page.get_by_test_id("ticket-row"), screen.page.get_by_test_id("chosen")
    await screen.go("/tickets?active=true")
    pick = page.locator("details.pick").first
    await pick.locator("summary").click()
    await pick.get_by_label("Repair", exact=True).check()
    await pick.get_by_label("Fees").check()
    assert await barriers(screen) == []
    await page.keyboard.press("Escape")
    await expect(pick.get_by_label("Fees")).to_be_hidden()
    await page.get_by_role("button", name="Find").click()
    await expect(page).to_have_url(re.compile("category=repair%2Cfees"))
    await expect(rows).to_have_count(2)
    await rows.filter(has_text="fees").get_by_role("link", name="urgent").click()
    await expect(rows).to_have_count(1)
    await expect(chosen.get_by_role("link")).to_have_count(3)
    assert await barriers(screen) == []
    await chosen.get_by_role("link", name="Fees").click()
    await expect(rows).to_have_count(0)
    await expect(page).to_have_url(re.compile("active=true.*category=repair$"))
    await chosen.get_by_role("link", name="urgent").click()
    await expect(rows).to_have_count(1)
    await page.keyboard.press("j")
    await page.keyboard.press("Enter")  # the ticket, not a value of its row
    await expect(page.locator("h1")).to_contain_text("repair")
