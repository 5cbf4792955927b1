"""Which shifts there are on which days: over midnight, over a change of the clocks, on workdays, on some weekdays."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import HOUR_US, MINUTE_US, instant_us, wall_us
from ticketing.clocks.workdays import Workdays
from ticketing.shifts.patterns import EVERY_DAY, Pattern, ShiftRules, Turn, turns, turns_around

SHANGHAI, MADRID = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Madrid")
ZONES = ("Asia/Shanghai", "Europe/Madrid", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Beirut")
DAY = Pattern("day", time(8), time(20))
NIGHT = Pattern("night", time(20), time(8))
TUESDAY = date(2026, 12, 1)


def always(day: date) -> bool:
    return True


def at(day: date, hour: int, zone: ZoneInfo = SHANGHAI) -> int:
    return wall_us(day, time(hour), zone)


def test_a_day_and_a_night_follow_one_another_without_a_gap() -> None:
    assert turns([NIGHT, DAY], TUESDAY, TUESDAY, SHANGHAI, always) == [
        Turn("day", TUESDAY, at(TUESDAY, 8), at(TUESDAY, 20)),
        Turn("night", TUESDAY, at(TUESDAY, 20), at(date(2026, 12, 2), 8)),
    ]


def test_a_shift_that_ends_when_it_begins_lasts_24_hours() -> None:
    (turn,) = turns([Pattern("whole", time(9), time(9))], TUESDAY, TUESDAY, SHANGHAI, always)
    assert turn.ends_us - turn.begins_us == 24 * HOUR_US


def test_a_turn_has_the_people_that_its_shift_needs() -> None:
    (turn,) = turns([Pattern("day", time(8), time(20), people_min=3)], TUESDAY, TUESDAY, SHANGHAI, always)
    assert turn.people_min == 3


def test_the_last_day_is_included_and_none_is_there_where_the_days_end_before_they_begin() -> None:
    week = turns([DAY], TUESDAY, TUESDAY + timedelta(days=6), SHANGHAI, always)
    assert [turn.day.day for turn in week] == [1, 2, 3, 4, 5, 6, 7]
    assert turns([DAY], TUESDAY, TUESDAY - timedelta(days=1), SHANGHAI, always) == []


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 28), 11), (date(2026, 10, 24), 13), (date(2026, 6, 1), 12)])
def test_a_night_in_which_the_clocks_change_is_an_hour_shorter_or_longer(day: date, hours: int) -> None:
    (turn,) = turns([NIGHT], day, day, MADRID, always)
    assert (turn.ends_us - turn.begins_us) / HOUR_US == hours


def test_a_shift_that_a_change_of_the_clocks_skips_is_not_there() -> None:
    skipped = Pattern("odd", time(2, 30), time(3, 10))
    assert turns([skipped], date(2026, 3, 29), date(2026, 3, 29), MADRID, always) == []
    assert len(turns([skipped], date(2026, 3, 30), date(2026, 3, 30), MADRID, always)) == 1


def test_a_shift_of_workdays_rests_on_a_holiday_and_works_on_a_weekend_that_is_worked() -> None:
    pattern, works = Pattern("office", time(9), time(18), workdays_only=True), Workdays().works
    first, last = date(2026, 10, 1), date(2026, 10, 11)
    assert [turn.day.day for turn in turns([pattern], first, last, SHANGHAI, works)] == [8, 9, 10]


def test_a_shift_of_some_weekdays_is_on_those_alone() -> None:
    pattern = Pattern("weekend", time(9), time(18), frozenset({5, 6}))
    found = turns([pattern], TUESDAY, TUESDAY + timedelta(days=13), SHANGHAI, always)
    assert [turn.day.day for turn in found] == [5, 6, 12, 13]


def test_a_turn_runs_from_its_first_instant_to_before_its_end() -> None:
    turn = Turn("day", TUESDAY, 10, 20)
    assert [turn.runs(at_us) for at_us in (9, 10, 19, 20)] == [False, True, True, False]


def test_around_an_instant_are_the_turns_that_run_then() -> None:
    after_midnight = at(TUESDAY, 3)
    (night,) = turns_around([DAY, NIGHT], after_midnight, after_midnight, SHANGHAI, always)
    assert (night.shift, night.day) == ("night", date(2026, 11, 30))


def test_around_a_span_are_those_that_run_at_its_begin_or_begin_before_its_end() -> None:
    found = turns_around([DAY, NIGHT], at(TUESDAY, 12), at(date(2026, 12, 2), 8), SHANGHAI, always)
    assert [(turn.shift, turn.day.day) for turn in found] == [("day", 1), ("night", 1)]
    later = turns_around([DAY, NIGHT], at(TUESDAY, 12), at(date(2026, 12, 2), 8) + 1, SHANGHAI, always)
    assert [(turn.shift, turn.day.day) for turn in later] == [("day", 1), ("night", 1), ("day", 2)]


def test_rules_know_their_shifts_by_name() -> None:
    rules = ShiftRules((DAY, NIGHT))
    assert rules.pattern("night") is NIGHT
    assert rules.pattern("evening") is None
    assert ShiftRules() == ShiftRules((), housekeepers_on_shift=False, housekeeper_ring_seconds=0)
    assert Pattern("day", time(8), time(20)) == Pattern("day", time(8), time(20), EVERY_DAY, False, 1)
    assert frozenset({0, 1, 2, 3, 4, 5, 6}) == EVERY_DAY


zones = st.sampled_from([ZoneInfo(name) for name in ZONES])
instants = st.integers(instant_us(datetime(2024, 1, 1, tzinfo=UTC)), instant_us(datetime(2027, 1, 1, tzinfo=UTC)))
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(zones, st.dates(date(2024, 1, 2), date(2026, 12, 20)), st.lists(times, min_size=1, max_size=4, unique=True))
def test_shifts_that_share_out_the_day_leave_no_gap_and_do_not_overlap(
    zone: ZoneInfo, first: date, changes: list[time]
) -> None:
    ordered = sorted(changes)
    ends = [*ordered[1:], ordered[0]]
    patterns = [Pattern(str(place), *pair) for place, pair in enumerate(zip(ordered, ends, strict=True))]
    found = turns(patterns, first, first + timedelta(days=8), zone, always)
    assert all(earlier.ends_us == later.begins_us for earlier, later in itertools.pairwise(found))


@given(zones, instants, times, times)
def test_at_any_instant_those_around_it_are_those_of_a_longer_list_that_run(
    zone: ZoneInfo, at_us: int, begins: time, ends: time
) -> None:
    patterns = [Pattern("a", begins, ends), Pattern("b", ends, begins)]
    day = datetime.fromtimestamp(at_us / 1e6, zone).date()
    longer = turns(patterns, day - timedelta(days=4), day + timedelta(days=4), zone, always)
    running = [turn for turn in longer if turn.runs(at_us)]
    assert turns_around(patterns, at_us, at_us, zone, always) == running
    until_us = at_us + 90 * MINUTE_US
    begun = [turn for turn in longer if turn.runs(at_us) or at_us < turn.begins_us < until_us]
    assert turns_around(patterns, at_us, until_us, zone, always) == begun
