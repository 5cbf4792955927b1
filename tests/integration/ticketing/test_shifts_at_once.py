"""Several change shifts at the same moment."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import DAY_US
from kit.refusals import FieldError
from tests.integration.ticketing.test_roster_stored import NOON, SHIFTS
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.shifts.on_duty import Place
from ticketing.shifts.records import Absence
from ticketing.shifts.records_store import RecordStore
from ticketing.shifts.store import Known
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

NAMES = ("王芳", "李强", "赵敏", "陈刚")


def away(person: str, stand_in: str | None) -> Absence:
    return Absence(
        person=person,
        stand_in=stand_in,
        since_us=NOON,
        until_us=NOON + DAY_US,
        entered_by="chief",
        entered_at_us=NOON,
    )


@pytest.fixture
async def warm(pool: DatabasePool) -> DatabasePool:
    """With connections for all of them, so that nobody is ahead of the others."""

    async def use() -> None:
        async with session(pool) as connection:
            await connection.execute("select pg_sleep(0.3)")

    await asyncio.gather(*(use() for _ in NAMES))
    return pool


async def test_people_who_name_one_another_at_once_close_no_circle(warm: DatabasePool) -> None:
    store = RecordStore(warm)
    circle = [away(name, NAMES[(at + 1) % len(NAMES)]) for at, name in enumerate(NAMES)]
    found = await asyncio.gather(*map(store.add_absence, circle), return_exceptions=True)
    refused = [one for one in found if isinstance(one, BaseException)]
    assert [type(one) for one in refused] == [FieldError]


async def test_a_circle_is_not_closed_by_two_changes_at_once_either(warm: DatabasePool) -> None:
    store = RecordStore(warm)
    one, other = [await store.add_absence(away(name, None)) for name in NAMES[:2]]
    found = await asyncio.gather(
        store.change_absence(one.id, 1, lambda known: replace(known, stand_in=NAMES[1]), "chief", NOON),
        store.change_absence(other.id, 1, lambda known: replace(known, stand_in=NAMES[0]), "chief", NOON),
        return_exceptions=True,
    )
    assert [type(each) for each in found if isinstance(each, BaseException)] == [FieldError]


async def test_many_changes_at_once_are_read_again_twice_at_most(
    pool: DatabasePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), shifts=SHIFTS))
    around, reads = desk.shifts.around, []

    async def counted(now_us: int) -> Known:
        reads.append(now_us)
        return await around(now_us)

    monkeypatch.setattr(desk.shifts, "around", counted)

    async def change(number: int) -> None:
        await desk.shifts.put_turn(("day", date(2026, 12, 1 + number)), [Place(f"p{number}")], 0, "chief", NOON)
        await desk.look_at_duty(NOON)

    await asyncio.gather(*(change(number) for number in range(13)))
    seen = [desk.duty.on_duty(NOON + number * DAY_US).people for number in range(13)]
    assert seen == [(f"p{number}",) for number in range(13)]
    reads.clear()
    await asyncio.gather(*(desk.look_at_duty(NOON) for _ in range(20)))
    assert len(reads) <= 2


async def test_a_reading_that_fails_is_not_taken_for_one_by_those_who_wait(
    pool: DatabasePool, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), shifts=SHIFTS))
    around, fails = desk.shifts.around, [True, False]

    async def failing(now_us: int) -> Known:
        if fails.pop(0):
            raise ConnectionResetError
        return await around(now_us)

    monkeypatch.setattr(desk.shifts, "around", failing)
    await asyncio.gather(*(desk.look_at_duty(NOON) for _ in range(3)))
    assert desk.duty.is_read
