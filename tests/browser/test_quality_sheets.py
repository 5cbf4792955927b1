"""Nonconformities and readings in the browser: from click to row; what was typed stays where somebody was faster."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.quality import due, post
from tests.browser.screen import Desk, Screen


@pytest.fixture
async def manager(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """On a telephone, in Chinese."""
    await due(served)
    shown = await Screen.open(chromium, served.url, "zh", "telephone")
    await shown.sign_in("manager")
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def test_a_nonconformity_is_found_and_issued_although_somebody_was_faster(manager: Screen, served: Desk) -> None:
    manager.expected = ("409 (Conflict)", "Response Status Error Code 409")
    one = await post(served, "nonconformities", {"title": "通道堵塞"}, Role.AGENT)
    page, reject = manager.page, "[data-test=action-reject] [name=why]"
    await manager.go("/nonconformities")
    await page.get_by_test_id("nonconformity-row").locator("a").click()
    await page.get_by_test_id("action-issue").locator("summary").click()
    await page.fill("[name=responsible]", "工程部 赵")
    await page.fill("[name=due]", "2026-11-27")
    await page.get_by_test_id("action-issue").locator("button").click()
    await expect(page.locator("#nonconformity")).to_contain_text("已开具")
    path = f"nonconformities/{one['id']}/actions"
    acted = {"action": "act", "corrective": "清理通道", "preventive": "每日巡查"}
    await post(served, path, acted, Role.AGENT, 2)
    await manager.go(f"/nonconformities/{one['id']}")
    await page.get_by_test_id("action-reject").locator("summary").click()
    await page.fill(reject, "现场仍堵")
    await post(served, path, {"action": "verify", "why": "看过"}, Role.ADMIN, 3)
    await page.get_by_test_id("action-reject").locator("button").click()
    await expect(page.locator("#told")).to_contain_text("已验证")
    await expect(page.locator(reject)).to_have_value("现场仍堵")
    await page.get_by_test_id("action-reject").locator("button").click()
    await expect(page.get_by_test_id("nonconformity-story")).to_contain_text("现场仍堵")


async def test_a_reading_is_entered_and_a_draft_of_it_outlives_a_reload(manager: Screen, served: Desk) -> None:
    page = manager.page
    await manager.go("/readings/new")
    await page.select_option("[name=objective]", "3")
    await page.fill("[name=met]", "91.5")
    await page.reload()
    await expect(page.locator("[name=met]")).to_have_value("91.5")
    await page.fill("[name=total]", "100")
    await page.get_by_test_id("reading-form").locator("button").click()
    await expect(page.locator("#reading")).to_contain_text("已确认")
    found = await served.web.ask("GET", "readings", token=await served.token(Role.MANAGER))
    assert [(one["met"], one["total"], one["state"]) for one in found.body["items"]] == [(91.5, 100, "confirmed")]


async def test_what_an_agent_entered_is_confirmed_with_one_press(manager: Screen, served: Desk) -> None:
    body = {"objective": 18, "day": "2026-11-24", "series": "cleaning", "met": 19, "total": 20}
    await post(served, "readings", body, Role.AGENT)
    await manager.go("/readings?state=told")
    await manager.page.get_by_test_id("reading-row").locator("a").click()
    await manager.page.get_by_test_id("action-confirm").locator("button").click()
    await expect(manager.page.locator("#reading")).to_contain_text("已确认")
