"""The pace of coming back."""

from random import Random

from telephony.ami.backoff import Backoff, Pace


def test_waits_double_up_to_a_limit_and_differ_by_chance() -> None:
    backoff = Backoff(Pace(first_seconds=1, most_seconds=8), Random(1))
    waits = [backoff.after_failure() for _ in range(50)]
    for wait, whole in zip(waits, [1, 2, 4, 8, *[8] * 46], strict=True):
        assert whole / 2 <= wait <= whole
    assert len(set(waits)) == 50


def test_after_a_link_that_lasted_waits_begin_anew() -> None:
    backoff = Backoff(Pace(first_seconds=1, most_seconds=8, steady_after_seconds=30), Random(1))
    for _ in range(5):
        backoff.after_failure(lasted_seconds=29.9)
    assert backoff.after_failure(lasted_seconds=30) <= 1


def test_a_refused_login_waits_for_people_to_act() -> None:
    backoff = Backoff(Pace(), Random(1))
    waits = [backoff.after_refusal() for _ in range(10)]
    assert min(waits) >= 30
    assert max(waits) <= 600
    assert backoff.after_failure() <= 0.5


def test_a_thousand_failures_overflow_nothing() -> None:
    backoff = Backoff(Pace(), Random(1))
    assert all(0 < backoff.after_failure() <= 30 for _ in range(3000))
