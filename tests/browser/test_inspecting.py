"""An inspection filled in on a telephone while walking: by click, by key, without a network; nothing typed is lost."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from kit.roles import Role
from tests.browser.quality import due, form, post
from tests.browser.screen import Desk, Screen
from ticketing.inspections.forms import FORMS

ITEMS = [item.key for item in FORMS["daily"].items]


@pytest.fixture
async def telephone(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """Of a head of department, at the daily form."""
    await due(served)
    shown = await Screen.open(chromium, served.url, "zh", "telephone")
    await shown.sign_in("dispatcher")
    await shown.go("/inspections")
    await shown.page.get_by_role("link", name="填写日检查表").click()
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def choose(page: Page, item: str, result: str) -> None:
    await page.click(f"label[for={item}-{result}]")


async def walk(page: Page, *without: str) -> None:
    for item in ITEMS:
        if item not in without:
            await choose(page, item, "ok")


async def inspections(served: Desk) -> list[Any]:
    answer = await served.web.ask("GET", "inspections", token=await served.token(Role.MANAGER))
    found: list[Any] = answer.body["items"]
    return found


async def test_a_walk_ends_in_rows_findings_and_a_nonconformity(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    await page.fill("[name=department]", "客服部")
    await walk(page, "lobbies", "safety")
    await choose(page, "lobbies", "minor")
    await page.fill("[name='place.lobbies']", "3 号楼大堂")
    await page.fill("[name='what.lobbies']", "地面有水渍")
    await choose(page, "safety", "major")
    await page.fill("[name='what.safety']", "消防通道堵塞")
    await expect(page.locator("[data-progress]")).to_have_text("已填 11 / 11 项")
    await page.click(".hand-in button")
    await expect(page.locator("h1")).to_contain_text("日检查表 · 客服部")
    await expect(page.get_by_test_id("point-row")).to_have_count(11)
    await expect(page.locator("main")).to_contain_text("3 号楼大堂 · 地面有水渍")
    (one,) = await inspections(served)
    assert (one["department"], one["ok_count"], one["minor_count"], one["major_count"]) == ("客服部", 9, 1, 1)
    await page.get_by_test_id("point-row").filter(has_text="消防通道").get_by_role("link", name="后续处理").click()
    await expect(page.locator("#finding")).to_contain_text("已开具不合格单")


async def test_every_button_is_large_enough_for_a_thumb_and_the_next_point_comes_into_sight(telephone: Screen) -> None:
    page = telephone.page
    sizes = await page.eval_on_selector_all(
        ".verdict > label, .hand-in button", "all => all.map(one => one.getBoundingClientRect()).map(one => one.height)"
    )
    assert min(sizes) >= 48
    await page.emulate_media(reduced_motion="reduce")
    await choose(page, "attendance", "ok")
    await expect(page.locator("#appearance-ok + label")).to_be_in_viewport()


async def test_what_is_not_in_order_asks_for_words_before_it_is_sent(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    await expect(page.locator("[name='what.lobbies']")).to_be_hidden()
    await walk(page, "lobbies")
    await choose(page, "lobbies", "minor")
    await page.click(".hand-in button")
    await expect(page.locator("[name='what.lobbies']")).to_be_focused()
    assert await inspections(served) == []


async def test_what_is_filled_in_outlives_a_reload_point_by_point(telephone: Screen) -> None:
    page = telephone.page
    await page.fill("[name=department]", "工程部")
    await choose(page, "attendance", "ok")
    await choose(page, "lobbies", "minor")
    await page.fill("[name='what.lobbies']", "地面有水渍")
    await page.reload()
    await expect(page.locator("[name=department]")).to_have_value("工程部")
    await expect(page.locator("[name='what.lobbies']")).to_have_value("地面有水渍")
    await expect(page.locator("#attendance-ok")).to_be_checked()
    await expect(page.locator("[data-progress]")).to_have_text("已填 2 / 11 项")


async def test_two_departments_are_inspected_without_a_network_and_sent_later_once(
    telephone: Screen, served: Desk
) -> None:
    page = telephone.page
    telephone.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    await telephone.context.set_offline(True)
    for count, department in enumerate(("客服部", "工程部"), start=1):
        await page.fill("[name=department]", department)
        await walk(page)
        await page.click(".hand-in button")
        await expect(page.get_by_test_id("outbox")).to_contain_text(f"待发送 {count} 条")
        await expect(page.locator("[data-progress]")).to_have_text("已填 0 / 11 项")
    assert await inspections(served) == []
    await telephone.context.set_offline(False)
    await expect(page.get_by_test_id("outbox")).to_be_hidden()
    await expect(page.locator("#outbox-sent a")).to_have_count(2)
    assert sorted(one["department"] for one in await inspections(served)) == ["客服部", "工程部"]


async def test_an_answer_that_was_lost_makes_no_second_inspection(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    telephone.expected = ("ERR_", "htmx:")
    lost = 0

    async def lose(route: Any) -> None:
        nonlocal lost
        lost += 1
        if lost == 1:
            await route.fetch()
            await route.abort()
        else:
            await route.continue_()

    await page.route("**/inspections", lose)
    await walk(page)
    await page.click(".hand-in button")
    await expect(page.get_by_test_id("outbox")).to_be_visible()
    await page.reload()
    await expect(page.locator("#outbox-sent a")).to_have_count(1)
    assert len(await inspections(served)) == 1
    assert lost == 2


async def test_it_is_filled_in_by_keys_alone(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    await page.focus("[name=day]")
    for item in ITEMS:
        await page.focus(f"#{item}-ok")
        await page.keyboard.press("Space")
    await page.focus(".hand-in button")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("point-row")).to_have_count(11)
    assert len(await inspections(served)) == 1


async def test_the_weekly_form_looks_again_at_what_was_found(chromium: Browser, served: Desk) -> None:
    await due(served)
    await post(served, "inspections", form(lobbies="minor", lighting="minor"), Role.DISPATCHER)
    screen = await Screen.open(chromium, served.url, "en", "telephone")
    await screen.sign_in("manager")
    await screen.go("/inspections/new?form=weekly")
    page = screen.page
    for item in FORMS["weekly"].items:
        await choose(page, item.key, "ok")
    await page.click("label[for=again-1-ok]")
    await page.click("label[for=again-2-not]")
    await page.fill("[name='again_what.2']", "仍不亮")
    await page.click(".hand-in button")
    await expect(page.get_by_test_id("point-row")).to_have_count(13)
    states = (await served.web.ask("GET", "findings", token=await served.token(Role.MANAGER))).body["items"]
    assert {one["id"]: one["state"] for one in states} == {1: "closed", 2: "escalated"}
    assert screen.unexpected() == []


async def test_a_finding_is_corrected_by_word_on_its_page(chromium: Browser, served: Desk) -> None:
    await due(served)
    await post(served, "inspections", form(lobbies="minor"), Role.DISPATCHER)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.sign_in("agent")
    await screen.go("/findings")
    await screen.page.get_by_test_id("finding-row").locator("a").click()
    await screen.page.get_by_test_id("action-correct").locator("summary").click()
    await screen.page.fill("[data-test=action-correct] [name=why]", "已补扫")
    await screen.page.get_by_test_id("action-correct").locator("button").click()
    await expect(screen.page.locator("#finding")).to_contain_text("已口头整改")
    await expect(screen.page.get_by_test_id("finding-story")).to_contain_text("已补扫")
    assert screen.unexpected() == []
