"""A dispatcher says on the page who is to call; it comes to that agent's desk by itself."""

from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers


async def test_a_callback_that_is_given_to_an_agent_comes_to_their_desk_and_is_left_to_others(
    screen: Screen, served: Desk, chromium: Browser
) -> None:
    token = await served.token(Role.DISPATCHER)
    asked = await served.web.ask("POST", "callbacks", {"phone": "13800138000"}, token=token)
    desk = await Screen.open(chromium, served.url)
    await desk.sign_in("agent")
    async with desk.page.expect_request("**/api/v1/live"):
        await desk.go("/desk")
    mine = desk.page.get_by_test_id("my-callbacks")
    await expect(mine).to_be_visible()
    await screen.go("/callbacks?open=true")
    row = screen.page.locator(f"#callback-{asked.body['id']}")
    await row.get_by_text("Who is to call").click()
    await row.get_by_test_id("assign").get_by_role("combobox").fill("agent")
    await screen.page.keyboard.press("Enter")
    await expect(row.get_by_test_id("assigned-to")).to_contain_text("agent is to call")
    await expect(row.get_by_role("button", name="I call by hand")).to_have_count(0)
    assert await barriers(screen) == []
    await expect(mine.get_by_test_id("given-to-me")).to_have_text("dispatcher gave it to you")
    assert await barriers(desk) == []
    await mine.get_by_role("button", name="Leave it to others").click()
    await expect(mine.get_by_test_id("given-to-me")).to_have_count(0)
    assert desk.unexpected() == []
    await desk.context.close()
