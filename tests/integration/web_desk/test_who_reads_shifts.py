"""Who may read what of shifts: a workman who is on, agents also what one shift leaves for the next."""

from collections.abc import AsyncIterator

import pytest

from kit.database.pool import DatabasePool
from kit.instants import DAY_US
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_shifts_over_http import SHIFTS, TURN, add_absence, put, web_with

ME = Role.WORKMAN


@pytest.fixture
async def web(pool: DatabasePool) -> AsyncIterator[DeskWeb]:
    async for opened in web_with(pool, SHIFTS):
        yield opened


async def test_a_workman_reads_who_is_on_and_who_stands_in(web: DeskWeb) -> None:
    await put(web, ["老周", "李强"], ["王芳"])
    await add_absence(web, "李强", "赵敏")
    now = await web.get("shifts/now", ME)
    assert (now["people"], now["managers"]) == (["老周", "赵敏"], ["王芳"])
    listed = await web.get("shifts?from=2026-12-01&to=2026-12-01", ME)
    assert [seat["taken_by"] for seat in listed["items"][0]["seats"]] == ["老周", "赵敏", "王芳"]
    assert (await web.get(TURN, ME))["seats"] == listed["items"][0]["seats"]


async def test_a_workman_is_told_neither_of_notes_nor_why_somebody_is_away_nor_who_else_there_is(web: DeskWeb) -> None:
    note = await web.post(f"{TURN}/notes", {"text": "3 号楼电梯待修"})
    away = await add_absence(web, "李强", note="病假")
    assert (await web.get("shifts/now", ME))["notes"] == []
    listed = await web.get("shifts", ME)
    assert listed["people"] == []
    shown = await web.get(TURN, ME)
    assert (shown["note_count"], shown["waiting_note_count"], shown["takes_notes"]) == (0, 0, False)
    for path in (f"{TURN}/notes", "absences", f"absences/{away['id']}", "shifts/ahead", "shift-sheets/x"):
        assert (await web.ask("GET", path, None, ME)).status == 403, path
    assert (await web.ask("POST", f"{TURN}/notes", {"text": "x"}, ME)).status == 403
    assert (await web.ask("POST", f"shifts/notes/{note['id']}/taken", None, ME)).status == 403
    assert (await put(web, [], [], role=ME)).status == 403


async def test_a_turn_says_whether_a_note_may_be_written_on_it(web: DeskWeb) -> None:
    async def taking(day: str) -> list[bool]:
        return [one["takes_notes"] for one in (await web.get(f"shifts?from={day}&to={day}"))["items"]]

    assert (await taking("2026-11-29"), await taking("2026-11-30")) == ([False, False], [True, True])
    assert await taking("2026-12-01") == [True, False]
    web.clock.at_us += DAY_US
    assert (await web.get(TURN))["takes_notes"] is True
    assert (await web.get("shifts/2026-11-30/night"))["takes_notes"] is False


@pytest.mark.parametrize("role", [Role.WALL, Role.METRICS, Role.RELAY])
async def test_tokens_of_programs_read_no_roster(web: DeskWeb, role: Role) -> None:
    for path in ("shifts", "shifts/now", TURN, f"{TURN}/notes", "absences"):
        assert (await web.ask("GET", path, None, role)).status == 403, path
