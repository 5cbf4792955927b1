import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import HOUR_US, MINUTE_US
from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.clocks.alarms import Alarm, Due, alarm, breached
from ticketing.clocks.pauses import Pause
from ticketing.clocks.promises import PROMISES, Dues, dues
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays

SITE = Site(SHANGHAI, Workdays())
NOON = at("2026-11-25 12:00")


def told_over(due: Due, looks: list[int]) -> list[Alarm]:
    told: list[Alarm] = []
    for now_us in looks:
        news = alarm(due, now_us, told)
        if news is not None:
            told.append(news)
    return told


def test_due_soon_and_then_overdue_are_told_once_each() -> None:
    looks = [NOON + minute * MINUTE_US for minute in range(-120, 120)]
    assert told_over(Due(NOON, None), looks) == [Alarm.DUE_SOON, Alarm.OVERDUE]


def test_who_looks_too_late_tells_overdue_alone() -> None:
    assert told_over(Due(NOON, None), [NOON, NOON + 1]) == [Alarm.OVERDUE]


def test_at_the_due_instant_it_is_overdue() -> None:
    assert alarm(Due(NOON, None), NOON - 1, [Alarm.DUE_SOON]) is None
    assert alarm(Due(NOON, None), NOON, [Alarm.DUE_SOON]) is Alarm.OVERDUE


@pytest.mark.parametrize("due", [Due(NOON, NOON - 1), Due(NOON, NOON + 1), Due(None, None)])
def test_nothing_is_told_of_what_is_done_or_stopped(due: Due) -> None:
    assert told_over(due, [NOON + HOUR_US]) == []


def test_what_was_done_too_late_stays_breached() -> None:
    assert breached(Due(NOON, NOON), NOON + HOUR_US)
    assert not breached(Due(NOON, NOON - 1), NOON + HOUR_US)


@given(st.lists(st.integers(-3 * HOUR_US, 3 * HOUR_US)))
def test_no_order_of_looking_tells_anything_twice(offsets: list[int]) -> None:
    told = told_over(Due(NOON, None), [NOON + offset for offset in offsets])
    assert len(told) == len(set(told)) <= 2


def test_a_complaint_has_24_hours_for_its_first_answer_and_7_days_in_all() -> None:
    response, resolution, *_ = dues(PROMISES["complaint"], NOON, [], SITE)
    assert (said(response), said(resolution)) == ("2026-11-26 12:00", "2026-12-02 12:00")


def test_an_urgent_repair_is_due_in_12_hours_or_by_midnight_whichever_is_first() -> None:
    assert said(dues(PROMISES["repair_urgent"], at("2026-11-25 08:00"), [], SITE).resolution_us) == "2026-11-25 20:00"
    assert said(dues(PROMISES["repair_urgent"], at("2026-11-25 18:00"), [], SITE).resolution_us) == "2026-11-26 00:00"


def test_a_pause_stops_both_clocks() -> None:
    assert dues(PROMISES["complaint"], NOON, [Pause(NOON + 1, None)], SITE) == Dues(None, None)
