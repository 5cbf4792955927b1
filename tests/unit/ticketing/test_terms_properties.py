"""Clocks over zones with and without daylight saving time, year ends, and days that are worked instead."""

import itertools
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US, HOUR_US, day_end_us, day_start_us, instant_us, local_day
from tests.unit.ticketing.moments import at, said
from ticketing.clocks.hours import Hours
from ticketing.clocks.pauses import Pause, paused_us
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Site, due_us, longest_us
from ticketing.clocks.workdays import Workdays

ZONES = (
    "Asia/Shanghai",
    "Europe/Madrid",
    "America/New_York",
    "Asia/Beirut",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "UTC",
)
zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
instants = st.integers(instant_us(datetime(2023, 12, 1, tzinfo=UTC)), instant_us(datetime(2027, 2, 1, tzinfo=UTC)))
terms = st.one_of(
    st.builds(Elapsed, st.integers(1, 30 * DAY_US), st.booleans()),
    st.builds(EndOfDay, st.booleans()),
    st.builds(DaysLater, st.integers(1, 20), st.booleans()),
)
pauses = st.lists(
    st.tuples(st.integers(-DAY_US, 20 * DAY_US), st.integers(0, 5 * DAY_US)),
    max_size=4,
)


def site(zone: ZoneInfo) -> Site:
    days = Workdays()
    return Site(zone, days, Hours(zone, (((time(8), time(12)), (time(13), None)),) * 7, days))


def made(from_us: int, offsets: list[tuple[int, int]]) -> list[Pause]:
    return [Pause(from_us + since, from_us + since + length) for since, length in offsets]


@given(zones, instants)
def test_an_instant_lies_within_its_local_day(zone: ZoneInfo, at_us: int) -> None:
    day = local_day(at_us, zone)
    assert day_start_us(day, zone) <= at_us < day_end_us(day, zone)
    assert 23 * HOUR_US <= day_end_us(day, zone) - day_start_us(day, zone) <= 25 * HOUR_US


@given(terms, zones, instants)
def test_without_a_pause_no_term_ends_later_than_the_longest_it_may_take(
    term: Elapsed, zone: ZoneInfo, at_us: int
) -> None:
    end_us = due_us(term, at_us, [], site(zone))
    assert end_us is not None
    assert end_us <= at_us + longest_us([term])


@given(terms, zones, instants, pauses)
def test_nothing_is_due_before_it_began(
    term: Elapsed, zone: ZoneInfo, at_us: int, offsets: list[tuple[int, int]]
) -> None:
    end_us = due_us(term, at_us, made(at_us, offsets), site(zone))
    assert end_us is not None
    assert end_us > at_us


@given(terms, zones, instants, pauses)
def test_a_pause_never_brings_the_end_nearer(
    term: Elapsed, zone: ZoneInfo, at_us: int, offsets: list[tuple[int, int]]
) -> None:
    without, with_pauses = (due_us(term, at_us, made(at_us, some), site(zone)) for some in ([], offsets))
    assert without is not None
    assert with_pauses is not None
    assert with_pauses >= without


@given(st.integers(1, 30 * DAY_US), zones, instants, pauses)
def test_what_elapsed_without_the_pauses_is_the_term(
    span_us: int, zone: ZoneInfo, at_us: int, offsets: list[tuple[int, int]]
) -> None:
    paused = made(at_us, offsets)
    end_us = due_us(Elapsed(span_us), at_us, paused, site(zone))
    assert end_us is not None
    assert end_us - at_us - paused_us(paused, at_us, end_us) == span_us


@given(st.integers(1, 30 * DAY_US), zones, instants, pauses)
def test_open_time_without_the_pauses_is_the_term_in_service_hours(
    span_us: int, zone: ZoneInfo, at_us: int, offsets: list[tuple[int, int]]
) -> None:
    place, paused = site(zone), made(at_us, offsets)
    end_us = due_us(Elapsed(span_us, service_hours=True), at_us, paused, place)
    assert end_us is not None
    assert place.hours is not None
    counted = 0
    for span in place.hours.spans_from(at_us):
        if span.since_us >= end_us:
            break
        until_us = min(span.until_us, end_us)
        counted += until_us - span.since_us - paused_us(paused, span.since_us, until_us)
    assert counted == span_us


@given(zones, instants, st.integers(1, 20))
def test_days_later_is_the_same_wall_clock_but_for_a_spring_change(zone: ZoneInfo, at_us: int, days: int) -> None:
    end_us = due_us(DaysLater(days), at_us, [], site(zone))
    assert end_us is not None
    assert abs(end_us - at_us - days * DAY_US) <= HOUR_US
    assert local_day(end_us, zone) == local_day(at_us, zone) + timedelta(days=days)


@given(zones, instants)
def test_service_hours_come_in_order_and_never_overlap(zone: ZoneInfo, at_us: int) -> None:
    hours = site(zone).hours
    assert hours is not None
    spans = list(itertools.islice(hours.spans_from(at_us), 20))
    assert all(span.since_us < span.until_us for span in spans)
    assert all(before.until_us <= after.since_us for before, after in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("opened", "due"),
    [
        ("2026-03-28 02:30", "2026-03-29 03:30"),  # there is no 02:30 on that Sunday
        ("2026-10-24 02:30", "2026-10-25 02:30"),  # there are two: the first
    ],
)
def test_a_day_later_over_a_change_of_the_clocks(opened: str, due: str) -> None:
    madrid = ZoneInfo("Europe/Madrid")
    assert said(due_us(DaysLater(1), at(opened, madrid), [], site(madrid)), madrid) == due


def test_the_day_of_the_spring_change_has_23_hours() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    day = local_day(at("2026-03-29 12:00", madrid), madrid)
    assert day_end_us(day, madrid) - day_start_us(day, madrid) == 23 * HOUR_US
