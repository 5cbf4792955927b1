"""The roster as it is stored, and the duty book that is read from it."""

import asyncio
import json
from datetime import UTC, date, datetime, time, timedelta

import pytest

from kit.database.pool import AWAY, DatabasePool, session
from kit.instants import DAY_US, HOUR_US
from kit.refusals import StaleError
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.purge import purge
from thirdring.settings.groups import Retention
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.news import Item, News, ShiftNews
from ticketing.shifts.on_duty import Part, Place
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.shifts.store import Known
from ticketing.site_rules import SiteRules
from ticketing.workflows.duty_keeper import DutyKeeper
from ticketing.workflows.leaving import give_back_work, pass_work_on
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-12-01 12:00")
TODAY, TOMORROW = date(2026, 12, 1), date(2026, 12, 2)
SHIFTS = ShiftRules((Pattern("day", time(8), time(20)), Pattern("night", time(20), time(8))))
PEOPLE = (Place("王芳"), Place("李强", Part.MANAGER))


@pytest.fixture
def heard() -> list[Item]:
    return []


@pytest.fixture
def desk(pool: DatabasePool, heard: list[Item]) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), shifts=SHIFTS), News(heard.append))


async def read(desk: ServiceDesk, at_us: int = NOON) -> None:
    assert await DutyKeeper(desk.duty, desk.shifts, lambda: at_us).look_around()


async def away(pool: DatabasePool, person: str, stand_in: str | None, until: str) -> None:
    async with session(pool) as connection:
        await connection.execute(
            "insert into absences (person, stand_in, since, until, entered_by, entered_at)"
            f" values ($1, $2, '2026-12-01 00:00Z', '{until}', 'chief', now())",
            person,
            stand_in,
        )


async def test_people_of_a_turn_are_on_duty_once_the_book_is_read(desk: ServiceDesk, heard: list[Item]) -> None:
    entered = await desk.shifts.put_turn(("day", TODAY), PEOPLE, 0, "chief", NOON)
    assert (entered.version, entered.places) == (1, PEOPLE)
    assert heard == [ShiftNews("roster", NOON, "day", TODAY)]
    assert not desk.duty.is_read
    await read(desk)
    found = desk.duty.on_duty(NOON)
    assert (found.people, found.managers) == (("王芳",), ("李强",))
    assert desk.duty.on_duty(NOON + 8 * HOUR_US).people == ()


async def test_a_turn_that_somebody_else_changed_is_refused(desk: ServiceDesk) -> None:
    key = ("day", TODAY)
    await desk.shifts.put_turn(key, PEOPLE, 0, "chief", NOON)
    with pytest.raises(StaleError) as first:
        await desk.shifts.put_turn(key, PEOPLE[:1], 0, "other", NOON)
    assert first.value.version == 1
    assert (await desk.shifts.put_turn(key, PEOPLE[:1], 1, "other", NOON)).version == 2
    with pytest.raises(StaleError) as second:
        await desk.shifts.put_turn(key, (), 1, "chief", NOON)
    assert second.value.version == 2
    await read(desk)
    assert desk.duty.on_duty(NOON).managers == ()


async def test_many_turns_are_entered_in_one_go_and_the_same_again_changes_nothing(
    desk: ServiceDesk, heard: list[Item]
) -> None:
    await desk.shifts.put_turn(("day", TODAY), PEOPLE[:1], 0, "chief", NOON)
    wanted = {("day", TODAY): PEOPLE, ("night", TODAY): (Place("陈刚"),), ("day", TOMORROW): PEOPLE}
    assert await desk.shifts.put_turns(wanted, "chief", NOON) == (2, 1, 0)
    assert await desk.shifts.put_turns(wanted, "chief", NOON) == (0, 0, 3)
    assert heard[1:] == [ShiftNews("roster", NOON)]
    known = await desk.shifts.around(NOON)
    assert known.roster == wanted


async def test_the_book_reads_who_is_away_now_or_within_two_weeks(pool: DatabasePool, desk: ServiceDesk) -> None:
    await away(pool, "王芳", "赵敏", "2026-12-31 00:00Z")
    await away(pool, "李强", None, "2026-12-01 01:00Z")
    await desk.shifts.put_turn(("day", TODAY), PEOPLE, 0, "chief", NOON)
    await read(desk)
    assert desk.duty.on_duty(NOON).people == ("赵敏",)
    assert desk.duty.stands_for("王芳", NOON) == "赵敏"
    assert len((await desk.shifts.around(NOON)).absences) == 2
    assert len((await desk.shifts.around(NOON + 4 * DAY_US)).absences) == 1


async def test_the_same_person_under_another_name_stays_on_the_roster(pool: DatabasePool, desk: ServiceDesk) -> None:
    await desk.shifts.put_turns({("day", TODAY): PEOPLE, ("day", TOMORROW): (*PEOPLE, Place("王小芳"))}, "chief", NOON)
    await away(pool, "王芳", "李强", "2026-12-31 00:00Z")
    await away(pool, "李强", "王芳", "2026-12-31 00:00Z")
    await pass_work_on(desk, "王芳", "王小芳", "chief", NOON)
    known = await desk.shifts.around(NOON)
    assert known.roster == {
        ("day", TODAY): (Place("王小芳"), PEOPLE[1]),
        ("day", TOMORROW): (PEOPLE[1], Place("王小芳")),
    }
    assert [(each.person, each.stand_in) for each in known.absences] == [("王小芳", "李强"), ("李强", "王小芳")]


async def test_whoever_leaves_is_on_no_turn_to_come_and_stands_in_for_nobody(
    pool: DatabasePool, desk: ServiceDesk
) -> None:
    yesterday = date(2026, 11, 30)
    await desk.shifts.put_turns({("day", yesterday): PEOPLE, ("day", TODAY): PEOPLE}, "chief", NOON)
    await away(pool, "李强", "王芳", "2026-12-31 00:00Z")
    await give_back_work(desk, "王芳", "chief", NOON)
    known = await desk.shifts.around(NOON)
    assert known.roster == {("day", yesterday): PEOPLE, ("day", TODAY): PEOPLE[1:]}
    assert [each.stand_in for each in known.absences] == [None]


async def test_whoever_leaves_is_off_the_night_that_runs_at_once_and_stays_on_what_is_over(
    desk: ServiceDesk, heard: list[Item]
) -> None:
    six, monday = at("2026-12-02 06:00"), date(2026, 11, 30)
    wanted = {(shift, day): PEOPLE for shift in ("day", "night") for day in (monday, TODAY, TOMORROW)}
    await desk.shifts.put_turns(wanted, "chief", NOON)
    await read(desk, six)
    assert desk.duty.on_duty(six).people == ("王芳",)
    await give_back_work(desk, "王芳", "chief", six)
    assert desk.duty.on_duty(six).people == ()
    assert heard[-1] == ShiftNews("roster", six)
    known = await desk.shifts.around(six)
    still = {key for key, places in known.roster.items() if PEOPLE[0] in places}
    assert still == {("day", monday), ("night", monday), ("day", TODAY)}


async def test_whoever_looked_before_somebody_left_or_was_renamed_has_to_look_again(desk: ServiceDesk) -> None:
    await desk.shifts.put_turns({("day", TODAY): PEOPLE, ("day", TOMORROW): PEOPLE[:1]}, "chief", NOON)
    await give_back_work(desk, "李强", "chief", NOON)
    with pytest.raises(StaleError):
        await desk.shifts.put_turn(("day", TODAY), PEOPLE, 1, "chief", NOON)
    await desk.shifts.put_turn(("day", TOMORROW), PEOPLE[:1], 1, "chief", NOON)
    await pass_work_on(desk, "王芳", "王小芳", "chief", NOON)
    with pytest.raises(StaleError) as caught:
        await desk.shifts.put_turn(("day", TOMORROW), PEOPLE[:1], 2, "chief", NOON)
    assert caught.value.version == 3
    assert desk.duty.on_duty(NOON).people == ("王小芳",)


async def test_what_the_audit_log_cannot_take_is_not_stored(pool: DatabasePool, desk: ServiceDesk) -> None:
    async with session(pool) as connection:
        await connection.execute("alter table audit rename to audit_elsewhere")
    for change in (
        desk.shifts.put_turn(("day", TODAY), PEOPLE, 0, "chief", NOON),
        desk.shifts.put_turns({("day", TODAY): PEOPLE}, "chief", NOON),
    ):
        with pytest.raises(AWAY):
            await change
    assert (await desk.shifts.around(NOON)).roster == {}
    async with session(pool) as connection:
        await connection.execute("alter table audit_elsewhere rename to audit")
    await desk.shifts.put_turns({("day", TODAY): PEOPLE, ("day", TOMORROW): PEOPLE}, "chief", NOON)
    async with session(pool) as connection:
        rows = await connection.fetch("select action, detail from audit")
    assert [row["action"] for row in rows] == ["roster_imported"]
    assert json.loads(rows[0]["detail"]) == {"first": "2026-12-01", "last": "2026-12-02"}


async def test_what_was_read_before_is_not_taken_after(desk: ServiceDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = asyncio.Event()
    reads: list[Known] = [Known({("day", TODAY): PEOPLE}, ()), Known({("day", TODAY): PEOPLE[1:]}, ())]

    async def around(_now_us: int) -> Known:
        read = reads.pop(0)
        if reads:
            await slow.wait()
        return read

    monkeypatch.setattr(desk.shifts, "around", around)
    both = [asyncio.create_task(desk.look_at_duty(NOON)) for _ in range(2)]
    await asyncio.sleep(0.05)
    slow.set()
    await asyncio.gather(*both)
    assert desk.duty.on_duty(NOON).people == ()


async def test_a_change_that_is_stored_stays_one_where_nothing_can_be_read_after_it(
    desk: ServiceDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away_now(_now_us: int) -> Known:
        raise ConnectionResetError

    monkeypatch.setattr(desk.shifts, "around", away_now)
    await desk.look_at_duty(NOON)
    assert not desk.duty.is_read


async def test_who_was_on_a_shift_is_forgotten_with_other_personal_data(pool: DatabasePool, desk: ServiceDesk) -> None:
    await desk.shifts.put_turns({("day", TODAY): PEOPLE, ("day", TOMORROW): PEOPLE}, "chief", NOON)
    await away(pool, "王芳", None, "2026-12-02 00:00Z")
    await away(pool, "李强", None, "2026-12-31 00:00Z")
    async with session(pool) as connection:
        await connection.execute(
            "insert into handovers (shift, day, text, written_by, written_at)"
            " values ('day', '2026-12-01', 'x', '王芳', '2026-12-01 11:00Z')"
        )
    limit = datetime(2026, 12, 2, 12, tzinfo=UTC)
    await purge(pool, Retention(personal_days=100), limit + timedelta(days=100))
    known = await desk.shifts.around(NOON)
    assert known.roster == {("day", TOMORROW): PEOPLE}
    assert [each.person for each in known.absences] == ["李强"]
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from handovers") == 0
