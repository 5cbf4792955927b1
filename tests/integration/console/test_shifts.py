"""Shifts on their pages: who is on, put in and taken out, handed over, and away."""

from collections.abc import Callable

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.console.shifts import TODAY, desk_with_shifts
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.workflows.service_desk import ServiceDesk

DAY, NIGHT = f"/shifts/turns/{TODAY}/day", f"/shifts/turns/{TODAY}/night"
Browse = Callable[..., Browser]


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return desk_with_shifts(pool)


async def put_in(browser: Browser, turn: str, *names: str, manager: str = "") -> None:
    for place, name in enumerate(names):
        assert (await browser.send(turn, part=True, version=f"{place}", add=name)).status == 200
    if manager:
        got = await browser.send(turn, part=True, version=f"{len(names)}", add=manager, duty="manager")
        assert got.status == 200, got.words


async def test_a_week_has_a_row_a_day_and_marks_what_nobody_is_on(browse: Browse) -> None:
    page = await browse(Role.AGENT).get("/shifts")
    assert page.text.count('data-test="day"') == 7
    assert page.text.count('data-test="short"') >= 14
    assert 'id="day-2026-11-23"' in page.text
    assert 'href="/shifts?day=2026-11-16"' in page.text
    assert 'href="/shifts?day=2026-11-30"' in page.text
    assert 'id="day-2027-01-04"' in (await browse(Role.AGENT).get("/shifts?day=2027-01-10")).text
    assert (await browse(Role.AGENT, "zh").get("/shifts?day=soon")).status == 422


async def test_a_dispatcher_puts_people_in_and_takes_them_out(browse: Browse) -> None:
    dispatcher = browse(Role.DISPATCHER)
    assert (
        "2 are missing" in (await dispatcher.get("/shifts")).words
        or "nobody" in (await dispatcher.get("/shifts")).words
    )
    got = await dispatcher.send(DAY, part=True, version="0", add="zhang")
    assert "1 is missing" in got.words
    got = await dispatcher.send(DAY, part=True, version="1", add="wang", duty="manager")
    assert "Duty manager wang" in got.words
    assert 'data-test="short"' not in got.text.split("night")[0]
    got = await dispatcher.send(DAY, part=True, version="2", remove="zhang")
    assert "Take out zhang" not in got.text
    assert "1 is missing" in got.words


async def test_who_was_slower_sees_what_changed_and_undoes_nothing(browse: Browse) -> None:
    await put_in(browse(Role.MANAGER), DAY, "zhang")
    drawn = {"drawn": "people managers", "was-people": "", "was-managers": ""}
    dispatcher = browse(Role.DISPATCHER)
    late = await dispatcher.send(DAY, part=True, version="0", add="li", **drawn)
    assert late.status == 409
    assert "Somebody else changed this meanwhile." in late.words
    assert "people – zhang + li" in late.words.lower()
    assert f'id="version-{TODAY}-day" name="version" value="1"' in late.text
    again = await dispatcher.send(DAY, part=True, version="1", add="li", **drawn)
    assert ("Take out zhang" in again.text, "Take out li" in again.text) == (True, True)


async def test_an_agent_reads_and_changes_nothing(browse: Browse) -> None:
    page = await browse(Role.AGENT).get("/shifts")
    assert 'data-test="change-turn"' not in page.text
    assert (await browse(Role.AGENT).send(DAY, part=True, version="0", add="agent")).status == 403


async def test_a_workman_reads_who_is_on_and_nothing_of_notes_and_absences(browse: Browse) -> None:
    dispatcher, workman = browse(Role.DISPATCHER), browse(Role.WORKMAN)
    await put_in(dispatcher, DAY, "zhang", "workman", manager="wang")
    assert (await dispatcher.send(f"{DAY}/notes", part=True, text="2 单元电梯停用")).status == 200
    page = await workman.get("/shifts")
    assert 'href="/shifts"' in page.text
    assert "zhang workman Duty manager wang" in page.words
    turn = await workman.get(DAY)
    assert "zhang workman Duty manager wang" in turn.words
    for text in (page.text, turn.text):
        assert "电梯" not in text
        for test in ("note", "write-note", "change-turn", "fill"):
            assert f'data-test="{test}"' not in text
        assert 'href="/shifts/absences"' not in text
        assert "#write" not in text
    assert (await workman.get("/shifts/absences")).status == 403
    assert (await workman.send(DAY, part=True, version="3", add="workman")).status == 403


async def test_shifts_that_are_over_for_more_than_a_week_are_changed_on_the_page_no_more(browse: Browse) -> None:
    dispatcher = browse(Role.DISPATCHER)
    for day, shown in (("2026-11-17", False), ("2026-11-18", True), (TODAY, True), ("2027-01-10", True)):
        row = await dispatcher.get(f"/shifts/days/{day}")
        assert ('data-test="change-turn"' in row.text) is shown, day


async def test_no_note_is_asked_for_on_a_shift_that_is_long_over(browse: Browse) -> None:
    dispatcher = browse(Role.DISPATCHER)
    for day, shown in (("2026-11-23", False), ("2026-11-24", True)):
        turn = await dispatcher.get(f"/shifts/turns/{day}/night")
        assert ('data-test="write-note"' in turn.text, "It is long over" in turn.words) == (shown, not shown), day


async def test_a_note_is_written_by_who_is_on_and_taken_over_once(browse: Browse, desk_web: DeskWeb) -> None:
    agent, dispatcher = browse(Role.AGENT), browse(Role.DISPATCHER)
    assert 'data-test="write-note"' not in (await agent.get(DAY)).text
    await put_in(dispatcher, DAY, "agent")
    assert 'data-test="write-note"' in (await agent.get(DAY)).text
    assert "电梯" in (await agent.send(f"{DAY}/notes", part=True, text="2 单元电梯停用")).words
    desk_web.clock.at_us = at("2026-11-25 20:30")
    for place in ("/desk", "/shifts"):
        assert "2 单元电梯停用" in (await agent.get(place)).words
    note = (await desk_web.get("shifts/now"))["notes"][0]["id"]
    await put_in(dispatcher, NIGHT, "manager")
    after = await browse(Role.MANAGER).send(f"/shifts/notes/{note}/taken", part=True)
    assert "电梯" not in after.words
    assert "taken over by manager, 11-25 20:30" in (await agent.get(DAY)).words


async def test_who_is_away_is_struck_through_with_the_stand_in(browse: Browse) -> None:
    dispatcher = browse(Role.DISPATCHER)
    await put_in(dispatcher, DAY, "zhang", "li")
    times = {"since": "2026-11-25T00:00", "until": "2026-11-26T00:00"}
    got = await dispatcher.send("/shifts/absences", part=True, person="zhang", stand_in="wang", note="年假", **times)
    assert "zhang wang 11-25 00:00 11-26 00:00 年假" in got.words
    await dispatcher.send("/shifts/absences", part=True, person="li", **times)
    page = await dispatcher.get("/shifts")
    assert "zhang stand-in: wang" in page.words
    assert "li away, nobody stands in" in page.words
    assert 'data-test="amend-absence"' not in (await browse(Role.AGENT).get("/shifts/absences")).text


async def test_an_absence_is_changed_ended_and_deleted(browse: Browse, desk_web: DeskWeb) -> None:
    dispatcher = browse(Role.DISPATCHER)
    for person in ("zhang", "li"):
        times = {"since": "2026-11-25T00:00", "until": "2026-11-26T00:00"}
        await dispatcher.send("/shifts/absences", part=True, person=person, stand_in="wang", **times)
    zhang, li = ((one["id"]) for one in (await desk_web.get("absences"))["items"])
    drawn = {"drawn": "stand_in until note", "was-stand_in": "wang", "was-until": "2026-11-26T00:00", "was-note": ""}
    changed = {"until": "2026-11-27T12:00", "note": "病假", **drawn}
    got = await dispatcher.send(f"/shifts/absences/{zhang}", part=True, version="1", **changed)
    assert "zhang nobody 11-25 00:00 11-27 12:00 病假" in got.words
    stale = await dispatcher.send(f"/shifts/absences/{zhang}", part=True, version="1", **changed)
    assert (stale.status, f'id="version-absence-{zhang}"' in stale.text) == (409, True)
    got = await dispatcher.send(f"/shifts/absences/{zhang}", part=True, version="2", action="back")
    assert "zhang" not in got.words
    got = await dispatcher.send(f"/shifts/absences/{li}/drop", part=True, version="1")
    assert "Nobody is away" in got.words


async def test_all_who_are_away_are_listed_however_many(browse: Browse, pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute(
            "insert into absences (person, since, until, entered_by, entered_at)"
            " select 'p' || n, '2026-11-25 00:00Z', '2026-11-26 00:00Z', 'chief', now() from generate_series(1, 1010) n"
        )
    page = await browse(Role.AGENT).get("/shifts/absences")
    assert "p1010 nobody" in page.words


async def test_who_is_on_stands_on_the_pages_of_the_day(browse: Browse) -> None:
    dispatcher = browse(Role.DISPATCHER)
    await put_in(dispatcher, DAY, "zhang", "li", manager="wang")
    for place in ("/", "/desk"):
        words = (await dispatcher.get(place)).words
        assert "day shift until 20:00" in words
        assert "zhang li Duty manager wang" in words
        assert "Next: night shift 20:00" in words
        assert "night shift 20:00 nobody" in words, "an empty shift within a day is told"
    await put_in(dispatcher, NIGHT, "sun")
    words = (await dispatcher.get("/")).words
    assert "Next: night shift 20:00: sun" in words
    assert "night shift 20:00 nobody" not in words


async def test_the_menu_leads_there(browse: Browse) -> None:
    assert 'href="/shifts"' in (await browse(Role.AGENT).get("/calls?live=false")).text


async def test_a_week_is_filled_as_the_one_before_and_what_is_there_stays(browse: Browse) -> None:
    dispatcher = browse(Role.DISPATCHER)
    await put_in(dispatcher, "/shifts/turns/2026-11-18/day", "zhang", manager="wang")
    await put_in(dispatcher, "/shifts/turns/2026-11-18/night", "li")
    await put_in(dispatcher, NIGHT, "sun")
    assert "Fill 1 empty shift as in the week before" in (await dispatcher.get("/shifts")).words
    assert (await dispatcher.send("/shifts/fill", day=TODAY)).headers["HX-Redirect"] == "/shifts?day=2026-11-23"
    page = await dispatcher.get("/shifts")
    assert "zhang Duty manager wang" in page.words
    assert "Take out li" not in page.text
    assert 'data-test="fill"' not in page.text
