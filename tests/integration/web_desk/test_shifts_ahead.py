"""Who is on shift in the next three days, as the relay asks for it."""

from collections.abc import AsyncIterator

import pytest

from kit.database.pool import DatabasePool
from kit.roles import READERS, RELAYS, Role
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_shifts_over_http import SHIFTS, add_absence, put, web_with
from ticketing.shifts.patterns import ShiftRules


@pytest.fixture
async def web(pool: DatabasePool) -> AsyncIterator[DeskWeb]:
    async for opened in web_with(pool, SHIFTS):
        yield opened


async def test_the_relay_is_told_who_is_on_and_who_stands_in(web: DeskWeb) -> None:
    await put(web, ["王芳", "李强"], ["赵敏"])
    await add_absence(web, "李强", "陈刚", since="2026-12-01T05:00:00Z")
    shown = await web.get("shifts/ahead", Role.RELAY)
    assert shown["items"] == [
        {
            "since": "2026-12-01T04:00:00.000000Z",
            "until": "2026-12-01T05:00:00.000000Z",
            "people": ["王芳", "李强"],
            "managers": ["赵敏"],
        },
        {
            "since": "2026-12-01T05:00:00.000000Z",
            "until": "2026-12-01T12:00:00.000000Z",
            "people": ["王芳", "陈刚"],
            "managers": ["赵敏"],
        },
    ]


async def test_its_token_opens_nothing_else(web: DeskWeb) -> None:
    statuses = {
        path: (await web.ask("GET", path, None, Role.RELAY)).status for path in ("shifts", "shifts/now", "calls")
    }
    assert set(statuses.values()) == {403}
    assert (await put(web, [], [], role=Role.RELAY)).status == 403
    assert READERS | {Role.RELAY} == RELAYS
    assert (await web.ask("GET", "shifts/ahead", None, Role.WALL)).status == 403


async def test_without_shifts_nobody_is_on(pool: DatabasePool) -> None:
    async for web in web_with(pool, ShiftRules()):
        assert (await web.get("shifts/ahead", Role.RELAY))["items"] == []
