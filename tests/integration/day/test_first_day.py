"""The days around the first call of a site: nothing was missed before it, and duties come for whole periods only."""

from datetime import date

import pytest

from tests.integration.day.before import LI, WANG, ZHANG, register
from tests.integration.day.department import DISPATCHER, MANAGER, Department

BEFORE, FIRST, SECOND = date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)
NOTHING = [(line, 0, 0, "no_data") for line in range(1, 22)]

# (line, met, eligible, status) of the first day, at 00:20 of the second one; all others: no data.
AFTER_THE_FIRST_DAY = [
    (4, 1, 2, "missed"),  # lamp was resolved, "forgotten" was not; those of the trial began before the site
    (6, 3, 4, "at_risk"),  # files, all as they are now
    (9, 0, 1, "missed"),  # lamp; nobody called
    (10, 1, 2, "missed"),  # 2 s, and 22 s without an answer
]


@pytest.fixture
def since() -> None:
    """The site begins with its first call."""


async def trial(d: Department) -> None:
    """Before the first call somebody tries the desk: all of it late, and none of it meant."""
    await register(d)
    await d.at("2026-11-16 10:00")
    await d.opens("difficult trial", category="repair", difficult=True)  # 7 days: until the 23rd, in this week
    await d.opens("move-in trial", category="move_in")  # 7 workdays: until the 25th, 10:00
    await d.opens("complaint trial", category="complaint", phone=WANG)  # 24 hours: until the 17th
    await d.at("2026-11-24 09:00")
    await d.opens("trial", category="repair", phone=WANG)
    told = {"objective": 18, "day": "2026-11-24", "met": 1, "total": 10}
    await d.site.post("readings", told)
    await d.opens("incident trial", category="major_incident", role=MANAGER)  # 24 hours: until the 25th, 09:00
    await d.at("2026-11-25 09:59")


async def first_day(d: Department) -> None:
    await d.at("2026-11-25 10:00")
    await d.answers("lamp", ZHANG, rang_seconds=2)
    await d.solves("lamp", category="repair", title="楼道灯不亮")
    await d.at("16:00")
    await d.loses("forgotten", LI, rang_seconds=22)
    await d.at("2026-11-26 00:20")


async def test_before_the_first_call_nothing_counts_and_nobody_has_duties(department: Department) -> None:
    await trial(department)
    assert await department.sheet(FIRST) == NOTHING
    assert (await department.site.get("duties"))["items"] == []
    assert await department.history() == []


async def test_the_first_day_counts_from_the_first_call_on(department: Department) -> None:
    await trial(department)
    await first_day(department)
    of_the_day = [line for line in await department.sheet(BEFORE) if line[0] in (4, 9, 10, 16)]
    assert of_the_day == [(line, 0, 0, "no_data") for line in (4, 9, 10, 16)]
    assert [line for line in await department.sheet(FIRST) if line[3] != "no_data"] == AFTER_THE_FIRST_DAY
    assert await department.history() == [4, 9, 10]


async def test_the_second_day_has_the_duties_of_a_day_and_none_of_the_week_or_month(department: Department) -> None:
    await first_day(department)
    names = [duty["name"] for duty in (await department.site.get("duties", DISPATCHER))["items"]]
    assert sorted(names) == ["daily_inspection", "patrol", "patrol"]
    assert (await department.sheet(SECOND))[15] == (16, 0, 2, "at_risk")
