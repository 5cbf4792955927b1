"""Every page, in both languages and at each size: nothing is cut, nothing fails, and axe finds no barrier."""

from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser

from tests.browser.screen import SIZES, Desk, Screen
from tests.integration.web.site_in_memory import answered_call

AXE = Path(__file__).parents[2] / "console" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
PLACES = (
    "/",
    "/tickets?active=true",
    "/tickets?status=cancelled",
    "/tickets/new",
    "/households?limit=100",
    "/households?q=zzzz",
    "/households/1",
    "/households/new",
    "/places?retired=false",
    "/places/1",
    "/callbacks?open=true",
    "/callbacks?state=unreachable",
    "/calls?live=false",
    "/sheet",
    "/sheet/10?outcome=missed",
    "/desk",
    "/surveys?limit=50",
    "/surveys/new",
    "/calls/main/1764036000.1",
    "/calls/main/1.1",
    "/api",
    "/without-network",
)


async def played(served: Desk) -> str:
    """A day at the desk in small. Returns the number of a ticket with everything on it."""
    served.web.web.site.calls.calls.append(answered_call())  # type: ignore[attr-defined]
    complaint = await served.opened(category="complaint", title="楼上装修太吵" * 6, contact="张三丰", priority="urgent")
    await served.act(complaint, "dispatch", trade="秩序")
    moving = await served.opened(category="move_in", title="入住", phone="13800138000")
    moving = await served.act(moving, "dispatch", assignee="dispatcher")
    moving = await served.act(moving, "pause", why="等业主", pause="waiting_for_owner")
    number = str(moving["number"])
    token = served.tokens[next(iter(served.tokens))]
    home = {"estate": "桂花苑", "building": "1", "unit": "1", "room": "101", "notes": "家有老人" * 40}
    people = [{"name": "张三丰", "part": "owner", "phones": ["13800138000", "02161234567"]}]
    await served.web.ask("POST", "households", {**home, "people": people}, token=token)
    await served.web.ask("POST", "places", {"kind": "lift", "name": "3号电梯", "building": "1"}, token=token)
    await served.web.ask("POST", "callbacks", {"ticket": number}, token=token)
    return number


async def barriers(screen: Screen) -> list[Any]:
    await screen.page.evaluate(AXE.read_text("utf-8"))
    found = await screen.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found["violations"]]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_page_fits_and_has_no_barrier(language: str, size: str, chromium: Browser, served: Desk) -> None:
    number = await played(served)
    screen = await Screen.open(chromium, served.url, language, size)
    screen.expected = ("404 (Not Found)",)
    await screen.go("/sign-in")
    assert await barriers(screen) == []
    await screen.sign_in("manager")
    for place in (*PLACES, f"/tickets/{number}"):
        await screen.go(place)
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], place
        assert await barriers(screen) == [], place
    assert screen.unexpected() == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_colours_can_be_read_in_light_and_dark_and_at_200_percent(
    scheme: Any, chromium: Browser, served: Desk
) -> None:
    number = await played(served)
    screen = await Screen.open(chromium, served.url)
    await screen.page.emulate_media(color_scheme=scheme)
    await screen.page.set_viewport_size({"width": 720, "height": 450})  # 1440x900 at 200 %
    await screen.sign_in("manager")
    for place in ("/tickets?active=true", f"/tickets/{number}", "/callbacks?open=true", "/calls/main/1764036000.1"):
        await screen.go(place)
        assert await screen.page.evaluate("document.documentElement.scrollWidth") <= 720, place
        assert await barriers(screen) == [], place
    assert screen.unexpected() == []
