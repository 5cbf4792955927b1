"""A workman's telephone in a basement: what is done without a network waits, is sent once, or is told as not taken."""

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.browser.work import KEPT, PHOTO, link_of, links_of, noted_offline, now, reopened_offline, shot


async def test_without_a_network_everything_waits_is_sent_once_and_in_order(chromium: Browser, served: Desk) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = screen.page
    await screen.go(path)
    await expect(page.get_by_test_id("work-accept")).to_be_enabled()
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    await page.wait_for_function(KEPT, arg=path)
    await screen.context.set_offline(True)
    await page.get_by_test_id("work-accept").click()
    await page.get_by_test_id("work-arrive").click()
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("2 条待上传")
    await page.get_by_test_id("work-picker").set_input_files([PHOTO])
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("3 条待上传")
    await page.get_by_test_id("work-done").locator("summary").click()
    await page.fill("[data-act=done] [name=text]", "换了角阀，地下室没有信号")
    await shot(screen, "zh-offline")
    await page.reload()
    await expect(page.locator("[data-act=done] [name=text]")).to_have_value("换了角阀，地下室没有信号")
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("3 条待上传")
    await page.click("[data-act=done] button")
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("4 条待上传")
    assert (await now(served, ticket))["status"] == "dispatched"
    await screen.context.set_offline(False)
    await expect(page.get_by_test_id("work-is-done")).to_be_visible()
    await expect(page.get_by_test_id("work-waiting")).to_be_hidden()
    after = await now(served, ticket)
    assert [line["what"] for line in after["history"]] == ["opened", "dispatch", "start", "resolve"]
    links = await links_of(served, ticket)
    assert [act["what"] for act in links["items"][0]["acts"]] == ["read", "accept", "arrive", "done"]
    assert all(act["device_at"] for act in links["items"][0]["acts"])
    assert screen.unexpected() == []


async def test_a_telephone_that_ended_the_page_opens_it_again_without_a_network_and_forgets_it_with_the_link(
    chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    await screen.go(path)
    await screen.page.wait_for_function(KEPT, arg=path)
    await screen.page.wait_for_function("caches.keys().then(names => names.length === 1)")
    await screen.page.get_by_test_id("work-note").locator("summary").click()
    await screen.page.fill("[data-act=note] [name=text]", "总阀在东侧")
    await screen.page.close()
    await screen.context.set_offline(True)
    page = screen.page = await screen.context.new_page()
    await screen.go(path)
    await expect(page.locator("#work")).to_contain_text("厨房水槽下方漏水")
    await expect(page.locator("[data-act=note] [name=text]")).to_have_value("总阀在东侧")
    await page.get_by_test_id("work-accept").click()
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("1 条待上传")
    await screen.context.set_offline(False)
    await expect(page.get_by_test_id("work-waiting")).to_be_hidden()
    await served.act(await now(served, ticket), "cancel", why="by mistake")
    await screen.go(path)
    await expect(page.locator("[role=alert]")).to_contain_text("已失效")
    assert await page.evaluate(KEPT, path) is False
    await screen.context.set_offline(True)
    with pytest.raises(Exception, match="net::ERR"):
        await screen.go(path)
    await screen.context.close()


async def test_a_worker_of_before_and_what_it_kept_give_way(chromium: Browser, served: Desk) -> None:
    _, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.go(path)
    old = """async () => {
        await (await caches.open("work-1")).put("/built/old.js", new Response("old"));
        await (await caches.open("work-2")).put("/built/old.js", new Response("old"));
        await Promise.all((await navigator.serviceWorker.getRegistrations()).map(one => one.unregister()));
    }"""
    await screen.page.wait_for_function(KEPT, arg=path)
    await screen.page.evaluate(old)
    await screen.go(path)
    await screen.page.wait_for_function("caches.match('/built/old.js').then(kept => kept === undefined)")
    assert await screen.page.evaluate("caches.keys()") == ["work-2"]
    assert screen.unexpected() == []
    await screen.context.close()


async def test_a_page_that_is_opened_again_without_a_network_knows_what_was_done_before(
    chromium: Browser, served: Desk
) -> None:
    _, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.go(path)
    await screen.page.wait_for_function(KEPT, arg=path)
    await screen.page.get_by_test_id("work-accept").click()
    await expect(screen.page.locator("#work")).to_have_attribute("data-here", "yes")
    await expect(screen.page.get_by_test_id("work-waiting")).to_be_hidden()
    await reopened_offline(screen, path)
    page = screen.page
    await expect(page.get_by_test_id("work-accept")).to_be_disabled()
    await expect(page.locator("#work")).to_contain_text("王女士")
    await expect(page.get_by_test_id("work-arrive")).to_be_enabled()
    await page.get_by_test_id("work-arrive").click()
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("1 条待上传")
    await reopened_offline(screen, path)
    await expect(screen.page.get_by_test_id("work-arrive")).to_have_class("did")
    await shot(screen, "zh-reopened")
    await screen.context.close()


async def test_what_was_sent_just_before_the_network_went_is_done_on_the_page_that_is_opened_again(
    chromium: Browser, served: Desk
) -> None:
    _, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.go(path)
    await screen.page.wait_for_function(KEPT, arg=path)
    await expect(screen.page.locator("[data-kept=yes]")).to_be_visible()
    await screen.page.evaluate(
        "window.fetch = (real => (to, ...how) => to === location.pathname"
        " ? Promise.reject(new TypeError()) : real(to, ...how))(window.fetch)"
    )
    async with screen.page.expect_response("**/acts"):
        await screen.page.get_by_test_id("work-accept").click()
    await expect(screen.page.get_by_test_id("work-waiting")).to_be_hidden()
    await reopened_offline(screen, path)
    await expect(screen.page.get_by_test_id("work-accept")).to_be_disabled()
    await expect(screen.page.get_by_test_id("work-arrive")).to_be_enabled()
    await screen.context.set_offline(False)
    await screen.page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(screen.page.locator("#work")).to_contain_text("王女士")
    await screen.context.close()


async def test_of_what_was_done_offline_on_a_link_that_ended_meanwhile_nothing_goes_without_a_word(
    chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("410 (Gone)", "ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = screen.page
    await screen.go(path)
    await page.get_by_test_id("work-accept").click()
    await expect(page.locator("#work")).to_have_attribute("data-here", "yes")
    await screen.context.set_offline(True)
    await noted_offline(screen, "总阀已关")
    await page.get_by_test_id("work-picker").set_input_files([PHOTO])
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("2 条待上传")
    await served.act(await now(served, ticket), "cancel", why="by mistake")
    await page.close()
    await screen.context.set_offline(False)
    page = screen.page = await screen.context.new_page()
    for _ in range(2):  # it stays until it was seen
        await screen.go(path)
        queue = page.get_by_test_id("work-queue")
        await expect(queue.locator("li")).to_have_count(2)
        await expect(queue).to_contain_text("总阀已关")
        await expect(queue).to_contain_text("sink.jpg")
        await expect(queue).to_contain_text("客服中心没有收到")
    assert await barriers(screen) == []
    await shot(screen, "zh-not-taken")
    for left in (1, 0):
        await queue.get_by_role("button", name="我知道了").first.click()
        await expect(queue.locator("li")).to_have_count(left)
    await screen.go(path)
    await expect(page.locator("[role=alert]")).to_contain_text("已失效")
    await expect(page.get_by_test_id("work-queue")).to_be_hidden()
    await screen.context.close()


async def test_notes_and_photos_of_a_page_that_was_open_reach_a_ticket_that_the_desk_resolved_meanwhile(
    chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    page = screen.page
    await screen.go(path)
    await page.get_by_test_id("work-accept").click()
    await expect(page.locator("#work")).to_have_attribute("data-here", "yes")
    await screen.context.set_offline(True)
    await page.get_by_test_id("work-arrive").click()
    await noted_offline(screen, "总阀已关")
    await page.get_by_test_id("work-picker").set_input_files([PHOTO])
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("3 条待上传")
    await served.act(await now(served, ticket), "resolve", resolution="换了角阀")
    await screen.context.set_offline(False)
    await page.evaluate("window.dispatchEvent(new Event('online'))")
    await expect(page.locator(".thumbs li")).to_have_count(1)
    await expect(page.get_by_test_id("work-queue").locator("li")).to_have_count(1)
    await expect(page.get_by_test_id("work-queue")).to_contain_text("到场")
    [link] = (await links_of(served, ticket))["items"]
    assert [act["what"] for act in link["acts"]] == ["read", "accept", "note"]
    await screen.context.close()


@pytest.mark.parametrize(("secure", "said"), [("true", "无网络时也可打开本页"), ("false", "无网络时请勿关闭本页")])
async def test_whether_the_page_has_to_stay_open_is_said_where_it_is_so(
    secure: str, said: str, chromium: Browser, served: Desk
) -> None:
    _, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.context.add_init_script(f"Object.defineProperty(window, 'isSecureContext', {{ value: {secure} }})")
    await screen.go(path)
    await expect(screen.page.locator("footer")).to_contain_text(said, use_inner_text=True)
    await expect(screen.page.locator("footer span:visible")).to_have_count(1)
    assert await screen.page.evaluate("caches.match(location.pathname).then(kept => kept !== undefined)") is (
        secure == "true"
    )
    await screen.context.close()
