"""A workman's telephone: one link, three buttons, also without a network."""

import os
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, expect

from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.integration.web_desk.photos import jpeg

PHOTO = FilePayload(name="sink.jpg", mimeType="image/jpeg", buffer=jpeg(1600, 1200))


async def link_of(served: Desk, **to: str) -> tuple[Any, str]:
    ticket = await served.opened(title="厨房水槽下方漏水，地板已湿", contact="王女士", priority="urgent")
    ticket = await served.act(ticket, "dispatch", **(to or {"assignee": "agent"}))
    token = served.tokens[Role.DISPATCHER]
    made = await served.web.ask("POST", f"tickets/{ticket['number']}/work_links", token=token)
    return ticket, made.body["path"]


async def now(served: Desk, ticket: Any) -> Any:
    return (await served.web.ask("GET", f"tickets/{ticket['number']}", token=served.tokens[Role.DISPATCHER])).body


async def links_of(served: Desk, ticket: Any) -> Any:
    path, token = f"tickets/{ticket['number']}/work_links", served.tokens[Role.DISPATCHER]
    return (await served.web.ask("GET", path, token=token)).body


KEPT = "path => caches.match(path).then(kept => kept !== undefined)"


async def reopened_offline(screen: Screen, path: str) -> None:
    """As a telephone does that has ended the page."""
    await screen.page.close()
    await screen.context.set_offline(True)
    screen.page = await screen.context.new_page()
    await screen.go(path)


async def noted_offline(screen: Screen, text: str) -> None:
    if not await screen.page.locator("[data-act=note] [name=text]").is_visible():
        await screen.page.get_by_test_id("work-note").locator("summary").click()
    await screen.page.fill("[data-act=note] [name=text]", text)
    await screen.page.click("[data-act=note] button")


async def shot(screen: Screen, name: str) -> None:
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/work-{name}.png", full_page=True)


@pytest.mark.parametrize(("language", "scheme"), [("zh", "light"), ("en", "dark")])
async def test_a_ticket_is_accepted_worked_on_and_done_on_a_telephone(
    language: str, scheme: Any, chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, language, "telephone")
    await screen.page.emulate_media(color_scheme=scheme)
    page = screen.page
    await screen.go(path)
    await expect(page.get_by_test_id("work-arrive")).to_be_disabled()
    assert await barriers(screen) == []
    await shot(screen, f"{language}-new")
    await page.get_by_test_id("work-accept").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("work-accept")).to_be_disabled()
    await page.get_by_test_id("work-arrive").click()
    await expect(page.get_by_test_id("work-arrive")).to_have_class("did")
    await page.get_by_test_id("work-picker").set_input_files([PHOTO])
    await expect(page.locator(".thumbs li")).to_have_count(1)
    await page.get_by_test_id("work-note").locator("summary").click()
    await page.fill("[data-act=note] [name=text]", "总阀已关")
    await page.click("[data-act=note] button")
    await expect(page.locator("[data-story]")).to_contain_text("总阀已关")
    await shot(screen, f"{language}-working")
    assert await barriers(screen) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    await page.get_by_test_id("work-done").locator("summary").click()
    await page.fill("[data-act=done] [name=text]", "换了角阀")
    await page.click("[data-act=done] button")
    await expect(page.get_by_test_id("work-is-done")).to_be_visible()
    await shot(screen, f"{language}-done")
    after = await now(served, ticket)
    assert (after["status"], after["resolution"]) == ("resolved", "换了角阀")
    assert screen.unexpected() == []


async def test_without_a_network_everything_waits_is_sent_once_and_in_order(chromium: Browser, served: Desk) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = screen.page
    await screen.go(path)
    await expect(page.get_by_test_id("work-accept")).to_be_enabled()
    await page.wait_for_function("navigator.serviceWorker.controller !== null")
    await page.wait_for_function("path => caches.match(path).then(kept => kept !== undefined)", arg=path)
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
    links = (
        await served.web.ask("GET", f"tickets/{ticket['number']}/work_links", token=served.tokens[Role.DISPATCHER])
    ).body
    assert [act["what"] for act in links["items"][0]["acts"]] == ["read", "accept", "arrive", "done"]
    assert all(act["device_at"] for act in links["items"][0]["acts"])
    assert screen.unexpected() == []


async def test_an_answer_that_is_lost_on_the_way_does_nothing_twice(chromium: Browser, served: Desk) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("Failed to load resource", "ERR_FAILED")
    page = screen.page
    await screen.go(path)
    await expect(page.get_by_test_id("work-accept")).to_be_enabled()
    lost: list[str] = []

    async def lose(route: Any) -> None:
        if len(lost) >= 2:
            await route.continue_()
            return
        lost.append(route.request.post_data)
        await route.fetch()
        await route.abort()

    await page.route("**/acts", lose)
    await page.get_by_test_id("work-accept").click()
    await expect(page.get_by_test_id("work-waiting")).to_contain_text("1 条待上传")
    again = "() => { window.dispatchEvent(new Event('online')); return document.querySelector('#waiting').hidden; }"
    await page.wait_for_function(again, polling=200)
    await expect(page.get_by_test_id("work-waiting")).to_be_hidden()
    assert (await now(served, ticket))["status"] == "dispatched"
    links = (
        await served.web.ask("GET", f"tickets/{ticket['number']}/work_links", token=served.tokens[Role.DISPATCHER])
    ).body
    assert [act["what"] for act in links["items"][0]["acts"]] == ["read", "accept"]


async def test_the_dispatcher_copies_a_link_and_sees_what_becomes_of_it(
    screen: Screen, chromium: Browser, served: Desk
) -> None:
    ticket = await served.opened()
    ticket = await served.act(ticket, "dispatch", trade="水电")
    page = screen.page
    await screen.go(f"/tickets/{ticket['number']}")
    await page.get_by_test_id("make-work-link").click()
    link = await page.get_by_test_id("work-link").input_value()
    assert link.startswith(served.url + "/w/")
    phone = await Screen.open(chromium, served.url, "zh", "telephone")
    await phone.page.goto(link)
    await phone.page.fill("[name=name]", "李师傅")
    await phone.page.get_by_test_id("work-accept").click()
    await expect(phone.page.get_by_test_id("work-accept")).to_be_disabled()
    await phone.page.get_by_test_id("work-arrive").click()
    await expect(phone.page.get_by_test_id("work-arrive")).to_have_class("did")
    await page.reload()
    await expect(page.get_by_test_id("work-links")).to_contain_text("李师傅")
    await expect(page.get_by_test_id("ticket-story")).to_contain_text("By the link: accepted")
    if "SHOTS" in os.environ:
        await page.screenshot(path=f"{os.environ['SHOTS']}/work-dispatcher.png", full_page=True)
    assert await barriers(screen) == []


async def test_another_telephone_sees_that_it_is_taken_and_a_stranger_sees_nothing(
    chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    first, second = [await Screen.open(chromium, served.url, "en", "telephone") for _ in range(2)]
    await first.go(path)
    await first.page.get_by_test_id("work-accept").click()
    await expect(first.page.get_by_test_id("work-accept")).to_be_disabled()
    await second.go(path)
    await expect(second.page.locator("#work")).to_contain_text("accepted on another telephone")
    await expect(second.page.get_by_test_id("work-arrive")).to_have_count(0)
    assert "王女士" not in await second.page.content()
    second.expected = ("404 (Not Found)", "410 (Gone)")
    await second.go("/w/" + "x" * 32)
    await expect(second.page.locator("[role=alert]")).to_contain_text("not known")
    assert await barriers(second) == []
    current = await now(served, ticket)
    await served.act(current, "cancel", why="by mistake")
    await second.go(path)
    await expect(second.page.locator("[role=alert]")).to_contain_text("has ended")
    assert "漏水" not in await second.page.content()
    assert second.unexpected() == []


async def test_a_telephone_that_ended_the_page_opens_it_again_without_a_network_and_forgets_it_with_the_link(
    chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    await screen.go(path)
    kept = "path => caches.match(path).then(kept => kept !== undefined)"
    await screen.page.wait_for_function(kept, arg=path)
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
    assert await page.evaluate(kept, path) is False
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
    await screen.page.wait_for_function("path => caches.match(path).then(kept => kept !== undefined)", arg=path)
    await screen.page.evaluate(old)
    await screen.go(path)
    await screen.page.wait_for_function("caches.match('/built/old.js').then(kept => kept === undefined)")
    assert await screen.page.evaluate("caches.keys()") == ["work-2"]
    assert screen.unexpected() == []
    await screen.context.close()


async def test_a_page_that_is_drawn_anew_while_a_button_is_pressed_loses_no_click(
    chromium: Browser, served: Desk
) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    page = screen.page
    await screen.go(path)
    await page.get_by_test_id("work-accept").click()
    await expect(page.get_by_test_id("work-accept")).to_be_disabled()
    await expect(page.get_by_test_id("work-waiting")).to_be_hidden()
    box = await page.get_by_test_id("work-arrive").bounding_box()
    assert box is not None
    await page.evaluate("document.querySelector('#work').dataset.drawn = 'before'")
    await page.mouse.move(box["x"] + 20, box["y"] + 20)
    await page.mouse.down()
    async with page.expect_response(lambda answer: answer.url.endswith(path)):  # it is drawn anew after a note
        await page.evaluate(
            "() => { const note = document.querySelector('form[data-act=note]');"
            " note.elements.text.value = '总阀已关'; note.requestSubmit(); }"
        )
    await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    await page.mouse.up()
    await expect(page.get_by_test_id("work-arrive")).to_have_class("did")
    await expect(page.locator("#work")).not_to_have_attribute("data-drawn", "before")
    assert (await now(served, ticket))["status"] == "in_progress"
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


async def test_who_sends_the_work_back_reads_that_they_did(chromium: Browser, served: Desk) -> None:
    ticket, path = await link_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("410 (Gone)",)
    page = screen.page
    await screen.go(path)
    await page.get_by_test_id("work-refuse").locator("summary").click()
    await page.fill("[data-act=refuse] [name=text]", "没有梯子")
    await page.click("[data-act=refuse] button")
    await expect(page.locator("[role=alert]")).to_contain_text("您已退单")
    await expect(page.get_by_test_id("work-queue")).to_be_hidden()
    assert "失效" not in await page.content()
    assert await barriers(screen) == []
    await shot(screen, "zh-sent-back")
    assert (await now(served, ticket))["assignee"] is None
    assert screen.unexpected() == []
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
