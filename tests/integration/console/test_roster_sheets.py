"""The page on which a dispatcher imports a roster."""

from collections.abc import Callable
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.console.shifts import desk_with_shifts
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_roster_sheets import asked, previewed
from ticketing.workflows.service_desk import ServiceDesk

LIST = "日期,班次,人员,值班经理\n2026-11-26,白班,zhang、李新,wang\n2026-11-26,夜班,sun,\n".encode()
WRONG = "日期,班次,人员\n2026-11-26,中班,zhang\n".encode()


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return desk_with_shifts(pool)


async def test_a_dispatcher_looks_at_a_roster_and_imports_it(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    dispatcher = browse(Role.DISPATCHER)
    assert 'data-upload="/api/v1/shift-sheets"' in (await dispatcher.get("/shifts/sheet")).text
    found = await previewed(desk_web, LIST)
    at = f"/shifts/sheet/{found['id']}"
    shown = await dispatcher.get(at)
    assert "4 people from 2026-11-26 to 2026-11-26, on a shift 4 times." in shown.words
    assert "Not known here: 李新" in shown.words
    assert (await dispatcher.send(f"{at}/import")).status == 422
    assert (await dispatcher.send(f"{at}/import", with_unknown_people="true")).status == 200
    await settled(desk_web, found)
    assert "2 shifts added, 0 changed, 0 as they were." in (await dispatcher.get(at, part=True)).words
    assert "zhang 李新 Duty manager wang" in (await dispatcher.get("/shifts")).words
    assert (await dispatcher.send(f"{at}/drop")).headers["HX-Redirect"] == "/shifts/sheet"


async def test_what_is_wrong_is_told_and_nothing_is_imported(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    found = await previewed(desk_web, WRONG)
    shown = await browse(Role.DISPATCHER).get(f"/shifts/sheet/{found['id']}")
    assert "nothing is imported while there are any" in shown.words
    assert 'data-test="import"' not in shown.text
    assert "班次" in shown.words


async def test_a_roster_of_days_that_are_past_is_warned_of(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    for sheet, warned in ((LIST, False), (LIST.replace(b"2026-11-26", b"2026-10-26"), True)):
        found = await previewed(desk_web, sheet)
        shown = await browse(Role.DISPATCHER).get(f"/shifts/sheet/{found['id']}")
        assert ("Most of these days are past." in shown.words) is warned


async def test_agents_import_no_roster(browse: Callable[..., Browser]) -> None:
    assert (await browse(Role.AGENT).get("/shifts/sheet")).status == 403
    assert "/shifts/sheet" not in (await browse(Role.AGENT).get("/shifts")).text


async def settled(web: DeskWeb, sheet: Any) -> None:
    while (await asked(web, "GET", f"shift-sheets/{sheet['id']}"))["state"] == "storing":
        pass
