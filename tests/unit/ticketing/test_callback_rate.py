from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.rate import DayRate, Followed, LeftOutWhy, day_rate, left_out_why

NO_FOLLOW_UP = LeftOutWhy.NO_FOLLOW_UP
DAY = date(2026, 11, 25)
EVENING = at("2026-11-25 20:00")


def resolved(
    place: int,
    connected: str | None = None,
    left_out: LeftOutWhy | None = None,
    when: str = "2026-11-25 10:00",
    category: str = "enquiry",
) -> Followed:
    connected_at_us = None if connected is None else at(connected)
    return Followed(f"20261125-{place:04}", at(when) + place, left_out, connected_at_us, category)


def rate(*tickets: Followed, now_us: int = EVENING) -> DayRate:
    return day_rate(tickets, DAY, SHANGHAI, now_us, CallbackPolicy())


def test_the_worked_example_of_the_documentation() -> None:
    called = [resolved(n, "2026-11-25 15:00") for n in range(1, 16)]
    next_day = [resolved(16, "2026-11-26 09:00")]
    not_called = [resolved(n) for n in range(17, 21)]
    not_wanted = [resolved(n, left_out=NO_FOLLOW_UP) for n in range(21, 26)]
    found = rate(*called, *next_day, *not_called, *not_wanted)
    assert (found.resolved_count, found.eligible_count, found.same_day_count, found.final_count) == (25, 20, 15, 16)
    assert (found.same_day_ratio, found.final_ratio) == (0.75, 0.8)
    assert found.missing == ("20261125-0017", "20261125-0018", "20261125-0019", "20261125-0020")
    assert (found.more_by_midnight, found.can_be_met) == (3, True)


def test_what_is_no_issue_is_shown_beside_it_by_category_and_counts_among_all() -> None:
    issues = [resolved(1, "2026-11-25 15:00", category="repair"), resolved(2, category="repair")]
    others = [
        resolved(3, left_out=NO_FOLLOW_UP, category="wrong_number"),
        resolved(4, "2026-11-25 16:00", left_out=NO_FOLLOW_UP),
        resolved(5, "2026-11-26 09:00", left_out=NO_FOLLOW_UP),
    ]
    found = rate(*issues, *others)
    assert (found.eligible_count, found.same_day_ratio) == (2, 0.5)
    assert found.left_out == (("enquiry", NO_FOLLOW_UP, 2), ("wrong_number", NO_FOLLOW_UP, 1))
    assert (found.same_day_of_all_count, found.final_of_all_count) == (2, 3)
    assert (found.same_day_of_all_ratio, found.final_of_all_ratio) == (0.4, 0.6)


def test_who_has_nobody_to_call_is_left_out_with_the_reason_and_not_missing() -> None:
    """A barrier in the garage, found on patrol."""
    called = [resolved(n, "2026-11-25 11:00", category="repair") for n in range(9)]
    found = rate(*called, resolved(9, left_out=LeftOutWhy.NOBODY_TO_CALL, category="repair"))
    assert (found.eligible_count, found.same_day_ratio, found.missing) == (9, 1.0, ())
    assert found.left_out == (("repair", LeftOutWhy.NOBODY_TO_CALL, 1),)
    assert (found.resolved_count, found.same_day_of_all_ratio) == (10, 0.9)


@pytest.mark.parametrize(
    ("follow_up", "somebody", "why"),
    [
        (True, True, None),
        (True, False, LeftOutWhy.NOBODY_TO_CALL),
        (False, True, NO_FOLLOW_UP),
        (False, False, NO_FOLLOW_UP),
    ],
)
def test_the_rule_of_the_category_comes_first(follow_up: bool, somebody: bool, why: LeftOutWhy | None) -> None:
    assert left_out_why(follow_up=follow_up, somebody=somebody) is why


@pytest.mark.parametrize(
    ("now", "can_be_met"),
    [
        ("2026-11-25 07:00", True),
        ("2026-11-25 11:15", True),
        ("2026-11-25 20:59:59", True),  # a call by hand is proof until the quiet hours begin
        ("2026-11-25 21:00", False),
        ("2026-11-26 08:00", False),
    ],
)
def test_a_target_that_is_not_met_can_be_met_until_the_quiet_hours_of_its_day(now: str, can_be_met: bool) -> None:
    assert rate(resolved(1), now_us=at(now)).can_be_met is can_be_met
    assert rate(resolved(1, "2026-11-25 15:00"), now_us=at(now)).can_be_met


def test_what_may_be_called_about_at_any_hour_can_be_met_until_midnight() -> None:
    urgent = resolved(1)._replace(any_hour=True)
    for now, can_be_met in (("2026-11-25 23:59:59", True), ("2026-11-26 00:00", False)):
        assert rate(urgent, now_us=at(now)).can_be_met is can_be_met


def test_at_midnight_the_day_is_over() -> None:
    tickets = [resolved(1), resolved(2, "2026-11-26 00:00")]
    found = rate(*tickets, now_us=at("2026-11-26 00:00"))
    assert (found.same_day_count, found.final_count, found.can_be_met) == (0, 1, False)
    assert rate(resolved(2, "2026-11-25 23:59:59")).same_day_count == 1


def test_of_no_tickets_there_is_no_rate() -> None:
    found = rate(resolved(1, left_out=NO_FOLLOW_UP))
    assert (found.same_day_ratio, found.final_ratio, found.more_by_midnight, found.can_be_met) == (None, None, 0, True)


def test_a_ticket_belongs_to_the_local_day_it_was_resolved_on() -> None:
    tickets = [resolved(0, when="2026-11-24 23:59:59"), resolved(0, when="2026-11-26 00:00"), resolved(1)]
    assert rate(*tickets).eligible_count == 1


def test_ninety_percent_of_ten_is_nine_and_of_eleven_is_ten() -> None:
    for count, wanted in ((10, 9), (11, 10), (1, 1), (100, 90), (101, 91)):
        assert rate(*(resolved(n) for n in range(count))).more_by_midnight == wanted


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=60))
def test_as_many_more_as_it_says_meet_the_target_and_one_less_does_not(tickets: list[tuple[bool, bool]]) -> None:
    found = rate(
        *(
            resolved(n, "2026-11-25 15:00" if done else None, None if wanted else NO_FOLLOW_UP)
            for n, (wanted, done) in enumerate(tickets)
        )
    )
    target = 0.9 * found.eligible_count
    if found.more_by_midnight:
        assert found.same_day_count + found.more_by_midnight >= target - 1e-9
        assert found.same_day_count + found.more_by_midnight - 1 < target
    else:
        assert found.same_day_count >= target - 1e-9


@pytest.mark.parametrize(
    ("now", "call_by"),
    [("20:00", "20:30"), ("20:29:59", "20:30"), ("20:30", "21:00"), ("20:59:59", "21:00"), ("21:00", None)],
)
def test_so_many_calls_by_then_and_the_rate_is_kept(now: str, call_by: str | None) -> None:
    found = rate(
        *[resolved(n, "2026-11-25 15:00") for n in range(17)],
        *[resolved(n) for n in range(17, 21)],
        now_us=at(f"2026-11-25 {now}"),
    )
    assert found.more_by_midnight == 2
    assert found.call_by_us == (call_by and at(f"2026-11-25 {call_by}"))
    assert found.ratio_then == (19 / 21 if call_by else None)


def test_who_may_be_called_at_any_hour_can_be_called_until_midnight() -> None:
    urgent = resolved(1)._replace(any_hour=True)
    assert rate(urgent, now_us=at("2026-11-25 22:00")).call_by_us == at("2026-11-26 00:00")
    assert rate(urgent, now_us=at("2026-11-26 00:00")).call_by_us is None


def test_where_the_rate_is_kept_nobody_has_to_be_called() -> None:
    found = rate(resolved(1, "2026-11-25 15:00"))
    assert (found.call_by_us, found.ratio_then) == (None, 1.0)
    assert (rate().call_by_us, rate().ratio_then) == (None, None)
