"""What is promised for each kind of matter, written out, and what a stopped clock means for it."""

from datetime import date

import pytest

from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.clocks.alarms import Alarm, Due, alarm, breached
from ticketing.clocks.pauses import Pause
from ticketing.clocks.promises import PROMISES, Dues, Promise, dues, provisional
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Site
from ticketing.clocks.workdays import Workdays

SITE = Site(SHANGHAI, Workdays())
HOUR = 3_600_000_000

PROMISED = {
    # opened on a Wednesday morning at nine: the first answer by, and settled by
    "general": (None, "2026-11-26 00:00"),
    "difficult": (None, "2026-12-02 09:00"),
    "complaint": ("2026-11-26 09:00", "2026-12-02 09:00"),
    "repair_critical": ("2026-11-25 09:30", "2026-11-25 13:00"),
    "repair_urgent": ("2026-11-25 11:00", "2026-11-25 21:00"),
    "repair_general": ("2026-11-25 13:00", "2026-11-26 00:00"),
    "works": (None, "2026-12-04 09:00"),  # seven workdays
    "steps": (None, None),  # the terms of the steps say it
    "none": (None, None),
}


def test_every_promise_is_what_the_house_has_promised() -> None:
    begun = at("2026-11-25 09:00")
    ends = {name: dues(promise, begun, [], SITE) for name, promise in PROMISES.items()}
    assert {name: (said(due.response_us), said(due.resolution_us)) for name, due in ends.items()} == PROMISED


def test_of_several_terms_the_earliest_counts() -> None:
    late = at("2026-11-25 18:00")
    assert said(dues(PROMISES["repair_urgent"], late, [], SITE).resolution_us) == "2026-11-26 00:00"


UNKNOWN_YEAR = at("2040-06-04 09:00")


def test_a_matter_in_workdays_whose_clock_is_stopped_has_no_end_that_could_move() -> None:
    works = PROMISES["works"]
    stopped = dues(works, UNKNOWN_YEAR, [Pause(UNKNOWN_YEAR + HOUR, None)], SITE)
    assert stopped == Dues(None, None)
    assert not provisional(works, UNKNOWN_YEAR, stopped, SITE)
    assert provisional(works, UNKNOWN_YEAR, dues(works, UNKNOWN_YEAR, [], SITE), SITE)


def test_an_end_may_move_if_the_last_of_its_days_is_not_announced() -> None:
    """Announced until the Thursday: an end on that day is sure, and one on the Friday is not."""
    days = {date(2040, 6, day): True for day in range(4, 8)}
    site = Site(SHANGHAI, Workdays(overrides=days))
    for count, moves in ((3, False), (4, True)):
        promise = Promise("", "", (DaysLater(count, workdays=True),))
        due = dues(promise, UNKNOWN_YEAR, [], site)
        assert provisional(promise, UNKNOWN_YEAR, due, site) is moves


def test_an_end_may_move_also_if_the_first_answer_may_not() -> None:
    site = Site(SHANGHAI, Workdays(overrides={date(2040, 6, day): True for day in range(4, 8)}))
    promise = Promise("", "", (DaysLater(4, workdays=True),), (DaysLater(1, workdays=True),))
    assert provisional(promise, UNKNOWN_YEAR, dues(promise, UNKNOWN_YEAR, [], site), site)


def test_the_first_answer_alone_may_hang_on_workdays() -> None:
    promise = Promise("", "", (EndOfDay(),), (DaysLater(1, workdays=True),))
    assert provisional(promise, UNKNOWN_YEAR, dues(promise, UNKNOWN_YEAR, [], SITE), SITE)


def test_one_term_that_hangs_on_workdays_is_enough_for_an_end_that_may_move() -> None:
    promise = Promise("", "", (EndOfDay(), DaysLater(1, workdays=True)))
    assert provisional(promise, UNKNOWN_YEAR, dues(promise, UNKNOWN_YEAR, [], SITE), SITE)


def test_nothing_is_breached_while_its_clock_is_stopped() -> None:
    assert not breached(Due(None, None), UNKNOWN_YEAR)
    assert not breached(Due(None, UNKNOWN_YEAR), UNKNOWN_YEAR)


@pytest.mark.parametrize(("now", "is_breached"), [(-1, False), (0, True), (1, True)])
def test_what_is_not_done_is_breached_from_its_end_on(now: int, is_breached: bool) -> None:
    assert breached(Due(HOUR, None), HOUR + now) is is_breached


@pytest.mark.parametrize(
    ("now", "says"), [(-HOUR - 1, None), (-HOUR, Alarm.DUE_SOON), (-1, Alarm.DUE_SOON), (0, Alarm.OVERDUE)]
)
def test_it_is_due_soon_an_hour_before_its_end(now: int, says: Alarm | None) -> None:
    assert alarm(Due(10 * HOUR, None), 10 * HOUR + now, []) is says


def test_a_term_is_longer_than_nothing() -> None:
    assert Elapsed(1).span_us == 1
    assert DaysLater(1).days == 1
    with pytest.raises(ValueError, match="longer"):
        Elapsed(0)
    with pytest.raises(ValueError, match="at least one"):
        DaysLater(0)
