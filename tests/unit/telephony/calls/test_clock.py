"""The PBX's clock held against ours, case by case: seconds are counted from T0 on our clock."""

from hypothesis import assume, example, given
from hypothesis import strategies as st

from telephony.clock import FOLLOW_AFTER, REORDER_US, Change, PbxClock, correction_for

T0 = 1_764_000_000_000_000
S = 1_000_000
MS = 1_000


class Line:
    """Events of a PBX whose clock is `ahead` seconds ahead, received `late` seconds after they happened."""

    def __init__(self, ahead: float = 0.0) -> None:
        self.clock = PbxClock()
        self.ahead = ahead
        self.changes: list[Change] = []
        self.clock.receive(T0 - S)  # the link came up

    def event(self, second: float, late: float = 0.002, stamp: float | None = None) -> float:
        """The instant that is taken, in seconds since T0. `stamp`: what the PBX writes, where that is no clock's."""
        stamp_us = T0 + round((second + self.ahead if stamp is None else stamp) * S)
        received_us = T0 + round((second + late) * S)
        at_us = self.clock.read(stamp_us, received_us)
        if at_us is None:
            at_us, change = self.clock.doubt(stamp_us, received_us)
            self.changes += [change] if change else []
        return (at_us - T0) / S

    @property
    def moved(self) -> float:
        """What is alive has been taken along by so many seconds."""
        return sum(change.shift_us for change in self.changes) / S

    def ask(self, second: float, took: float = 0.004, known: float | None = None) -> Change | None:
        """`known`: the correction that the link has, in seconds."""
        asked_us, received_us = T0 + round((second - took) * S), T0 + round(second * S)
        shown_us = (asked_us + received_us) // 2 + round(self.ahead * S)
        correction_us = correction_for(round(self.ahead * S)) if known is None else round(known * S)
        change = self.clock.compare(shown_us, asked_us, received_us, correction_us)
        self.changes += [change] if change else []
        return change


def test_a_stamp_is_taken_to_the_microsecond() -> None:
    assert Line().event(1.234567) == 1.234567


def test_events_that_wait_for_seconds_and_come_at_once_are_taken_as_they_are_stamped() -> None:
    line = Line()
    assert [line.event(second, late=9 - second) for second in (1, 2.5, 4, 8.9)] == [1, 2.5, 4, 8.9]
    assert line.event(9.5) == 9.5
    assert line.changes == []


def test_a_batch_with_one_instant_of_receipt_is_taken_as_it_is_stamped() -> None:
    line = Line()
    assert [line.event(second, late=60 - second) for second in range(60)] == list(range(60))


def test_stamps_that_go_back_by_a_little_are_the_latest_instant_heard() -> None:
    line = Line()
    line.event(5)
    assert line.event(5.01, stamp=4.931) == 5
    assert line.event(6) == 6
    assert line.changes == []


def test_one_stamp_ahead_is_refused_and_nothing_follows_from_it() -> None:
    line = Line()
    line.event(1)
    assert line.event(2, stamp=92) == 2
    assert [line.event(second) for second in (3, 4, 5)] == [3, 4, 5]
    assert line.changes == []


def test_one_stamp_back_is_refused_and_nothing_follows_from_it() -> None:
    line = Line()
    line.event(100)
    assert line.event(101, stamp=10) == 101
    assert line.event(102) == 102
    assert line.changes == []


def test_a_refused_stamp_among_late_events_is_as_late_as_they_are() -> None:
    line = Line()
    line.event(1, late=8)
    assert line.event(1.5, late=8, stamp=500) == 1.5
    assert line.event(1.6, late=8) == 1.6


def test_a_step_forth_is_followed_after_a_few_events_and_time_runs_on() -> None:
    line = Line()
    line.event(1)
    line.ahead = 90
    instants = [line.event(second) for second in (2, 3, 4, 5, 6)]
    assert [round(instant, 1) for instant in instants] == [2, 3, 4, 5, 6]
    assert instants[4] - instants[3] == 1  # exact again
    (step,) = line.changes
    assert abs(step.step_us - 90 * S) < 10 * MS


def test_a_step_back_is_followed_after_a_few_events_and_time_runs_on() -> None:
    line = Line()
    line.event(1)
    line.ahead = -3600
    assert [round(line.event(second), 1) for second in (2, 3, 4, 5)] == [2, 3, 4, 5]
    (step,) = line.changes
    assert abs(step.step_us + 3600 * S) < 10 * MS


def test_a_clock_that_is_set_right_again_needs_no_correction_any_more() -> None:
    line = Line(ahead=90)
    line.ask(0)
    line.event(1)
    line.ahead = 0
    instants = [line.event(second) for second in (2, 3, 4, 5)]
    assert instants[3] == 5
    assert line.clock.correction_us == 0


def test_the_question_what_the_clock_shows_finds_a_step_where_nothing_happens() -> None:
    line = Line()
    line.event(1)
    assert line.ask(2) is None
    line.ahead = -3
    change = line.ask(12)
    assert change is not None
    assert (change.step_us, change.ours) == (-3 * S, False)
    assert line.event(13) == 13


def test_a_step_that_events_have_shown_is_not_told_again_when_the_pbx_is_asked() -> None:
    line = Line()
    line.ask(0)
    line.event(1)
    line.ahead = 90
    for second in (2, 3, 4):
        line.event(second)
    line.ask(5)
    assert [bool(change.step_us) for change in line.changes] == [True]


def test_a_clock_that_is_wrong_from_the_start_is_corrected_and_no_step() -> None:
    line = Line(ahead=-7200)
    line.ask(0)
    assert [line.event(second) for second in (1, 2.5)] == [1, 2.5]
    assert all(not change.step_us for change in line.changes)


def test_a_clock_of_1970_is_corrected_and_its_intervals_are_exact() -> None:
    line = Line(ahead=-T0 / S + 30)
    instants = [line.event(second) for second in (1, 2, 3, 4, 5.25)]
    assert [round(instant) for instant in instants] == [1, 2, 3, 4, 5]
    assert instants[4] - instants[3] == 1.25


def test_a_year_9999_is_never_followed() -> None:
    line = Line()
    line.event(0)
    far = (253_402_300_799 * S - T0) / S
    assert [line.event(second, stamp=far + second) for second in range(1, 9)] == list(range(1, 9))
    assert line.event(9) == 9
    assert line.changes == []


def test_slow_drift_past_a_second_moves_the_correction_and_is_no_step() -> None:
    line, known = Line(), 0.0
    for minute in range(120):
        line.ahead = minute * 0.02
        known = known if abs(line.ahead - known) <= 1 else round(line.ahead)
        line.ask(minute * 60, known=known)
        line.event(minute * 60 + 1)
    assert known == 2
    assert all(not change.step_us for change in line.changes)


def test_a_stamp_may_be_back_by_half_a_second_and_no_more() -> None:
    line = Line()
    line.event(10)
    assert line.event(11, stamp=9.5) == 10
    assert line.event(12, stamp=9.499999) == 11


def test_our_own_clock_set_back_takes_what_is_alive_along() -> None:
    line = Line()
    before = line.event(10)
    line.clock.set_ours(-3600 * S)
    after = line.event(11 - 3600, stamp=11.5)
    assert after - (before - 3600) == 1.5


def test_our_own_clock_set_forth_takes_what_is_alive_along() -> None:
    line = Line()
    before = line.event(10)
    line.clock.set_ours(7200 * S)
    assert line.event(11 + 7200, stamp=11.5) - (before + 7200) == 1.5


def test_both_clocks_set_at_once_are_a_step_of_the_pbx() -> None:
    """One machine: its stamps jump as well, so nothing says how long it was."""
    line = Line()
    line.ask(0)
    line.event(10)
    line.clock.set_ours(600 * S)
    line.ahead = 0
    change = line.ask(611)
    assert change is not None
    assert change.step_us == 600 * S


def test_receipts_that_go_back_are_our_own_clock() -> None:
    """It was set while nobody looked: the service was started again."""
    line = Line()
    line.event(4000)
    for second in (1, 2, 3):
        line.event(second, stamp=4000 + second)
    (change,) = line.changes
    assert (change.ours, change.step_us) == (True, 0)


def test_events_without_a_stamp_are_taken_at_their_receipt() -> None:
    clock = PbxClock()
    assert [clock.read(T0 + second, T0 + second) for second in (1, 2, 3)] == [T0 + 1, T0 + 2, T0 + 3]


def test_our_clock_set_back_does_not_freeze_events_without_a_stamp() -> None:
    clock = PbxClock()
    clock.read(T0 + 3600 * S, T0 + 3600 * S)
    told = [clock.read(T0 + second * S, T0 + second * S) for second in range(3)]
    assert told == [None, None, None]
    changes = [clock.doubt(T0 + second * S, T0 + second * S)[1] for second in range(3)]
    assert changes == [None, None, Change(-3600 * S, ours=True)]
    assert clock.read(T0 + 9 * S, T0 + 9 * S) == T0 + 9 * S


def test_where_no_receipts_are_known_the_order_of_stamps_alone_decides() -> None:
    clock = PbxClock()
    assert [clock.read(T0 + second * S, 0) for second in (1, 500, 501)] == [T0 + s * S for s in (1, 500, 501)]


def test_where_all_receipts_are_the_same_the_order_of_stamps_alone_decides() -> None:
    clock = PbxClock()
    assert [clock.read(T0 + second * S, T0) for second in (1, 500, 501)] == [T0 + s * S for s in (1, 500, 501)]


gaps = st.floats(0.0, 30.0)
delays = st.floats(0.0, 20.0)


@given(st.lists(st.tuples(gaps, delays), min_size=1, max_size=40), st.floats(-0.9, 0.9))
def test_no_delay_is_taken_for_a_step(happened: list[tuple[float, float]], ahead: float) -> None:
    line, second, received = Line(ahead), 0.0, 0.0
    for gap, delay in happened:
        second += gap
        received = max(received, second + delay)  # they stay in their order
        assert abs(line.event(second, late=received - second) - (second + ahead)) < 2e-6
    assert line.changes == []


def test_wrong_stamps_in_a_row_that_do_not_continue_each_other_are_no_clock() -> None:
    line = Line()
    line.event(1)
    for second, stamp in enumerate((5000, 4000, 3000, 2000, 1000), start=2):
        line.event(second, stamp=stamp)
    assert (line.changes, line.event(8)) == ([], 8)


def test_our_own_clock_set_back_is_seen_when_the_pbx_is_asked() -> None:
    line = Line()
    line.ask(99)
    line.event(100)
    line.ahead = 50
    assert line.ask(51) == Change(-50 * S, 0, ours=True)


@given(
    st.lists(st.floats(-REORDER_US / S / 8, 5.0), min_size=1, max_size=40),
    st.integers(0, 39),
    st.floats(-1e5, 1e6) | st.floats(-10, 10),
)
@example([4.0], 0, -4.5)
def test_one_wrong_stamp_touches_no_other(gaps: list[float], place: int, off: float) -> None:
    """Not by more than `BOUND_US` at most, and not at all if it is off by more than that.

    It is before a right one that was heard: a later one of the past cannot be told from an event that has waited.
    """
    line, second, latest = Line(), 0.0, 0.0
    line.event(second)
    for index, gap in enumerate(gaps):
        latest, second = max(latest, second), max(0.0, second + gap)
        if index == place and abs(off) > 2:
            assume(off > 0 or second + off < latest - REORDER_US / S)
            assert -0.1 < line.event(second, stamp=second + off) - second < 0.6
        else:
            assert -1e-6 < line.event(second) - second < 0.6
    assert line.changes == []


@given(st.floats(2.5, 1e7) | st.floats(-1e7, -2.5), st.integers(0, 6), st.lists(st.floats(0.01, 4.0), min_size=12))
@example(-3.0, 0, [0.8] * 12)
def test_a_step_is_followed_once_and_time_runs_on(step: float, place: int, gaps: list[float]) -> None:
    """By its stamps alone, where enough of them are before what was heard. Other steps back are seen by asking."""
    assume(step > 0 or sum(gaps[place : place + FOLLOW_AFTER]) + REORDER_US / S < -step)
    line, second, instants = Line(), 100.0, []
    line.event(second)
    for index, gap in enumerate(gaps):
        second += gap
        line.ahead = step if index >= place else 0.0
        instants.append(line.event(second) - second - line.moved)
    assert all(-0.1 < off < 0.1 for off in instants)
    assert len({round(off, 5) for off in instants[place + FOLLOW_AFTER :]}) == 1
    assert sum(bool(change.step_us) for change in line.changes) <= 1
