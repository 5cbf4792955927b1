"""Two people at one ticket: each sees that the other writes, and nothing is locked."""

from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen


async def test_who_is_writing_stands_on_the_ticket_and_in_the_list(
    chromium: Browser, screen: Screen, served: Desk
) -> None:
    number = (await served.opened(title="水管漏水"))["number"]
    other = await Screen.open(chromium, served.url, "zh")
    await other.sign_in("manager")
    async with other.page.expect_request("**/api/v1/live"):
        await other.go("/tickets?active=true")
    await other.page.wait_for_timeout(300)
    await screen.go(f"/tickets/{number}")
    await screen.page.get_by_test_id("action-resolve").locator("summary").click()
    await screen.page.locator("[name=resolution]").press_sequentially("修")
    await expect(other.page.locator(f"[data-writing='{number}']")).to_have_text("dispatcher 正在填写")
    await other.go(f"/tickets/{number}")
    await expect(other.page.get_by_test_id("writing")).to_have_text("dispatcher 正在填写")
    await expect(screen.page.get_by_test_id("writing")).to_be_hidden()
    assert other.unexpected() == []
    await other.context.close()
