"""Codes at the points: printed by a manager, scanned on the way with and without a network, and seen by who signs."""

import os
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdf
import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.quality import due
from tests.browser.screen import Desk, Screen
from tests.browser.test_inspecting import inspections, walk
from tests.browser.test_pages_look_right import barriers


async def shot(screen: Screen, name: str) -> None:
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/patrol-{name}.png", full_page=True)


async def codes_of(served: Desk) -> dict[str, str]:
    token = await served.token(Role.MANAGER)
    answer = await served.web.ask("POST", "patrol-codes", {"form": "daily"}, token=token)
    return {one["item"]: one["path"] for one in answer.body["items"]}


@pytest.mark.parametrize(("language", "size"), [("zh", "telephone"), ("en", "desktop")])
async def test_a_manager_makes_prints_and_replaces_codes(
    language: str, size: str, chromium: Browser, served: Desk, tmp_path: Path
) -> None:
    screen = await Screen.open(chromium, served.url, language, size)
    page = screen.page
    await screen.sign_in("manager")
    await screen.go("/inspections?limit=50")
    await page.locator("a[href='/inspections/codes']").click()
    await page.get_by_test_id("make-codes").click()
    await expect(page.get_by_test_id("print-codes")).to_be_visible()
    await shot(screen, f"codes-{language}")
    assert await barriers(screen) == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    async with page.expect_download() as waited:
        await page.get_by_test_id("print-codes").click()
    await (await waited.value).save_as(tmp_path / "codes.pdf")
    printed = pypdf.PdfReader(tmp_path / "codes.pdf").pages
    assert len(printed) == 2  # eleven codes, eight a page
    assert "/inspections/new?form=daily#p." in "".join(page.extract_text() for page in printed).replace("\n", "")
    before = await codes_of(served)
    before_tag = before["attendance"].rpartition(".")[2]
    tag = page.get_by_test_id("tag").first
    await tag.locator("form button").click()
    address = await tag.locator("[data-copy]").get_attribute("data-copy")
    assert address is not None
    assert address.startswith(f"{served.url}/inspections/new?form=daily#p.attendance.")
    assert before_tag not in address
    assert await barriers(screen) == []
    await shot(screen, f"tags-{language}")
    await page.get_by_test_id("code-row").first.locator("form button").first.click()
    await expect(page.get_by_test_id("code-row")).to_have_count(11)
    await page.wait_for_load_state("networkidle")
    after = await codes_of(served)
    assert [item for item in before if before[item] != after[item]] == ["attendance"]
    assert screen.unexpected() == []
    await screen.context.close()


async def test_a_code_opens_its_point_and_waits_without_a_network(chromium: Browser, served: Desk) -> None:
    await due(served)
    known = await codes_of(served)
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "Failed to load resource")
    page = screen.page
    await screen.sign_in("dispatcher")
    await screen.go("/inspections/new?form=daily")
    await page.fill("[name=department]", "客服部")
    async with page.expect_response("**/api/v1/patrol-scans") as answered:
        await screen.go(known["safety"])
    assert (await answered.value).status == 204
    told = page.get_by_test_id("point-safety").locator("[data-scan-told]")
    await expect(told).to_contain_text("已扫码")
    await expect(page.locator("[name=department]")).to_have_value("客服部")  # the form that is running
    await expect(page.locator("#safety-ok")).to_be_focused()
    await expect(page.get_by_test_id("point-safety").locator("legend")).to_be_in_viewport()
    assert "#" not in page.url
    await screen.context.set_offline(True)
    await page.evaluate("at => { location.hash = at; }", known["lobbies"].partition("#")[2])
    await expect(page.get_by_test_id("point-lobbies").locator("[data-scan-told]")).to_contain_text("已扫码")
    await shot(screen, "scanned-zh")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    async with page.expect_response("**/api/v1/patrol-scans") as later:
        await screen.context.set_offline(False)  # the browser says so to the page
    assert (await later.value).status == 204
    await walk(page)
    await page.click(".hand-in button")
    await expect(page.get_by_test_id("point-row")).to_have_count(11)
    await expect(page.get_by_test_id("scans").filter(has_text="固定二维码")).to_have_count(2)
    await shot(screen, "inspection-zh")
    assert await barriers(screen) == []
    assert await page.evaluate("document.documentElement.scrollWidth") <= 390
    (one,) = await inspections(served)
    found: Any = await served.web.ask("GET", f"inspections/{one['id']}", token=await served.token(Role.MANAGER))
    assert {scan["item"] for scan in found.body["scans"]} == {"safety", "lobbies"}
    assert screen.unexpected() == []
    await screen.context.close()


async def test_the_time_of_a_scan_is_that_of_the_site_wherever_the_telephone_is(
    chromium: Browser, served: Desk
) -> None:
    await due(served)
    path = (await codes_of(served))["safety"]
    context = await chromium.new_context(timezone_id="America/New_York", locale="en-GB")
    screen = Screen(context, await context.new_page(), served.url)
    await screen.sign_in("dispatcher")
    before = datetime.now(ZoneInfo("Asia/Shanghai"))
    await screen.go(path)
    told = screen.page.get_by_test_id("point-safety").locator("[data-scan-told]")
    await expect(told).to_be_visible()
    times = (before, datetime.now(ZoneInfo("Asia/Shanghai")))
    assert (await told.inner_text()).partition(": ")[2] in {f"{at:%H:%M}" for at in times}
    await context.close()
