"""The wall: for a screen that nobody sits at, with the token of that screen."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Route, expect

from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.integration.web.site_in_memory import T0, ringing_call
from tests.integration.web_desk.conftest import ZHANG
from thirdring.commands.token import create_token
from thirdring.settings import Settings

SECOND_US = 1_000_000


@pytest.fixture
async def token(served: Desk, database_url: str, data_dir: Path) -> str:
    settings = Settings.model_validate({"data_dir": str(data_dir), "database": {"url": database_url}})
    return await create_token(settings, Role.WALL, "lobby", None)


@pytest.fixture
async def wall(chromium: Browser, served: Desk, token: str) -> AsyncIterator[Screen]:
    shown = await Screen.open(chromium, served.url, size="wide")
    shown.expected = ("401 (Unauthorized)", "403 (Forbidden)", "net::ERR", "503 (Service")
    await shown.go(f"/wall#{token}")
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


async def asked(served: Desk) -> None:
    one = await served.opened(phone=ZHANG, title="水管漏水")
    await served.act(one, "resolve", resolution="已修好")


async def test_it_shows_both_promises_and_keeps_the_token_out_of_the_address(
    wall: Screen, served: Desk, token: str
) -> None:
    await asked(served)
    served.web.clock.at_us += 10 * SECOND_US
    await expect(wall.page.get_by_test_id("wall-called_back")).to_contain_text("1 more by 20:30")
    await expect(wall.page.get_by_test_id("wall-banner")).to_be_hidden()
    assert token not in wall.page.url
    await wall.page.reload()
    await expect(wall.page.get_by_test_id("wall-called_back")).to_contain_text("0 / 1")
    assert await barriers(wall) == []


async def test_a_call_that_rings_has_its_dots_and_no_number(wall: Screen, served: Desk) -> None:
    call = ringing_call("1764036000.9", T0)
    served.live.append(call)
    served.web.clock.at_us = T0 + 100_000 + 11 * SECOND_US
    row = wall.page.get_by_test_id("wall-call")
    await expect(row.locator(".dots i.on")).to_have_count(3)
    await expect(row).to_have_class("risk")
    assert "138" not in await wall.page.inner_text("main")
    served.live.clear()
    await expect(row).to_have_count(0)


async def test_when_it_is_not_live_it_turns_grey_and_says_so(wall: Screen) -> None:
    await expect(wall.page.get_by_test_id("wall-age")).to_contain_text("data 0 s old")
    await wall.page.route("**/api/v1/wall", lambda route: route.abort())
    banner = wall.page.get_by_test_id("wall-banner")
    await expect(banner).to_contain_text("NOT LIVE for 00:0")
    assert "stale" in (await wall.page.get_attribute("body", "class") or "")
    await wall.page.unroute("**/api/v1/wall")
    await expect(banner).to_be_hidden()


async def test_after_a_restart_of_the_service_it_loads_itself_anew(wall: Screen, served: Desk) -> None:
    await expect(wall.page.get_by_test_id("wall-age")).to_contain_text("data")
    async with wall.page.expect_navigation():
        served.web.web.site.live.run = "another"
    await expect(wall.page.get_by_test_id("wall-age")).to_contain_text("data")


async def test_without_a_token_it_says_what_to_do_and_shows_no_form(chromium: Browser, served: Desk) -> None:
    shown = await Screen.open(chromium, served.url, size="wide")
    shown.expected = ("401 (Unauthorized)",)
    await shown.go("/wall#tr_" + "x" * 43)
    await expect(shown.page.get_by_test_id("wall-banner")).to_contain_text("token create --role wall")
    await expect(shown.page.locator("form, input")).to_have_count(0)
    assert shown.unexpected() == []
    await shown.context.close()


async def test_figures_of_a_database_that_does_not_answer_are_grey(wall: Screen) -> None:
    async def old(route: Route) -> None:
        answer = await route.fetch()
        body: Any = await answer.json()
        await route.fulfill(
            response=answer, json={**body, "figures": {**body["figures"], "at": "2025-01-01T00:00:00Z"}}
        )

    await wall.page.route("**/api/v1/wall", old)
    await expect(wall.page.get_by_test_id("wall-banner")).to_contain_text("The database does not answer")
    assert "old-figures" in (await wall.page.get_attribute("body", "class") or "")
