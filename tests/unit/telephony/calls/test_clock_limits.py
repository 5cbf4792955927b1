"""How far a stamp may be off before it is not believed, and a clock before it was set: each limit, and just past it."""

from datetime import UTC, datetime

import pytest

from telephony.clock import BOUND_US, Change, PbxClock, correction_for
from tests.unit.telephony.calls.test_clock import T0, Line, S

DAY_US = 86_400_000_000
YEAR_2100_US = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp()) * S


@pytest.mark.parametrize(
    ("ahead_us", "correction_us"),
    [
        (0, 0),
        (1_000_000, 0),
        (-1_000_000, 0),
        (1_000_001, 1_000_000),
        (-1_000_001, -1_000_000),
        (1_600_000, 2_000_000),
        (-90_400_000, -90_000_000),
    ],
)
def test_a_clock_is_corrected_by_whole_seconds_once_it_is_off_by_more_than_one(
    ahead_us: int, correction_us: int
) -> None:
    assert correction_for(ahead_us) == correction_us


@pytest.mark.parametrize(("ahead_us", "believed"), [(1_499_999, True), (1_500_000, False)])
def test_a_stamp_may_be_ahead_of_its_receipt_by_less_than_a_second_and_a_half(ahead_us: int, believed: bool) -> None:
    clock = Line().clock
    assert clock.read(T0 + ahead_us, T0) == (T0 + ahead_us if believed else None)


@pytest.mark.parametrize(("early_us", "believed"), [(0, True), (1, False)])
def test_the_first_stamp_may_be_thirty_days_old(early_us: int, believed: bool) -> None:
    stamp_us = T0 - 30 * DAY_US - early_us
    assert Line().clock.read(stamp_us, T0) == (stamp_us if believed else None)


def test_a_stamp_without_a_receipt_is_believed_however_far_it_is() -> None:
    line = Line()
    line.event(1)
    assert line.clock.read(T0 + 500 * S, 0) == T0 + 500 * S


def test_no_stamp_of_the_year_2100_is_believed() -> None:
    assert PbxClock().read(YEAR_2100_US - 1, 0) == YEAR_2100_US - 1
    assert PbxClock().read(YEAR_2100_US, 0) is None


def test_the_year_2100_is_not_followed_however_often_it_is_stamped() -> None:
    line = Line()
    line.event(0)
    assert [line.event(second, stamp=(YEAR_2100_US - T0) / S) for second in (1, 2, 3)] == [1, 2, 3]
    assert line.changes == []


# ---- events without a stamp


def test_without_stamp_and_receipt_an_event_is_at_the_latest_instant_heard() -> None:
    clock = PbxClock()
    clock.read(T0, T0)
    assert clock.read(0, 0) == T0


@pytest.mark.parametrize(("back_us", "at"), [(1_500_000, T0), (1_500_001, None)])
def test_receipts_may_go_back_by_a_second_and_a_half(back_us: int, at: int | None) -> None:
    clock = PbxClock()
    clock.read(T0, T0)
    assert clock.read(T0 - back_us, T0 - back_us) == at


# ---- stamps that are not believed


def test_a_refused_stamp_without_a_receipt_is_at_the_latest_instant_heard() -> None:
    line = Line()
    line.event(5)
    assert line.clock.doubt(T0 - 90 * S, 0) == (T0 + 5 * S, None)


def test_a_refused_stamp_is_not_before_what_was_heard() -> None:
    line = Line()
    line.event(5)
    assert line.event(4, stamp=500) == 5


@pytest.mark.parametrize(("stamps", "followed"), [((10, 16, 17), True), ((10, 16.000001, 17), False)])
def test_stamps_continue_each_other_if_the_second_is_later_by_five_seconds_more_than_its_receipt(
    stamps: tuple[float, ...], followed: bool
) -> None:
    line = Line()
    line.event(100)
    for second, stamp in enumerate(stamps, start=101):
        line.event(second, stamp=stamp)
    assert bool(line.changes) is followed


@pytest.mark.parametrize(("stamps", "followed"), [((10, 9.5, 10), True), ((10, 9.499999, 10), False)])
def test_stamps_continue_each_other_if_the_second_is_earlier_by_half_a_second(
    stamps: tuple[float, ...], followed: bool
) -> None:
    line = Line()
    line.event(100)
    for second, stamp in enumerate(stamps, start=101):
        line.event(second, stamp=stamp)
    assert bool(line.changes) is followed


def test_two_stamps_are_not_yet_a_clock_that_was_set_and_one_that_is_believed_begins_again() -> None:
    line = Line()
    line.event(100)
    for second, stamp in ((101, 10), (102, 11), (103, None), (104, 12), (105, 13)):
        line.event(second, stamp=stamp)
    assert line.changes == []
    line.event(106, stamp=14)
    assert [change.ours for change in line.changes] == [False]


def test_after_a_step_back_stamps_may_be_back_by_half_a_second_from_where_it_was_followed() -> None:
    line = Line()
    line.event(100)
    for second in (101, 102, 103):
        line.event(second, stamp=second - 90)
    assert line.clock.read(T0 + 12_500_000, T0 + 104 * S) is not None
    assert line.clock.read(T0 + 12_499_999, T0 + 104 * S) is None


def test_a_step_that_is_followed_says_by_how_much() -> None:
    line = Line()
    line.event(100, late=0.5)
    for second in (101, 102, 103):
        line.event(second, late=0.5, stamp=second - 90.25)
    assert line.changes == [Change(shift_us=-250_000, step_us=-90_250_000)]
    assert line.clock.correction_us == -90 * S


def test_stamps_alone_follow_a_step_by_all_of_it() -> None:
    clock = PbxClock()
    clock.read(T0 + 100 * S, 0)
    changes = [clock.doubt(T0 + second * S, 0)[1] for second in (10, 11, 12)]
    assert changes == [None, None, Change(-88 * S, -88 * S)]
    assert clock.correction_us == 0


# ---- the PBX is asked what its clock shows


def test_what_the_clock_shows_is_held_against_the_middle_of_the_question() -> None:
    clock = PbxClock()
    clock.compare(T0 + 5 * S, T0, T0 + 2 * S, 0)
    assert clock.ahead_us == 4 * S
    clock.compare(T0 + 5 * S, T0 + S, T0, 0)  # our clock was set back meanwhile
    assert clock.ahead_us == 5 * S


def test_a_clock_that_is_trusted_is_compared_and_not_corrected() -> None:
    clock = PbxClock(BOUND_US + 1)
    clock.read(T0 + S, T0 + S + 2)
    assert clock.compare(T0 + 90 * S, T0, T0, 90 * S) is None
    assert (clock.ahead_us, clock.correction_us) == (90 * S, 0)


@pytest.mark.parametrize(
    ("ahead", "change"),
    [
        (0.7, None),
        (0.700001, Change(700_001, 700_001)),
        (-0.7, None),
        (-0.700001, Change(-700_001, -700_001)),
    ],
)
def test_a_clock_was_set_if_it_is_off_by_half_a_second_more_than_two_answers_can_be(
    ahead: float, change: Change | None
) -> None:
    line = Line()
    line.event(1)
    line.ask(2, took=0.2)
    line.ahead = ahead
    assert line.ask(12, took=0.2) == change


def test_the_first_answer_is_no_step() -> None:
    line = Line(ahead=50)
    line.clock.read(T0 + S, T0 + 2 * S)
    assert line.ask(3) == Change(-50 * S, 0)


def test_a_pbx_that_puts_no_stamps_on_its_events_moves_no_call() -> None:
    line = Line()
    line.ask(2)
    line.ahead = 50
    assert line.ask(12) is None


@pytest.mark.parametrize(
    ("second", "change"), [(98.502, Change(0, 50 * S, ours=False)), (98.501999, Change(-50 * S, 0, ours=True))]
)
def test_our_own_clock_was_set_if_the_answer_is_before_what_was_heard_by_more_than_the_bound(
    second: float, change: Change
) -> None:
    line = Line()
    line.ask(99)
    line.event(100, late=0.002)
    line.ahead = 50
    assert line.ask(second, took=0) == change


@pytest.mark.parametrize(("early_us", "believed"), [(0, True), (1, False)])
def test_after_an_answer_stamps_may_have_waited_for_five_seconds(early_us: int, believed: bool) -> None:
    line = Line()
    line.ask(100, took=0)
    stamp_us = T0 + 95 * S - early_us
    assert (line.clock.read(stamp_us, T0 + 101 * S) is not None) is believed


@pytest.mark.parametrize(("early_us", "believed"), [(0, True), (1, False)])
def test_an_answer_does_not_let_stamps_go_back_behind_what_was_heard(early_us: int, believed: bool) -> None:
    line = Line()
    line.event(100)
    line.ask(101)
    stamp_us = T0 + 99_500_000 - early_us
    assert (line.clock.read(stamp_us, T0 + 102 * S) is not None) is believed


@pytest.mark.parametrize(("early_us", "at"), [(0, T0 + 105 * S), (1, None)])
def test_after_an_answer_that_shows_a_step_back_stamps_begin_five_seconds_before_it(
    early_us: int, at: int | None
) -> None:
    line = Line()
    line.event(100)
    line.ask(101)
    line.ahead = -50
    line.ask(110, took=0)
    assert line.clock.read(T0 + 55 * S - early_us, T0 + 111 * S) == at


def test_our_own_clock_set_forth_moves_the_latest_instant_and_says_so() -> None:
    line = Line()
    line.event(10)
    assert line.clock.set_ours(7 * S) == Change(7 * S, 0, ours=True)
    assert (line.clock.last_at_us, line.clock.correction_us) == (T0 + 17 * S, -7 * S)
    assert line.clock.set_ours(0) is None


@pytest.mark.parametrize("ahead", [0, 40])
def test_where_receipts_go_back_our_clock_was_set_and_what_is_alive_moves_by_as_much(ahead: int) -> None:
    line = Line(ahead)
    if ahead:
        line.ask(0)
    for second in range(5):
        line.event(second)
    taken = [line.event(second, late=0.002 - 100) for second in range(5, 9)]
    assert taken == [4, 5, -94, -92]
    assert line.changes == [Change(-100 * S, 0, ours=True)]
    assert line.clock.correction_us == (ahead + 100) * S


def test_the_very_first_event_whose_stamp_is_not_believed_happened_when_it_was_received() -> None:
    line = Line()
    assert line.event(3, late=0, stamp=500) == 3
    assert line.changes == []


def test_a_step_of_a_clock_that_was_ahead_already_is_as_long_as_it_is() -> None:
    line = Line(40)
    line.ask(0)
    for second in range(5):
        line.event(second)
    line.ahead = 640
    for second in range(5, 9):
        line.event(second)
    assert [change.step_us for change in line.changes] == [600 * S]
    assert line.clock.correction_us == 640 * S


def test_a_step_that_the_link_has_seen_before_us_moves_nothing_that_is_corrected_already() -> None:
    line = Line(40)
    line.ask(0)
    line.event(1)
    line.ahead = 640
    assert line.ask(10) == Change(0, 600 * S)
    line.ahead = 700
    assert line.ask(20, known=640) == Change(60 * S, 60 * S)
