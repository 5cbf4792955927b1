"""Pages for walking open again without a network, for their reader and while the session lasts."""

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from kit.roles import Role
from tests.browser.behind_tls import behind_tls
from tests.browser.quality import due, of
from tests.browser.screen import PASSWORD, Desk, Screen
from tests.browser.test_inspecting import inspections, walk
from tests.browser.test_pages_look_right import barriers
from tests.browser.test_patrols import codes_of, shot
from tests.chromium import chromium_program

FORM = "/inspections/new?form=daily"
KEPT = "caches.keys().then(names => names.filter(name => name.startsWith('walk-1 ')))"
HAS = "path => caches.match(path.includes('?') ? path : path + '?').then(found => found !== undefined)"
OLDER = """async ([name, ms]) => {
    const [mine] = (await caches.keys()).filter(each => each.startsWith("walk-1 "));
    const cache = await caches.open(mine);
    if (name === "used") return cache.put("/used", new Response(String(Date.now() - ms)));
    for (const key of await cache.keys()) {
        const found = await cache.match(key);
        const headers = new Headers(found.headers);
        const what = name === "at" ? "X-Kept-At" : "X-Kept-Until";
        if (headers.has(what)) headers.set(what, String(Date.now() - ms));
        await cache.put(key, new Response(await found.blob(), { headers }));
    }
}"""


async def telephone(
    chromium: Browser, served: Desk, name: str, path: str, url: str = "", language: str = "zh"
) -> Screen:
    """At a page that it keeps."""
    await due(served)
    screen = await Screen.open(chromium, url or served.url, language, "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource", "htmx:", "401 (Unauthorized)")
    await screen.sign_in(name)
    await screen.go(path)
    await expect(screen.page.locator("[data-opens=yes]").first).to_be_visible()
    await screen.page.wait_for_function(HAS, arg="/used")
    return screen


async def reopened(screen: Screen, path: str, offline: bool = True) -> Page:
    """As a telephone does that has ended the page."""
    await screen.page.close()
    await screen.context.set_offline(offline)
    screen.page = await screen.context.new_page()
    await screen.go(path)
    return screen.page


async def nothing_opens(screen: Screen, path: str) -> None:
    page = await reopened(screen, path)
    await expect(page.locator("[role=alert]")).to_contain_text("未保存此页，或登录已失效")
    assert await page.evaluate(KEPT) == []


async def test_a_walk_goes_on_in_a_page_that_was_ended_and_is_sent_once(chromium: Browser, served: Desk) -> None:
    screen = await telephone(chromium, served, "dispatcher", FORM)
    await screen.page.fill("[name=department]", "客服部")
    page = await reopened(screen, FORM)
    await expect(page.locator("[name=department]")).to_have_value("客服部")
    await expect(page.get_by_test_id("offline-banner")).to_be_visible()
    await walk(page)
    await page.click(".hand-in button")
    await expect(page.get_by_test_id("outbox")).to_contain_text("待发送 1 条")
    await shot(screen, "kept-zh")
    assert await barriers(screen) == []
    page = await reopened(screen, FORM)
    await expect(page.get_by_test_id("outbox")).to_contain_text("待发送 1 条")
    await screen.context.set_offline(False)
    await expect(page.locator("#outbox-sent a")).to_have_count(1)
    await expect(page.get_by_test_id("outbox")).to_be_hidden()
    assert [one["department"] for one in await inspections(served)] == ["客服部"]
    assert screen.unexpected() == []


async def test_a_code_opens_the_running_form_without_a_network(chromium: Browser, served: Desk) -> None:
    code = (await codes_of(served))["lobbies"]
    screen = await telephone(chromium, served, "dispatcher", f"{FORM}&department=%E5%AE%A2%E6%9C%8D%E9%83%A8")
    page = await reopened(screen, code)
    await expect(page.get_by_test_id("point-lobbies").locator("[data-scan-told]")).to_contain_text("已扫码")
    async with page.expect_response("**/api/v1/patrol-scans") as sent:
        await screen.context.set_offline(False)
    assert (await sent.value).status == 204


async def test_duties_of_the_list_open_without_having_been_looked_at(chromium: Browser, served: Desk) -> None:
    await due(served)
    first, _second = await of(served, "patrol")
    screen = await telephone(chromium, served, "agent", f"/duties/{first['id']}")
    await screen.go("/duties")
    later = await screen.page.locator("a[data-walk]").nth(1).get_attribute("href")
    await screen.page.wait_for_function(HAS, arg=later)
    page = await reopened(screen, "/duties")
    await expect(page.get_by_test_id("offline-banner")).to_be_visible()
    await page.click(f"a[href='{later}']")
    await expect(page.locator("#duty h1")).to_be_visible()
    await expect(page.get_by_test_id("offline-banner")).to_be_visible()


async def test_where_there_is_a_network_the_page_is_todays(chromium: Browser, served: Desk) -> None:
    await due(served)
    first, _second = await of(served, "patrol")
    path = f"/duties/{first['id']}"
    screen = await telephone(chromium, served, "agent", path)
    body = {"findings": "地下室漏水", "idempotency_key": "k" * 20}
    answer = await served.web.ask("POST", f"duties/{first['id']}/done", body, token=await served.token(Role.DISPATCHER))
    assert answer.status == 200, answer.body
    page = await reopened(screen, path, offline=False)
    await expect(page.locator("#duty")).to_contain_text("地下室漏水")
    await expect(page.locator("body")).not_to_have_attribute("data-kept", "")
    page = await reopened(screen, path)
    await expect(page.locator("#duty")).to_contain_text("地下室漏水")


async def test_nothing_is_left_after_signing_out(chromium: Browser, served: Desk) -> None:
    screen = await telephone(chromium, served, "agent", "/duties/1")
    await screen.page.get_by_test_id("sign-out").click()
    await screen.page.wait_for_url("**/sign-in")
    await screen.page.wait_for_function(f"() => {KEPT}.then(names => names.length === 0)")
    await nothing_opens(screen, "/duties/1")


async def test_who_signs_in_next_finds_no_page_of_somebody_else(chromium: Browser, served: Desk) -> None:
    screen = await telephone(chromium, served, "agent", "/duties/1")
    await screen.context.clear_cookies()
    await screen.sign_in("dispatcher")
    await screen.page.wait_for_function(f"() => {KEPT}.then(names => names.length === 0)")
    await nothing_opens(screen, "/duties/1")


@pytest.mark.parametrize(("what", "ms"), [("used", 61 * 60_000), ("until", 1)])
async def test_a_session_that_ended_by_the_clock_opens_nothing(
    what: str, ms: int, chromium: Browser, served: Desk
) -> None:
    screen = await telephone(chromium, served, "agent", "/duties/1")
    await screen.page.evaluate(OLDER, [what, ms])
    await nothing_opens(screen, "/duties/1")


async def test_what_is_sent_after_the_session_ended_asks_for_the_password_and_counts_once(
    chromium: Browser, served: Desk
) -> None:
    screen = await telephone(chromium, served, "dispatcher", FORM)
    page = await reopened(screen, FORM)
    await walk(page)
    await page.click(".hand-in button")
    await expect(page.get_by_test_id("outbox")).to_contain_text("待发送 1 条")
    await screen.context.clear_cookies()
    await screen.context.set_offline(False)
    await expect(page.locator("#again[open]")).to_be_visible()
    await page.wait_for_function(f"() => {KEPT}.then(names => names.length === 0)")
    await page.fill("#again [name=password]", PASSWORD)
    await page.click("#again button")
    await expect(page.locator("#outbox-sent a")).to_have_count(1)
    await page.wait_for_function(HAS, arg=FORM)
    assert len(await inspections(served)) == 1


async def test_a_page_of_before_sends_after_its_reader_signed_in_again_in_another_tab(
    chromium: Browser, served: Desk
) -> None:
    screen = await telephone(chromium, served, "dispatcher", FORM)
    await screen.context.set_offline(True)
    await walk(screen.page)
    await screen.page.click(".hand-in button")
    await expect(screen.page.get_by_test_id("outbox")).to_contain_text("待发送 1 条")
    before = screen.page
    screen.page = await screen.context.new_page()
    await screen.context.clear_cookies()
    await screen.context.set_offline(False)
    await expect(before.locator("#again[open]")).to_be_visible()
    await screen.sign_in("dispatcher")
    await before.evaluate("document.querySelector('#again').close()")
    await before.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(before.get_by_test_id("outbox")).to_be_hidden()
    assert len(await inspections(served)) == 1


async def test_a_form_that_is_opened_on_the_next_day_is_of_that_day(chromium: Browser, served: Desk) -> None:
    screen = await telephone(chromium, served, "dispatcher", FORM)
    assert await screen.page.input_value("[name=day]") == "2026-11-25"
    await screen.page.evaluate(OLDER, ["at", 14 * 3_600_000])  # at 10:00 it was kept, and it is midnight
    page = await reopened(screen, FORM)
    await expect(page.locator("[name=day]")).to_have_value("2026-11-26")
    await expect(page.locator("[name=day]")).to_have_attribute("max", "2026-11-26")


async def test_it_is_so_behind_a_proxy_with_tls(served: Desk) -> None:
    await due(served)
    async with async_playwright() as playwright, behind_tls(served.url) as url:
        playwright.selectors.set_test_id_attribute("data-test")
        arguments = ["--no-sandbox", "--ignore-certificate-errors"]
        browser = await playwright.chromium.launch(executable_path=chromium_program(), args=arguments)
        screen = await Screen.open(browser, url, "zh", "telephone")
        await screen.sign_in("agent")
        assert [one["name"] for one in await screen.context.cookies()] == ["__Host-thirdring"]
        await screen.go("/duties/1")
        await expect(screen.page.locator("[data-opens=yes]").first).to_be_visible()
        page = await reopened(screen, "/duties/1")
        await expect(page.locator("#duty h1")).to_be_visible()
        await screen.context.set_offline(False)
        await page.get_by_test_id("sign-out").click()
        await page.wait_for_url("**/sign-in")
        await nothing_opens(screen, "/duties/1")
        await browser.close()
