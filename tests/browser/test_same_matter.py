"""A ticket is merged into another one that is found by words."""

from playwright.async_api import expect

from tests.browser.screen import Desk, Screen
from tests.integration.web_desk.conftest import HOME


async def test_the_ticket_that_goes_on_is_found_by_words_and_takes_this_one_in(screen: Screen, served: Desk) -> None:
    known = await served.opened(title="电梯异响")
    cancelled = await served.opened(title="电梯异响，误报")
    await served.act(cancelled, "cancel", why="误报")
    again = await served.opened(title="电梯又响了")
    page = screen.page
    await screen.go(f"/tickets/{again['number']}")
    await page.get_by_text("The same matter as another ticket").click()
    await page.get_by_label("Find the ticket that goes on").fill("电梯")
    found = page.get_by_test_id("same-matter")
    await expect(found).to_have_count(1)
    await expect(found).to_contain_text(known["number"])
    await page.get_by_label("Find the ticket that goes on").fill("停车")
    await expect(page.locator("#same")).to_have_text("No other ticket is like this.")
    await page.get_by_label("Find the ticket that goes on").fill(known["number"])
    await found.get_by_role("button").click()
    await page.wait_for_url(f"**/tickets/{known['number']}")
    await expect(page.get_by_test_id("ticket-story")).to_contain_text(again["number"])


async def test_a_flat_is_found_by_a_few_letters_and_given_to_the_ticket(screen: Screen, served: Desk) -> None:
    await served.web.desk.households.put([HOME])
    ticket = await served.opened()
    page, form = screen.page, screen.page.get_by_test_id("action-amend")
    await screen.go(f"/tickets/{ticket['number']}")
    await form.locator("summary").click()
    await form.get_by_label("Find a flat or another place").fill("3-2-12")
    await page.keyboard.press("Enter")  # sends nothing
    await form.get_by_label("3-2-1201").check()
    await form.get_by_role("button", name="Save").click()
    await expect(page.locator("#ticket dl")).to_contain_text("3-2-1201")
    await expect(page.get_by_test_id("ticket-story")).to_contain_text("Changed: household")
