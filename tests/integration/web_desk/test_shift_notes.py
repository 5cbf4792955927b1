"""Notes that a shift leaves for the next one, over HTTP."""

from collections.abc import AsyncIterator

import pytest

from kit.database.pool import DatabasePool
from kit.instants import HOUR_US
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_shifts_over_http import CHIEF, SHIFTS, TURN, web_with


@pytest.fixture
async def web(pool: DatabasePool) -> AsyncIterator[DeskWeb]:
    async for opened in web_with(pool, SHIFTS):
        yield opened


async def test_a_note_is_left_for_the_next_shift_and_taken_over_once(web: DeskWeb) -> None:
    note = await web.post(f"{TURN}/notes", {"text": " 3 号楼电梯待修，业主 13800138000 "})
    assert (note["text"], note["written_by"], note["taken_by"]) == ("3 号楼电梯待修，业主 138****8000", "agent", None)
    assert (await web.get(TURN))["waiting_note_count"] == 1
    assert [each["id"] for each in (await web.get("shifts/now"))["notes"]] == [note["id"]]
    taken = await web.post(f"shifts/notes/{note['id']}/taken", role=CHIEF)
    assert taken["taken_by"] == "dispatcher"
    assert (await web.ask("POST", f"shifts/notes/{note['id']}/taken")).status == 409
    assert (await web.get("shifts/now"))["notes"] == []
    shown = await web.get(TURN)
    assert (shown["note_count"], shown["waiting_note_count"]) == (1, 0)
    assert len((await web.get(f"{TURN}/notes"))["items"]) == 1
    assert (await web.ask("POST", "shifts/notes/99/taken")).status == 404


async def test_no_note_is_left_by_a_shift_that_has_not_begun(web: DeskWeb) -> None:
    assert (await web.ask("POST", "shifts/2026-12-01/night/notes", {"text": "x"})).status == 422
    for text in (" ", "\u200b\u200b", "\u3164", "\u2800\ufe0f"):
        assert (await web.ask("POST", f"{TURN}/notes", {"text": text})).status == 422


async def test_a_note_on_a_shift_long_over_is_refused_and_hides_none_that_waits(web: DeskWeb) -> None:
    last = [await web.post(f"shifts/2026-11-30/{shift}/notes", {"text": "x"}) for shift in ("day", "night")]
    late = await web.ask("POST", "shifts/2026-11-29/night/notes", {"text": "x"})
    assert (late.status, late.body["detail"][:25]) == (422, "This shift is long over: ")
    newest = await web.post(f"{TURN}/notes", {"text": "y"})
    assert [each["id"] for each in (await web.get("shifts/now"))["notes"]] == [*(n["id"] for n in last), newest["id"]]
    web.clock.at_us += 13 * HOUR_US
    assert [each["id"] for each in (await web.get("shifts/now"))["notes"]] == [last[1]["id"], newest["id"]]


async def test_a_shift_has_fifty_notes_at_most(web: DeskWeb) -> None:
    statuses = {(await web.ask("POST", f"{TURN}/notes", {"text": "x"})).status for _ in range(50)}
    assert statuses == {201}
    assert (await web.ask("POST", f"{TURN}/notes", {"text": "x"})).status == 422
