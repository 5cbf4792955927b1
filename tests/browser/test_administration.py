"""An admin at work in a browser: users, tokens, the audit log, the doctor."""

import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.screen import PASSWORD, SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers

PLACES = ("/admin", "/admin/users", "/admin/tokens", "/admin/audit", "/admin/settings?show=all", "/admin/doctor", "/me")


async def as_admin(chromium: Browser, served: Desk) -> Screen:
    screen = await Screen.open(chromium, served.url)
    await screen.sign_in("admin")
    return screen


async def test_an_admin_creates_a_user_who_signs_in_and_is_out_when_deactivated(
    chromium: Browser, served: Desk
) -> None:
    screen = await as_admin(chromium, served)
    page = screen.page
    await screen.go("/admin/users")
    await page.get_by_text("New user").click()
    form = page.get_by_test_id("new-user")
    await form.locator("[name=name]").fill("王芳")
    await form.locator("[name=role]").select_option("agent")
    await form.locator("[name=password]").fill("a long enough word")
    await form.locator("[name=password]").press("Enter")
    row = page.get_by_test_id("user-row").filter(has_text="王芳")
    await expect(row).to_contain_text("may sign in")
    await expect(form.locator("[name=password]")).to_have_value("")
    other = await Screen.open(chromium, served.url)
    await other.sign_in("王芳")
    await page.reload()
    await expect(row).to_contain_text("1 session")
    await row.get_by_text("Change").first.click()
    await row.get_by_role("button", name="Deactivate").click()
    await expect(row).to_contain_text("deactivated")
    await other.go("/tickets?active=true")
    await expect(other.page.get_by_test_id("sign-in-form")).to_be_visible()
    assert screen.unexpected() == []


async def test_what_is_wrong_with_a_new_user_is_said_and_what_was_typed_stays(chromium: Browser, served: Desk) -> None:
    screen = await as_admin(chromium, served)
    screen.expected = ("422",)
    page = screen.page
    await screen.go("/admin/users")
    await page.get_by_text("New user").click()
    form = page.get_by_test_id("new-user")
    await form.locator("[name=name]").fill("dispatcher")
    await form.locator("[name=role]").select_option("agent")
    await form.locator("[name=password]").fill("a long enough word")
    await form.get_by_role("button").click()
    await expect(page.locator("#told")).to_contain_text("There is a user of this name already.")
    await expect(form.locator("[name=name]")).to_have_value("dispatcher")
    assert screen.unexpected() == []


async def test_a_token_is_seen_once_and_revoked_and_the_log_has_both(chromium: Browser, served: Desk) -> None:
    screen = await as_admin(chromium, served)
    page = screen.page
    await screen.go("/admin/tokens")
    await page.get_by_text("New token").click()
    form = page.get_by_test_id("new-token")
    await form.locator("[name=label]").fill("wall")
    await form.locator("[name=role]").select_option("agent")
    await form.get_by_role("button").click()
    text = await page.get_by_test_id("token-text").inner_text()
    assert text.startswith("tr_")
    await page.reload()
    await expect(page.get_by_test_id("token-text")).to_have_count(0)
    await page.get_by_test_id("token-row").get_by_role("button").click()
    await expect(page.get_by_test_id("token-row")).to_contain_text("revoked")
    await screen.go("/admin/audit?q=token")
    await expect(page.get_by_test_id("audit-row")).to_have_count(2)
    assert text not in await page.content()
    assert screen.unexpected() == []


async def test_the_doctor_says_that_it_is_at_work(chromium: Browser, served: Desk) -> None:
    screen = await as_admin(chromium, served)
    await screen.go("/admin/doctor")
    await screen.page.get_by_test_id("examine").click()
    await expect(screen.page.get_by_test_id("examination-state")).to_have_text("at work")
    assert screen.unexpected() == []


async def test_nobody_else_is_led_there(chromium: Browser, served: Desk) -> None:
    screen = await Screen.open(chromium, served.url)
    screen.expected = ("403",)
    await screen.sign_in("manager")
    await expect(screen.page.get_by_role("link", name="Administration")).to_have_count(0)
    await screen.go("/admin/users")
    await expect(screen.page.locator("main")).to_contain_text("may not see this")
    assert screen.unexpected() == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_page_of_an_admin_fits_and_has_no_barrier(
    language: str, size: str, chromium: Browser, served: Desk
) -> None:
    screen = await Screen.open(chromium, served.url, language, size)
    await screen.sign_in("admin")
    for place in PLACES:
        await screen.go(place)
        for closed in await screen.page.locator("main details:not([open]) > summary").all():
            if await closed.is_visible():
                await closed.click()
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], place
        assert await barriers(screen) == [], place
    assert screen.unexpected() == []


async def test_a_page_whose_session_ended_covers_itself_until_somebody_signs_in(
    chromium: Browser, served: Desk
) -> None:
    screen = await Screen.open(chromium, served.url)
    screen.expected = ("401",)
    await screen.page.clock.install()
    await screen.sign_in("dispatcher")
    ended = await served.web.ask("DELETE", "users/dispatcher/sessions", token=await served.token(Role.ADMIN))
    assert ended.status == 204
    await screen.page.clock.fast_forward(121_000)
    again = screen.page.locator("#again")
    await expect(again.get_by_test_id("sign-in-form")).to_be_visible()
    await again.locator("[name=password]").fill(PASSWORD)
    await again.locator("[name=password]").press("Enter")
    await expect(again).to_be_hidden()
    assert screen.unexpected() == []
