from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kit.instants import HOUR_US
from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.clocks.hours import Hours
from ticketing.clocks.pauses import Pause
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Site, Term, counts_workdays, due_us, longest_us
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.tickets.ticket import Source, Ticket

OFFICE = ((time(8), time(12)), (time(13), time(18)))
CHINA = Workdays()
SITE = Site(SHANGHAI, CHINA, Hours(SHANGHAI, (OFFICE,) * 5 + ((), ()), CHINA))


def due(term: Term, opened: str, *pauses: tuple[str, str | None]) -> str | None:
    paused = [Pause(at(since), None if until is None else at(until)) for since, until in pauses]
    return said(due_us(term, at(opened), paused, SITE))


def test_the_same_day_ends_at_24_00() -> None:
    assert due(EndOfDay(), "2026-11-25 09:00") == "2026-11-26 00:00"
    assert due(EndOfDay(), "2026-11-25 23:59:59") == "2026-11-26 00:00"


def test_the_same_day_of_the_last_day_of_the_year_ends_with_it() -> None:
    assert due(EndOfDay(), "2026-12-31 18:00") == "2027-01-01 00:00"


def test_a_same_day_in_workdays_that_begins_on_a_holiday_ends_with_the_first_workday() -> None:
    assert due(EndOfDay(workdays=True), "2026-10-02 10:00") == "2026-10-09 00:00"


def test_seven_days_end_at_the_same_time_of_day() -> None:
    assert due(DaysLater(7), "2026-11-25 09:30") == "2026-12-02 09:30"


def test_workdays_skip_the_weekend_and_count_a_worked_one() -> None:
    assert due(DaysLater(2, workdays=True), "2026-11-26 09:30") == "2026-11-30 09:30"
    assert due(DaysLater(1, workdays=True), "2026-02-13 09:30") == "2026-02-14 09:30"


def test_workdays_that_begin_on_a_day_off_are_whole_days() -> None:
    assert due(DaysLater(1, workdays=True), "2026-11-28 15:00") == "2026-12-01 00:00"


def test_24_hours_are_24_hours() -> None:
    assert due(Elapsed(24 * HOUR_US), "2026-11-25 09:30") == "2026-11-26 09:30"


def test_hours_of_service_skip_lunch_night_and_weekend() -> None:
    in_service = Elapsed(6 * HOUR_US, service_hours=True)
    assert due(in_service, "2026-11-25 09:00") == "2026-11-25 16:00"
    assert due(in_service, "2026-11-27 16:00") == "2026-11-30 12:00"
    assert due(in_service, "2026-11-28 03:00") == "2026-11-30 15:00"


def test_a_worked_saturday_has_the_hours_of_friday() -> None:
    assert due(Elapsed(HOUR_US, service_hours=True), "2026-02-14 09:00") == "2026-02-14 10:00"


def test_a_pause_moves_the_end_by_as_long_as_it_lasted() -> None:
    assert due(Elapsed(4 * HOUR_US), "2026-11-25 09:00", ("2026-11-25 10:00", "2026-11-25 12:30")) == "2026-11-25 15:30"


def test_while_a_pause_lasts_there_is_no_end() -> None:
    assert due(EndOfDay(), "2026-11-25 09:00", ("2026-11-25 10:00", None)) is None
    assert due(Elapsed(HOUR_US, service_hours=True), "2026-11-25 09:00", ("2026-11-25 09:30", None)) is None


def test_a_pause_after_the_end_moves_nothing() -> None:
    assert due(Elapsed(HOUR_US), "2026-11-25 09:00", ("2026-11-25 10:00", None)) == "2026-11-25 10:00"
    in_service = Elapsed(HOUR_US, service_hours=True)
    assert due(in_service, "2026-11-25 09:00", ("2026-11-25 10:00", None)) == "2026-11-25 10:00"


def test_pauses_that_overlap_count_once() -> None:
    overlapping = (("2026-11-25 10:00", "2026-11-25 12:00"), ("2026-11-25 11:00", "2026-11-25 13:00"))
    assert due(Elapsed(4 * HOUR_US), "2026-11-25 09:00", *overlapping) == "2026-11-25 16:00"


def test_a_pause_outside_service_hours_moves_nothing_that_counts_in_them() -> None:
    in_service = Elapsed(6 * HOUR_US, service_hours=True)
    assert due(in_service, "2026-11-25 09:00", ("2026-11-25 12:00", "2026-11-25 13:00")) == "2026-11-25 16:00"
    assert due(in_service, "2026-11-25 09:00", ("2026-11-25 11:00", "2026-11-25 14:00")) == "2026-11-25 18:00"


@pytest.mark.parametrize("days", [((),) * 7, (OFFICE,) * 6, (((time(9), time(9)),),) * 7])
def test_service_hours_that_make_no_sense_are_refused(days: tuple[tuple[tuple[time, time], ...], ...]) -> None:
    with pytest.raises(ValueError, match="service hours"):
        Hours(SHANGHAI, days)


def test_service_hours_that_never_come_are_said_rather_than_searched_for_ever() -> None:
    never = Workdays(country=None, overrides={date.fromordinal(n): False for n in range(739_000, 745_000)})
    hours = Hours(SHANGHAI, (OFFICE,) * 7, never)
    with pytest.raises(ValueError, match="ten years"):
        due_us(Elapsed(1, service_hours=True), at("2026-11-25 09:00"), [], Site(SHANGHAI, never, hours))


@pytest.mark.parametrize(
    ("opened", "category", "marked"),
    [
        ("2026-11-25 09:00", "move_in", False),
        ("2026-11-25 09:00", "renovation", True),  # it ends in 2027
        ("2040-06-04 09:00", "move_in", True),
        ("2040-06-04 09:00", "repair", False),  # no workdays in it
    ],
)
def test_an_end_that_hangs_on_days_that_are_not_announced_is_marked(opened: str, category: str, marked: bool) -> None:
    rules = SiteRules(Site(SHANGHAI, Workdays()))
    ticket = Ticket("20261125-0001", at(opened), Source.HAND, category)
    assert rules.provisional(ticket, rules.dues(ticket)) is marked


def test_the_site_s_own_table_makes_a_day_certain() -> None:
    days = {date(2040, 6, 1) + timedelta(days=ahead): True for ahead in range(31)}
    rules = SiteRules(Site(SHANGHAI, Workdays(overrides=days)))
    ticket = Ticket("20400604-0001", at("2040-06-04 09:00"), Source.HAND, "move_in")
    assert not rules.provisional(ticket, rules.dues(ticket))


HOURS, DAYS = HOUR_US, 24 * HOUR_US


@pytest.mark.parametrize(
    ("term", "longest"),
    [
        (Elapsed(HOUR_US), HOURS),
        (Elapsed(2 * HOUR_US, service_hours=True), 2 * 7 * DAYS + 30 * DAYS),
        (EndOfDay(), DAYS),
        (EndOfDay(workdays=True), 2 * DAYS + 30 * DAYS),
        (DaysLater(7), 8 * DAYS),
        (DaysLater(7, workdays=True), 16 * DAYS + 30 * DAYS),
    ],
)
def test_how_far_an_end_may_lie_at_most(term: Term, longest: int) -> None:
    assert longest_us([term]) == longest


def test_of_several_terms_the_shortest_is_the_furthest_that_counts_and_none_has_no_end() -> None:
    assert longest_us([DaysLater(7), Elapsed(HOUR_US), EndOfDay()]) == HOUR_US
    assert longest_us([]) == 0


def test_the_least_that_a_term_may_be() -> None:
    Elapsed(1), DaysLater(1)
    with pytest.raises(ValueError, match="longer than nothing"):
        Elapsed(0)
    with pytest.raises(ValueError, match="at least one"):
        DaysLater(0)


def test_a_pause_that_begins_at_the_very_end_moves_nothing() -> None:
    at_the_end = ("2026-11-25 10:00", "2026-11-25 12:00")
    assert due(Elapsed(HOUR_US), "2026-11-25 09:00", at_the_end) == "2026-11-25 10:00"
    assert due(EndOfDay(workdays=True), "2026-11-25 09:00", ("2026-11-26 00:00", None)) == "2026-11-26 00:00"


def test_a_pause_of_a_moment_moves_an_end_in_workdays_by_that_moment() -> None:
    ten, end = at("2026-11-25 10:00"), at("2026-11-26 00:00")
    assert due_us(EndOfDay(workdays=True), ten, [Pause(ten, ten + 1)], SITE) == end + 1
    saturday = at("2026-11-28 10:00")
    assert due_us(DaysLater(3, workdays=True), ten, [Pause(saturday, saturday + 1)], SITE) == at("2026-11-30 10:00")


@pytest.mark.parametrize(
    ("open_on", "worked", "hours_of"),
    [
        ((0, 1, 2, 3, 4), "2026-02-14", 4),  # a Saturday
        ((1,), "2026-11-30", 1),  # a Monday: the last Tuesday
        ((6,), "2026-11-30", 6),
        ((0, 3), "2026-12-02", 0),  # a Wednesday
    ],
)
def test_a_day_that_is_worked_without_hours_of_its_own_has_those_of_the_last_day_that_has_some(
    open_on: tuple[int, ...], worked: str, hours_of: int
) -> None:
    days = tuple(((time(day + 1), time(day + 2)),) if day in open_on else () for day in range(7))
    hours = Hours(SHANGHAI, days, Workdays(overrides={date.fromisoformat(worked): True}))
    ((since_us, until_us),) = hours.spans(date.fromisoformat(worked))
    begins = at(f"{worked} {hours_of + 1:02}:00")
    assert (since_us, until_us) == (begins, begins + HOUR_US)


def test_without_workdays_each_day_has_its_own_hours() -> None:
    hours = Hours(SHANGHAI, ((), OFFICE, (), (), (), (), ()))
    assert hours.spans(date(2026, 11, 30)) == []
    assert len(hours.spans(date(2026, 12, 1))) == 2


@pytest.mark.parametrize(
    ("term", "always", "in_hours"),
    [
        (Elapsed(1), False, False),
        (Elapsed(1, service_hours=True), False, True),
        (EndOfDay(), False, False),
        (EndOfDay(workdays=True), True, True),
        (DaysLater(1), False, False),
        (DaysLater(1, workdays=True), True, True),
    ],
)
def test_which_terms_hang_on_workdays_day_and_night_and_in_service_hours(
    term: Term, always: bool, in_hours: bool
) -> None:
    assert counts_workdays(term, Site(SHANGHAI, CHINA)) is always
    assert counts_workdays(term, SITE) is in_hours


def test_a_pause_that_ends_as_a_workday_begins_moves_nothing() -> None:
    ten, monday = at("2026-11-27 10:00"), at("2026-11-30 00:00")
    weekend = Pause(at("2026-11-28 00:00"), monday)
    assert due_us(DaysLater(2, workdays=True), ten, [weekend], SITE) == at("2026-12-01 10:00")
    assert due_us(DaysLater(2, workdays=True), ten, [weekend._replace(until_us=monday + 1)], SITE) == (
        at("2026-12-01 10:00") + 1
    )


def test_hours_that_a_clock_change_swallows_are_no_span() -> None:
    """On 2026-03-29 Berlin has no time between 2:00 and 3:00."""
    berlin = ZoneInfo("Europe/Berlin")
    hours = Hours(berlin, (((time(2), time(3)), (time(8), time(12))),) * 7)
    spans = hours.spans(date(2026, 3, 29))
    assert [(span.until_us - span.since_us) // HOUR_US for span in spans] == [4]
