"""The keyboard in a list: row by row, dispatch in place, all keys behind "?", and the switch that turns them off."""

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers


async def focused(page: Page) -> str:
    return str(await page.evaluate("document.activeElement.textContent.trim()"))


async def test_j_and_k_and_the_arrows_go_from_row_to_row_and_x_ticks_one(screen: Screen, served: Desk) -> None:
    first, second = [await served.opened(title=title) for title in ("first", "second")]  # the newest stands above
    page = screen.page
    await screen.go("/tickets?active=true")
    for key, number in (("j", second), ("j", first), ("ArrowUp", second), ("ArrowDown", first), ("k", second)):
        await page.keyboard.press(key)
        assert await focused(page) == number["number"], key
    await page.keyboard.press("x")
    await expect(page.get_by_label(f"Choose {second['number']}")).to_be_checked()
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("second")


async def test_a_ticket_is_dispatched_in_its_row_by_keyboard_alone(screen: Screen, served: Desk) -> None:
    await served.opened(title="first")
    number = (await served.opened(title="second"))["number"]
    page, form = screen.page, screen.page.get_by_test_id("dispatch-in-place")
    await screen.go("/tickets?active=true")
    await page.keyboard.press("j")
    await page.keyboard.press("d")
    await page.keyboard.type("djk")  # letters are text where somebody types
    await expect(form.locator("[name=assignee]")).to_have_value("djk")
    await page.keyboard.press("Escape")
    await expect(form).to_have_count(0)
    assert await focused(page) == number
    await page.keyboard.press("d")
    await expect(form.locator("[name=assignee]")).to_have_value("djk")  # nothing typed is lost
    await form.locator("[name=assignee]").fill("")
    await page.keyboard.press("Tab")
    await page.keyboard.type("水电")
    await page.keyboard.press("Enter")
    row = page.get_by_test_id("ticket-row").filter(has_text="second")
    await expect(row).to_contain_text("水电")
    await expect(form).to_have_count(0)
    assert await focused(page) == number
    await page.keyboard.press("d")
    await expect(form.locator("[name=why]")).to_be_visible()  # somebody has it: it is handed over, with a reason


async def test_a_refused_dispatch_keeps_its_form_and_says_why(screen: Screen, served: Desk) -> None:
    ticket = await served.opened()
    screen.expected = ("409 (Conflict)", "Status Error Code 409")
    page, form = screen.page, screen.page.get_by_test_id("dispatch-in-place")
    await screen.go("/tickets?active=true")
    await page.get_by_label(f"Dispatch {ticket['number']}").click()
    await form.locator("[name=trade]").fill("水电")
    await served.act(ticket, "start")
    await form.get_by_role("button", name="Dispatch").click()
    await expect(page.locator("#told")).not_to_be_empty()
    await expect(form.locator("[name=trade]")).to_have_value("水电")


async def test_no_key_counts_with_ctrl_alt_or_meta_or_while_somebody_types(screen: Screen, served: Desk) -> None:
    await served.opened()
    page = screen.page
    await screen.go("/tickets?active=true")
    for held in ("ctrlKey", "altKey", "metaKey"):
        pressed = f"new KeyboardEvent('keydown', {{key: 'j', bubbles: true, {held}: true}})"
        await page.evaluate(f"document.body.dispatchEvent({pressed})")
        assert await page.evaluate("document.activeElement === document.body"), held
    await page.locator("form[role=search] [name=q]").focus()
    await page.keyboard.type("jk?x/d")
    await expect(page.locator("form[role=search] [name=q]")).to_have_value("jk?x/d")
    await expect(page.locator("#keys")).to_be_hidden()


async def test_the_keys_of_a_page_are_listed_and_can_be_turned_off_for_oneself(
    screen: Screen, served: Desk, chromium: Browser
) -> None:
    await served.opened()
    page, keys = screen.page, screen.page.locator("#keys")
    await screen.go("/tickets?active=true")
    await page.keyboard.press("?")
    await expect(keys).to_contain_text("dispatch the ticket")
    await expect(keys.get_by_text("newest card")).to_be_hidden()  # that is on another page
    assert await barriers(screen) == []
    await keys.get_by_label("Single keys work").uncheck()
    await page.keyboard.press("Escape")
    await expect(keys).to_be_hidden()
    await page.reload()
    for key in ("j", "?", "/"):
        await page.keyboard.press(key)
        assert await page.evaluate("document.activeElement === document.body"), key
    await page.locator("tbody a").first.focus()
    await page.get_by_role("button", name="Keys").click()  # the way back
    await keys.get_by_label("Single keys work").check()
    await keys.get_by_role("button", name="Close").click()
    await page.keyboard.press("/")
    await expect(page.locator("form[role=search] [name=q]")).to_be_focused()


@pytest.mark.parametrize(("path", "said"), [("/desk", "newest card"), ("/callbacks?open=true", "next row")])
async def test_each_page_lists_its_own_keys(path: str, said: str, screen: Screen, served: Desk) -> None:
    if path != "/desk":
        ticket = await served.opened(phone="13800138000")
        await served.web.ask(
            "POST", "callbacks", {"ticket": ticket["number"]}, token=next(iter(served.tokens.values()))
        )
    await screen.go(path)
    await screen.page.keyboard.press("?")
    await expect(screen.page.locator("#keys").get_by_text(said)).to_be_visible()
