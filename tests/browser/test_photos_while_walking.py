"""Photos at the points of an inspection, taken before the form is handed in: they outlive the page, and go once."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, expect

from kit.roles import Role
from tests.browser.quality import due
from tests.browser.screen import Desk, Screen
from tests.browser.test_inspecting import ITEMS, choose, walk
from tests.browser.test_pages_look_right import barriers
from tests.integration.web_desk.photos import jpeg


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "lobby.jpg"
    file.write_bytes(jpeg())
    return file


async def at_the_form(chromium: Browser, served: Desk, language: str) -> Screen:
    await due(served)
    screen = await Screen.open(chromium, served.url, language, "telephone")
    await screen.sign_in("dispatcher")
    await screen.go("/inspections/new?form=daily")
    await expect(screen.page.locator("[data-opens=yes]").first).to_be_visible()  # the icon too is kept
    return screen


@pytest.fixture
async def telephone(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    shown = await at_the_form(chromium, served, "zh")
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


def taken(page: Page, item: str) -> Any:
    return page.get_by_test_id(f"point-{item}").locator("[data-taken] li")


async def take(page: Page, item: str, *photos: Path) -> None:
    await page.get_by_test_id(f"point-{item}").get_by_test_id("point-picker").set_input_files(list(photos))
    await expect(taken(page, item)).to_have_count(len(photos))


async def files(served: Desk, record: str, of: int = 1) -> list[Any]:
    path = f"files?record={record}&of={of}"
    found: list[Any] = (await served.web.ask("GET", path, token=await served.token(Role.MANAGER))).body["items"]
    return found


async def fill_in(page: Page) -> None:
    await walk(page, "lobbies")
    await choose(page, "lobbies", "minor")
    await page.fill("[name='what.lobbies']", "地面有水渍")


async def test_photos_of_points_outlive_the_page_and_belong_to_their_point(
    telephone: Screen, served: Desk, photo: Path
) -> None:
    page = telephone.page
    await fill_in(page)
    await take(page, "lobbies", photo)
    await take(page, "lighting", photo, photo)
    await page.reload()  # a telephone ends the page while its camera is open
    await expect(taken(page, "lobbies")).to_have_count(1)
    await taken(page, "lighting").first.locator("button").click()
    await expect(taken(page, "lighting")).to_have_count(1)
    await page.click(".hand-in button")
    await expect(page.locator("[data-kept] img")).to_have_count(2)
    assert sorted(one["part"] for one in await files(served, "inspection")) == ["lighting", "lobbies"]
    assert [one["part"] for one in await files(served, "finding")] == ["lobbies"]
    await page.reload()
    await expect(page.locator("[data-kept]")).to_contain_text("大堂、电梯、楼道保洁")
    await telephone.go("/findings/1")
    await expect(page.locator("[data-kept] img")).to_have_count(1)
    await telephone.go("/inspections/new?form=daily")
    await expect(page.locator("[data-taken] li")).to_have_count(0)


async def test_a_walk_without_a_network_is_sent_later_with_its_photos_once(
    telephone: Screen, served: Desk, photo: Path
) -> None:
    page = telephone.page
    telephone.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:")
    await telephone.context.set_offline(True)
    for count, department in enumerate(("客服部", "工程部"), start=1):
        await page.fill("[name=department]", department)
        await walk(page)
        await take(page, "lobbies", photo)
        await page.click(".hand-in button")
        await expect(page.get_by_test_id("outbox")).to_contain_text(f"待发送 {count} 条")
        await expect(taken(page, "lobbies")).to_have_count(0)
    await telephone.context.set_offline(False)
    await expect(page.locator("#outbox-sent a")).to_have_count(2)
    await expect(page.get_by_test_id("photos-wait")).to_be_hidden()
    for number in (1, 2):
        await expect_files(served, number, ["lobbies"])


async def expect_files(served: Desk, number: int, parts: list[str]) -> None:
    assert [one["part"] for one in await files(served, "inspection", number)] == parts


async def test_photos_that_cannot_be_sent_yet_are_told_on_every_page_and_signing_out_waits(
    telephone: Screen, served: Desk, photo: Path
) -> None:
    page = telephone.page
    telephone.expected = ("Failed to load resource", "ERR_FAILED")
    await page.route("**/api/v1/files?**", lambda route: route.abort())
    await walk(page)
    await take(page, "lobbies", photo)
    await page.click(".hand-in button")
    await expect(page.locator("[data-waiting] li")).to_have_count(1)
    await telephone.go("/inspections")
    await expect(page.get_by_test_id("photos-wait")).to_contain_text("待发送照片 1 张")
    async with page.expect_event("requestfailed"):
        await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("photos-wait")).to_be_visible()
    await page.unroute("**/api/v1/files?**")
    await page.get_by_test_id("sign-out").click()  # it sends them, and the next click signs out
    await expect(page.get_by_test_id("photos-wait")).to_be_hidden()
    await expect_files(served, 1, ["lobbies"])
    await page.get_by_test_id("sign-out").click()
    await expect(page.get_by_test_id("sign-in-form")).to_be_visible()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_form_with_photos_fits_a_telephone_and_has_no_barrier(
    language: str, chromium: Browser, served: Desk, photo: Path
) -> None:
    screen = await at_the_form(chromium, served, language)
    await choose(screen.page, ITEMS[0], "minor")
    await take(screen.page, ITEMS[0], photo, photo)
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/walk-{language}.png", full_page=True)
    assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 390
    sizes = await screen.page.eval_on_selector_all(
        ".point-photos .picker, [data-taken] button", "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(sizes) >= 48
    assert await barriers(screen) == []
    assert screen.unexpected() == []
    await screen.context.close()
