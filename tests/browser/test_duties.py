"""A patrol on a telephone: told as done from click to row, without a network and sent later, once; then signed."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.quality import due, form, of, post
from tests.browser.screen import Desk, Screen

FIELD = "[data-test=do-duty] [name=findings]"


@pytest.fixture
async def telephone(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """Of an agent who walks, with what is due on 25 November."""
    await due(served)
    shown = await Screen.open(chromium, served.url, "zh", "telephone")
    await shown.sign_in("agent")
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def test_a_patrol_is_found_told_as_done_and_is_a_row_of_its_line(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    await telephone.go("/duties")
    await page.get_by_test_id("duty-row").get_by_text("公共区域巡查").first.click()
    await page.fill(FIELD, "3 号楼大堂灯不亮")
    await page.get_by_test_id("do-duty").locator("button").click()
    await expect(page.locator("#duty")).to_contain_text("已完成")
    done = [one for one in await of(served, "patrol") if one["state"] == "done"]
    assert [(one["done_by"], one["findings"]) for one in done] == [("agent", "3 号楼大堂灯不亮")]


async def test_without_a_network_it_is_kept_says_so_and_is_sent_once_when_there_is_one(
    telephone: Screen, served: Desk
) -> None:
    page = telephone.page
    telephone.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    first, _second = await of(served, "patrol")
    await telephone.go(f"/duties/{first['id']}")
    await page.fill(FIELD, "地下室漏水")
    await telephone.context.set_offline(True)
    await page.get_by_test_id("do-duty").locator("button").click()
    await expect(page.get_by_test_id("outbox")).to_contain_text("待发送 1 条")
    await expect(page.locator(FIELD)).to_have_value("")
    await telephone.context.set_offline(False)
    await expect(page.get_by_test_id("outbox")).to_be_hidden()
    await page.click("#outbox-sent a")
    await expect(page.locator("#duty")).to_contain_text("地下室漏水")
    after = await of(served, "patrol")
    assert [(one["state"], one["version"]) for one in after if one["id"] == first["id"]] == [("done", 2)]


async def test_what_is_refused_later_goes_back_into_its_form(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    telephone.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:", "422 (Unprocessable")
    first, second = await of(served, "patrol")
    await telephone.go(f"/duties/{second['id']}")
    await page.fill(FIELD, "一切正常")
    await telephone.context.set_offline(True)
    await page.get_by_test_id("do-duty").locator("button").click()
    await expect(page.get_by_test_id("outbox")).to_be_visible()
    await post(served, f"duties/{first['id']}/done", {}, Role.DISPATCHER)
    await page.fill(FIELD, "又发现一处")
    await telephone.context.set_offline(False)
    await expect(page.locator("#outbox-refused")).to_contain_text("60")
    await page.click("#outbox-refused a")
    await expect(page.locator(FIELD)).to_have_value("一切正常")
    await page.click("#outbox-refused a")
    await expect(page.locator(FIELD)).to_have_value("又发现一处")


async def test_who_signs_out_first_sends_what_waits(telephone: Screen, served: Desk) -> None:
    page = telephone.page
    telephone.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    first, _second = await of(served, "patrol")
    await telephone.go(f"/duties/{first['id']}")
    await expect(page.locator("[data-opens=yes]").first).to_be_visible()  # the icon too is kept
    await telephone.context.set_offline(True)
    await page.get_by_test_id("do-duty").locator("button").click()
    await expect(page.get_by_test_id("outbox")).to_be_visible()
    await page.get_by_test_id("sign-out").click()
    await expect(page.locator("#told")).to_contain_text("尚未退出登录")
    await expect(page.get_by_test_id("outbox")).to_be_visible()
    await telephone.context.set_offline(False)
    await expect(page.get_by_test_id("outbox")).to_be_hidden()
    await page.get_by_test_id("sign-out").click()
    await page.wait_for_url("**/sign-in")


async def test_a_manager_signs_what_waits_for_it(chromium: Browser, served: Desk) -> None:
    await due(served)
    await post(served, "inspections", form(lobbies="minor"), Role.DISPATCHER)
    screen = await Screen.open(chromium, served.url)
    await screen.sign_in("manager")
    await screen.go("/duties")
    await screen.page.get_by_role("link", name="To be signed").click()
    await screen.page.get_by_test_id("duty-row").locator("a").first.click()
    await screen.page.get_by_test_id("action-sign").locator("button").click()
    await expect(screen.page.locator("#duty")).to_contain_text("Signed by")
    assert (await of(served, "daily_inspection", "&date=2026-11-25"))[0]["signed_by"] == "manager"
    assert screen.unexpected() == []
