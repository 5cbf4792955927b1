"""Shifts in a browser: people put in by keyboard, somebody else's change shown, notes handed over, all of it live."""

import asyncio
import os
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.browser.screen import SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.integration.console.shifts import TODAY, desk_with_shifts
from tests.unit.ticketing.moments import at
from thirdring.commands.token import create_token
from thirdring.settings import Settings
from ticketing.workflows.service_desk import ServiceDesk


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return desk_with_shifts(pool)


async def roster(served: Desk, shift: str, *people: str, day: str = TODAY, version: int = 0) -> None:
    """Entered by the manager."""
    token = await served.token(Role.MANAGER)
    said = {"people": list(people), "managers": []}
    answer = await served.web.ask("PUT", f"shifts/{day}/{shift}", said, token=token, If_Match=f'"{version}"')
    assert answer.status == 200, answer.body


async def asked(served: Desk, method: str, path: str, role: Role, body: Any = None) -> Any:
    answer = await served.web.ask(method, path, body, token=await served.token(role))
    assert answer.status in (200, 201), answer.body
    return answer.body


def turn(screen: Screen, shift: str, day: str = TODAY) -> Any:
    return screen.page.locator(f"#day-{day} [data-shift={shift}]")


async def test_people_are_put_in_one_after_the_other_by_keyboard(screen: Screen) -> None:
    await screen.go("/shifts")
    keys, cell = screen.page.keyboard, turn(screen, "day")
    await expect(cell).to_contain_text("nobody")
    await cell.locator("summary").focus()
    await keys.press("Enter")
    await keys.press("Tab")
    await keys.type("zhang")
    await keys.press("Enter")
    await expect(cell).to_contain_text("1 is missing")
    field = cell.locator("[name=add]")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("")
    await keys.type("li")
    await keys.press("Enter")
    await expect(cell.get_by_test_id("short")).to_have_count(0)
    await cell.get_by_test_id("take-out").first.press("Enter")
    await expect(cell).to_contain_text("1 is missing")
    await expect(cell.get_by_test_id("seat")).to_have_text(["li"])


async def test_somebody_elses_change_is_shown_and_nothing_is_lost(screen: Screen, served: Desk) -> None:
    screen.expected = ("409 (Conflict)", "Response Status Error Code 409")
    await screen.go("/shifts")
    cell = turn(screen, "day")
    await cell.locator("summary").click()
    await cell.locator("[name=add]").fill("zhang")
    await roster(served, "day", "wang")
    await cell.get_by_test_id("put-in").click()
    told = screen.page.get_by_test_id("side-by-side")
    await expect(told).to_contain_text("wang")
    await expect(told).to_contain_text("+ zhang")
    await expect(cell.locator("[name=add]")).to_have_value("zhang")
    await cell.get_by_test_id("put-in").click()
    await expect(cell.get_by_test_id("seat")).to_have_text(["wang", "zhang"])


async def test_the_week_and_who_is_on_follow_what_others_enter(screen: Screen, served: Desk) -> None:
    async with screen.page.expect_request("**/api/v1/live"):
        await screen.go("/shifts")
    await screen.page.wait_for_timeout(300)
    await roster(served, "day", "wang", "zhang")
    await expect(turn(screen, "day").get_by_test_id("seat")).to_have_text(["wang", "zhang"])
    await expect(screen.page.get_by_test_id("turn-now")).to_contain_text("wang")
    await roster(served, "night", "sun", day="2026-11-27")
    await expect(turn(screen, "night", "2026-11-27").get_by_test_id("seat")).to_have_text(["sun"])


async def test_a_form_that_is_open_is_not_taken_away_by_what_others_enter(screen: Screen, served: Desk) -> None:
    async with screen.page.expect_request("**/api/v1/live"):
        await screen.go("/shifts")
    cell = turn(screen, "day")
    await cell.locator("summary").click()
    await cell.locator("[name=add]").type("zha")
    await roster(served, "night", "sun")
    await asyncio.sleep(1.5)
    await expect(cell.locator("[name=add]")).to_have_value("zha")
    await screen.page.locator("h1").first.click()
    await expect(turn(screen, "night").get_by_test_id("seat")).to_have_text(["sun"])
    await expect(cell.locator("[name=add]")).to_have_value("zha")


async def test_a_note_is_taken_over_at_the_desk_of_the_next_shift(chromium: Browser, served: Desk) -> None:
    await roster(served, "day", "agent")
    await roster(served, "night", "agent")
    shown = await Screen.open(chromium, served.url, size="telephone")
    await shown.sign_in("agent")
    page = shown.page
    await shown.go(f"/shifts/turns/{TODAY}/day")
    await page.locator("#write textarea").fill("2 单元电梯停用")
    await page.locator("#write button").click()
    await expect(page.get_by_test_id("note")).to_contain_text("2 单元电梯停用")
    await expect(page.locator("#write textarea")).to_have_value("")
    served.web.clock.at_us = at("2026-11-25 20:10")
    await shown.go("/desk")
    now = page.get_by_test_id("on-duty")
    await expect(now).to_contain_text("2 单元电梯停用")
    await now.get_by_test_id("taken").click()
    await expect(now).not_to_contain_text("2 单元电梯停用")
    assert shown.unexpected() == []
    await shown.context.close()


async def test_the_wall_shows_who_is_on_and_who_comes_next(chromium: Browser, served: Desk, settings: Settings) -> None:
    await played(served)
    shown = await Screen.open(chromium, served.url, "zh", "wide")
    await shown.go(f"/wall#{await create_token(settings, Role.WALL, 'lobby', None)}")
    rows = shown.page.get_by_test_id("wall-on-shift").locator("li")
    await expect(rows.first).to_contain_text("白班 至 20:00 sun")
    await expect(rows.first).to_contain_text("缺 1 人")
    await expect(rows.last).to_contain_text("夜班 20:00 起")
    await expect(rows.last).to_contain_text("无人当班")
    assert await shown.page.evaluate("document.documentElement.scrollHeight") <= SIZES["wide"]["height"]
    assert await barriers(shown) == []
    if "SHOTS" in os.environ:
        await shown.page.screenshot(path=f"{os.environ['SHOTS']}/shifts-wall.png")
    assert shown.unexpected() == []
    await shown.context.close()


async def played(served: Desk) -> None:
    await roster(served, "day", "zhang", "li")
    await roster(served, "night", "wang", day="2026-11-24")
    times = {"since": "2026-11-25T00:00:00+08:00", "until": "2026-11-27T00:00:00+08:00"}
    for person, stand_in in (("zhang", "sun"), ("li", None)):
        body = {"person": person, "stand_in": stand_in, "note": "年假" * 20, **times}
        await asked(served, "POST", "absences", Role.MANAGER, body)
    await asked(served, "POST", f"shifts/{TODAY}/day/notes", Role.MANAGER, {"text": "电梯停用，厂家 9 点到。" * 8})


@pytest.mark.parametrize("size", ["desktop", "telephone"])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_pages_of_shifts_fit_and_have_no_barrier(
    chromium: Browser, served: Desk, language: str, size: str
) -> None:
    await played(served)
    screen = await Screen.open(chromium, served.url, language, size)
    await screen.sign_in("manager")
    for name, place in (
        ("week", "/shifts"),
        ("turn", f"/shifts/turns/{TODAY}/day"),
        ("absences", "/shifts/absences"),
        ("sheet", "/shifts/sheet"),
        ("today", "/"),
        ("desk", "/desk"),
    ):
        await screen.go(place)
        await screen.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], place
        assert await barriers(screen) == [], place
        if "SHOTS" in os.environ:
            shot = f"{os.environ['SHOTS']}/shifts-{name}-{language}-{size}.png"
            await screen.page.screenshot(path=shot, full_page=True)
    assert screen.unexpected() == []
