"""A workman's telephone: one link, three buttons."""

import asyncio
import os
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from kit.database.pool import DatabasePool
from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.browser.work import PHOTO, link_of, links_of, now, shot
from ticketing.work_links.call import Outcome, WorkCall
from ticketing.workflows.calling_workmen import WorkmenCalls


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
    links = await links_of(served, ticket)
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
    async with asyncio.timeout(60):  # what was clicked is kept first, and sent after the note
        while (await now(served, ticket))["status"] != "in_progress":
            await asyncio.sleep(0.1)
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


async def test_who_accepted_by_phone_goes_on_with_the_link_and_the_dispatcher_sees_the_call(
    screen: Screen, chromium: Browser, served: Desk, pool: DatabasePool
) -> None:
    ticket, path = await link_of(served, trade="水电")
    calls, clock = WorkmenCalls(pool, served.web.desk), served.web.clock
    link = (await links_of(served, ticket))["items"][0]["id"]
    for channel, who in (("one", "zhang"), ("two", "李师傅")):
        clock.at_us += 60_000_000
        known = {"ticket": ticket["number"], "link": link, "trade": "水电", "channel": channel}
        await calls.begin(WorkCall(id=0, **known, who=who, called_at_us=clock()))
        if who == "zhang":
            await calls.over(channel, Outcome.NO_ANSWER, clock())
    await screen.go(f"/tickets/{ticket['number']}")
    await expect(screen.page.get_by_test_id("work-call").last).to_contain_text("goes on")
    assert await calls.picked_up("two", clock())
    assert await calls.accept("two", clock())
    phone = await Screen.open(chromium, served.url, "zh", "telephone")
    await phone.go(path)
    await expect(phone.page.get_by_test_id("work-by-call")).to_contain_text("李师傅 已通过电话接单")
    assert await barriers(phone) == []
    await shot(phone, "zh-by-call")
    await phone.page.get_by_test_id("work-accept").click()
    await expect(phone.page.locator("#work")).to_have_attribute("data-here", "yes")
    await expect(phone.page.get_by_test_id("work-by-call")).to_have_count(0)
    await expect(phone.page.get_by_test_id("work-arrive")).to_be_enabled()
    await screen.page.locator("button[data-news]").click()  # it is told without a reload
    await expect(screen.page.get_by_test_id("work-call").first).to_contain_text("no answer")
    await expect(screen.page.get_by_test_id("work-call").last).to_contain_text("accepted by key")
    await shot(screen, "dispatcher-calls")
    assert await barriers(screen) == []
