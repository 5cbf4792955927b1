"""The place in a list, and what counts as a change of it."""

import re

from playwright.async_api import expect

from kit.roles import Role
from tests.browser.screen import Desk, Screen


async def test_the_way_back_a_reload_and_a_shared_link_show_the_same_rows_at_the_same_place(
    screen: Screen, served: Desk
) -> None:
    opened = [(await served.opened(title=f"灯 {number}"))["number"] for number in range(14)]
    page, rows = screen.page, screen.page.get_by_test_id("ticket-row")
    await page.set_viewport_size({"width": 1440, "height": 500})
    await screen.go("/tickets?active=true&limit=7&columns=title")
    await page.get_by_role("button", name="Show more").click()
    await expect(rows).to_have_count(14)
    link = page.get_by_role("link", name=opened[1])  # near the end: the newest stands above
    await link.scroll_into_view_if_needed()
    await link.click()
    await expect(page.get_by_test_id("ticket-number")).to_have_text(opened[1])
    await page.go_back()
    await expect(rows).to_have_count(14)
    await expect(link).to_be_in_viewport()
    await expect(page).to_have_url(re.compile(r"rows=14#ticket-"))
    await page.reload()
    await expect(link).to_be_in_viewport()
    other = await screen.context.new_page()
    await other.set_viewport_size({"width": 1440, "height": 500})
    await other.goto(page.url)
    await expect(other.get_by_test_id("ticket-row")).to_have_count(14)
    await expect(other.get_by_role("link", name=opened[1])).to_be_in_viewport()


async def test_only_what_the_list_looks_for_or_shows_counts_as_a_change(screen: Screen, served: Desk) -> None:
    shown = await served.opened(title="shown")
    page, button = screen.page, screen.page.locator("button[data-news]")
    async with page.expect_request("**/api/v1/live"):
        await screen.go("/tickets?status=open&category=repair")
    await page.wait_for_timeout(300)
    async with page.expect_response("**/api/v1/tickets?*among=*"):
        await served.opened(category="complaint", title="another matter")
    await expect(button).to_be_hidden()
    await served.opened(title="new")
    await expect(button).to_contain_text("1 change")
    await served.act(shown, "start")  # it leaves this list: that is a change of it
    await expect(button).to_contain_text("2 changes")


async def test_the_menu_opens_by_click_and_key_closes_by_escape_and_says_where_one_is(
    screen: Screen, served: Desk
) -> None:
    page, group = screen.page, screen.page.get_by_role("button", name="Quality")
    await screen.go("/tickets?active=true")
    await expect(page.get_by_role("link", name="Duties")).to_be_hidden()
    await group.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("link", name="Duties")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("link", name="Duties")).to_be_hidden()
    await expect(group).to_be_focused()
    await group.click()
    await page.get_by_role("link", name="Readings").click()
    await expect(page.locator("h1")).to_contain_text("Readings")
    await expect(group).to_have_class(re.compile("here"))


async def test_in_a_list_of_quality_only_what_it_looks_for_or_shows_counts_as_a_change(
    screen: Screen, served: Desk
) -> None:
    token = await served.token(Role.MANAGER)

    async def raised(department: str) -> None:
        said = {"title": "灯坏了", "department": department}
        assert (await served.web.ask("POST", "nonconformities", said, token=token)).status == 201

    await raised("工程部")
    page, button = screen.page, screen.page.locator("button[data-news]")
    async with page.expect_request("**/api/v1/live"):
        await screen.go("/nonconformities?department=工程部")
    await page.wait_for_timeout(300)
    async with page.expect_response("**/api/v1/nonconformities?*among=*"):
        await raised("客服部")
    await expect(button).to_be_hidden()
    await raised("工程部")
    await expect(button).to_contain_text("1 change")


async def test_what_the_reader_did_to_a_row_does_not_count_as_a_change(screen: Screen, served: Desk) -> None:
    token = await served.token(Role.MANAGER)
    ids = [
        (await served.web.ask("POST", "callbacks", {"phone": phone}, token=token)).body["id"]
        for phone in ("13800138000", "13800138001")
    ]
    page, button = screen.page, screen.page.locator("button[data-news]")
    async with page.expect_request("**/api/v1/live"):
        await screen.go("/callbacks?open=true")
    await page.wait_for_timeout(300)
    row = page.locator(f"#callback-{ids[0]}")
    await row.get_by_role("button", name="I call by hand").click()
    await expect(row).to_have_attribute("data-row-version", "2")
    await served.web.ask("POST", f"callbacks/{ids[1]}/claim", token=token)  # by somebody else
    await expect(button).to_have_text("1 changes: show them")
