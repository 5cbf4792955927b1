"""What a dispatcher does in the list: views, and the same words for several tickets at once."""

from playwright.async_api import expect

from tests.browser.screen import Desk, Screen


async def test_several_tickets_are_given_to_a_trade_at_once_and_each_is_reported(screen: Screen, served: Desk) -> None:
    first, second = [await served.opened(title=title) for title in ("first", "second")]
    page = screen.page
    await screen.go("/tickets?active=true")
    await page.get_by_test_id("several").locator("summary").click()
    for ticket in (first, second):
        await page.get_by_label(f"Choose {ticket['number']}").check()
    await page.locator("#several [name=trade]").fill("水电")
    await served.act(second, "start")  # somebody was faster
    await page.locator("#several button").click()
    report = page.get_by_test_id("several-report")
    await expect(report.locator("li").filter(has_text=first["number"])).to_contain_text("done")
    await expect(report.locator("li").filter(has_text=second["number"])).to_contain_text("refused")
    await report.get_by_role("link", name="Show the list again").click()
    await expect(page.get_by_test_id("ticket-row").filter(has_text="first")).to_contain_text("水电")


async def test_without_a_ticked_ticket_nothing_is_done_and_the_page_says_so(screen: Screen, served: Desk) -> None:
    await served.opened()
    screen.expected = ("422 (Unprocessable", "Response Status Error Code 422")
    page = screen.page
    await screen.go("/tickets?active=true")
    await page.get_by_test_id("several").locator("summary").click()
    await page.locator("#several button").click()
    await expect(page.locator("#told")).to_contain_text("tick some in the list")


async def test_views_show_what_waits_for_parts_and_complaints_without_an_answer(screen: Screen, served: Desk) -> None:
    waiting = await served.act(await served.opened(title="waits for a valve"), "dispatch", trade="水电")
    await served.act(waiting, "pause", why="等阀门", pause="waiting_for_parts")
    owner = await served.act(await served.opened(title="owner is away"), "dispatch", trade="秩序")
    await served.act(owner, "pause", why="业主不在", pause="waiting_for_owner")
    await served.opened(category="complaint", title="noise")
    page, rows = screen.page, screen.page.get_by_test_id("ticket-row")
    await screen.go("/tickets?active=true")
    await expect(rows).to_have_count(3)
    await page.get_by_role("link", name="Waiting for parts").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("waits for a valve")
    await page.get_by_role("link", name="Complaints without an answer").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("noise")
    await screen.go("/tickets?active=true")
    await page.locator("form[role=search] [name=trade]").fill("秩序")
    await page.locator("form[role=search] button").click()
    await expect(rows).to_have_count(1)
    await expect(rows).to_contain_text("owner is away")
