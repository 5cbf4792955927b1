"""The pages of duties, inspections, nonconformities, readings: nothing is cut, nothing fails, axe finds no barrier."""

from typing import Any

import pytest
from playwright.async_api import Browser

from kit.roles import Role
from tests.browser.quality import due, form, of, post
from tests.browser.screen import SIZES, Desk, Screen
from tests.browser.test_pages_look_right import barriers

PLACES = (
    "/duties",
    "/duties/month",
    "/duties?unsigned=true&from=2026-11-01&to=2026-11-30",
    "/inspections?limit=50",
    "/inspections/new?form=weekly",
    "/inspections/1",
    "/findings?limit=50",
    "/findings/1",
    "/nonconformities?open=true",
    "/nonconformities/1",
    "/nonconformities/new",
    "/readings?objective=3&series=property",
    "/readings/1",
    "/readings/new",
)
LONG = "消防通道堆放杂物影响疏散" * 12


async def played(served: Desk) -> list[str]:
    await due(served)
    (meeting,) = await of(served, "meeting")
    await post(served, f"duties/{meeting['id']}/done", {"findings": LONG, "attendees": "李、王"}, Role.AGENT)
    await post(served, "inspections", form(lobbies="minor", safety="major"), Role.DISPATCHER)
    told = {"objective": 3, "series": "property", "total": 100_000, "unit": "元", "evidence": LONG}
    for month in range(1, 12):
        await post(served, "readings", {**told, "day": f"2026-{month:02}-24", "met": 90_000 + month}, Role.AGENT)
    patrol = (await of(served, "patrol"))[0]
    return [*PLACES, f"/duties/{patrol['id']}", f"/duties/{meeting['id']}"]


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [
        ("zh", "telephone", "light"),
        ("en", "telephone", "dark"),
        ("zh", "desktop", "dark"),
        ("en", "desktop", "light"),
        ("zh", "wide", "light"),
        ("en", "wide", "dark"),
    ],
)
async def test_every_page_fits_and_has_no_barrier(
    language: str, size: str, scheme: Any, chromium: Browser, served: Desk
) -> None:
    places = await played(served)
    screen = await Screen.open(chromium, served.url, language, size)
    await screen.page.emulate_media(color_scheme=scheme)
    await screen.sign_in("manager")
    for place in places:
        await screen.go(place)
        width = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert width <= SIZES[size]["width"], place
        assert await barriers(screen) == [], place
    assert screen.unexpected() == []
    await screen.context.close()
