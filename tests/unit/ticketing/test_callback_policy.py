from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US, local_time
from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.callbacks.callback import AttemptOutcome, CallbackAttempt, Reason
from ticketing.callbacks.policy import (
    CallbackPolicy,
    callable_from_us,
    due_at_us,
    is_quiet,
    last_call_us,
    may_call,
    next_attempt_us,
)

POLICY = CallbackPolicy()


def again(*attempts: tuple[str, AttemptOutcome], policy: CallbackPolicy = POLICY) -> str | None:
    made = [CallbackAttempt(at(moment), "1001", outcome) for moment, outcome in attempts]
    return said(next_attempt_us(policy, made, SHANGHAI))


NO_ANSWER, BUSY = AttemptOutcome.NO_ANSWER, AttemptOutcome.BUSY


@pytest.mark.parametrize(
    ("asked", "decent"),
    [
        ("2026-11-25 07:59", "2026-11-25 08:00"),
        ("2026-11-25 08:00", "2026-11-25 08:00"),
        ("2026-11-25 20:29", "2026-11-25 20:29"),
        ("2026-11-25 20:30", "2026-11-26 08:00"),
        ("2026-12-31 23:00", "2027-01-01 08:00"),
    ],
)
def test_nobody_is_called_early_or_late(asked: str, decent: str) -> None:
    assert said(callable_from_us(POLICY, at(asked), SHANGHAI)) == decent


@pytest.mark.parametrize(
    ("when", "may_begin", "quiet"),
    [
        ("2026-11-25 03:31", False, True),
        ("2026-11-25 07:59:59", False, True),
        ("2026-11-25 08:00", True, False),
        ("2026-11-25 20:29:59", True, False),
        ("2026-11-25 20:30", False, False),  # nothing new, and what began by hand still is proof
        ("2026-11-25 20:59:59", False, False),
        ("2026-11-25 21:00", False, True),
        ("2026-11-26 00:00", False, True),
    ],
)
def test_when_a_call_may_begin_and_when_the_quiet_hours_are(when: str, may_begin: bool, quiet: bool) -> None:
    assert (may_call(POLICY, at(when), SHANGHAI), is_quiet(POLICY, at(when), SHANGHAI)) == (may_begin, quiet)


def test_a_follow_up_is_due_by_the_end_of_its_day_and_a_missed_call_in_half_an_hour() -> None:
    assert said(due_at_us(POLICY, Reason.RESOLVED_TICKET, at("2026-11-25 22:00"), SHANGHAI)) == "2026-11-26 00:00"
    assert said(due_at_us(POLICY, Reason.MISSED_CALL, at("2026-11-25 12:00"), SHANGHAI)) == "2026-11-25 12:30"
    assert said(due_at_us(POLICY, Reason.MISSED_CALL, at("2026-11-25 23:00"), SHANGHAI)) == "2026-11-26 08:30"
    assert said(due_at_us(POLICY, Reason.REQUESTED, at("2026-11-25 12:00"), SHANGHAI)) == "2026-11-25 13:00"


def test_who_does_not_answer_is_tried_two_hours_later_and_never_twice_in_the_same_hour_of_the_day() -> None:
    assert again(("2026-11-25 10:15", NO_ANSWER)) == "2026-11-25 12:15"
    assert again(("2026-11-25 08:10", NO_ANSWER), ("2026-11-25 19:30", NO_ANSWER)) == "2026-11-26 09:00"


def test_the_same_hour_is_tried_where_the_policy_does_not_mind() -> None:
    policy = CallbackPolicy(different_hours=False)
    attempts = (("2026-11-25 08:10", NO_ANSWER), ("2026-11-25 19:30", NO_ANSWER))
    assert again(*attempts, policy=policy) == "2026-11-26 08:00"


def test_a_busy_line_is_tried_again_soon() -> None:
    assert again(("2026-11-25 10:15", BUSY)) == "2026-11-25 10:25"
    assert again(("2026-11-25 20:25", BUSY)) == "2026-11-26 08:00"


def test_after_four_attempts_they_are_unreachable() -> None:
    tried = [(f"2026-11-25 {hour:02}:00", NO_ANSWER) for hour in (9, 12, 15)]
    assert again(*tried) is not None
    assert again(*tried, ("2026-11-25 18:00", BUSY)) is None


def test_an_attempt_that_failed_on_our_side_is_none_at_them() -> None:
    ours = [(f"2026-11-25 {hour:02}:00", AttemptOutcome.AGENT_NO_ANSWER) for hour in range(9, 19)]
    assert again(*ours) == "2026-11-25 18:10"


def test_where_every_hour_was_tried_the_next_decent_one_is_taken() -> None:
    policy = CallbackPolicy(attempts_max=20)
    tried = [(f"2026-11-{day} {hour:02}:00", NO_ANSWER) for day, hours in ((24, range(8, 21)),) for hour in hours]
    assert again(*tried, policy=policy) == "2026-11-25 08:00"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: CallbackPolicy(quiet_until=time(21)),
        lambda: CallbackPolicy(latest_same_day=time(7)),
        lambda: CallbackPolicy(attempts_max=0),
        lambda: CallbackPolicy(distance_us=-1),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(wrong: Callable[[], CallbackPolicy]) -> None:
    with pytest.raises(ValueError, match=r"must|need"):
        wrong()


@given(
    st.sampled_from(["Asia/Shanghai", "Europe/Madrid", "America/New_York", "Asia/Beirut"]),
    st.integers(0, 800 * DAY_US),
    st.lists(st.tuples(st.integers(0, 3 * DAY_US), st.sampled_from(list(AttemptOutcome))), min_size=1, max_size=6),
)
def test_the_next_attempt_is_later_and_decent(zone: str, since_us: int, made: list[tuple[int, AttemptOutcome]]) -> None:
    base_us, place = at("2024-12-31 00:00") + since_us, ZoneInfo(zone)
    attempts = [CallbackAttempt(base_us + offset, "1001", outcome) for offset, outcome in made]
    next_us = next_attempt_us(POLICY, attempts, place)
    if next_us is not None:
        assert next_us > max(attempt.at_us for attempt in attempts)
        assert time(8) <= local_time(next_us, place).time() < time(20, 30)


def test_the_next_hour_that_was_not_tried_is_tried_from_its_beginning() -> None:
    tried = (("2026-11-24 12:40", NO_ANSWER), ("2026-11-25 10:15:30", NO_ANSWER))
    assert again(*tried) == "2026-11-25 13:00"
    assert again(*tried, policy=CallbackPolicy(different_hours=False)) == "2026-11-25 12:15"


def test_the_last_call_of_a_day_is_before_its_latest_time_and_before_quiet_hours() -> None:
    day, usual = date(2026, 11, 25), CallbackPolicy()
    assert last_call_us(usual, day, SHANGHAI) == at("2026-11-25 20:30")
    assert last_call_us(replace(usual, quiet_from=time(20)), day, SHANGHAI) == at("2026-11-25 20:00")


@pytest.mark.parametrize(
    "least",
    [{"attempts_max": 1}, {"talk_us_min": 0}, {"distance_us": 0}, {"busy_distance_us": 0}],
)
def test_the_least_that_a_policy_may_say(least: dict[str, Any]) -> None:
    replace(POLICY, **least)
    for name, value in least.items():
        with pytest.raises(ValueError, match="need at least one attempt"):
            replace(POLICY, **{name: value - 1})
