"""The verdict on a call: the worked examples of docs/measurement.md, and the boundaries."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from metrics.calls.service_level import Excluded, Policy, Requested, ServiceHours, judge
from telephony.facts import Call, CallState, Direction, Disposition, Measurement

S = 1_000_000
T0 = 1_764_000_000 * S
CHINA = Policy()


def call(
    alerted: float | None = 0.0,
    answered: float | None = None,
    ended: float | None = None,
    disposition: Disposition | None = None,
    direction: Direction = Direction.INBOUND,
) -> Call:
    """Seconds after the call arrived at T0."""
    record = Call("main", "1.1", direction, "service", "13800000001", "8001", T0)
    record.alerted_at_us = None if alerted is None else T0 + int(alerted * S)
    if answered is not None:
        record.answered_at_us = record.ring_ended_at_us = T0 + int(answered * S)
        record.state, record.disposition = CallState.TALKING, Disposition.ANSWERED
    if ended is not None:
        record.ended_at_us = T0 + int(ended * S)
        record.ring_ended_at_us = record.ring_ended_at_us or record.ended_at_us
        record.state, record.disposition = CallState.ENDED, disposition or record.disposition
    return record


@pytest.mark.parametrize(
    ("answered", "rings", "within"), [(0.0, 1, True), (14.999999, 3, True), (15.0, 4, False), (15.3, 4, False)]
)
def test_an_answer_at_exactly_three_periods_has_heard_the_fourth_ring(
    answered: float, rings: int, within: bool
) -> None:
    verdict = judge(call(answered=answered), CHINA)
    assert (verdict.rings, verdict.within_target, verdict.excluded) == (rings, within, None)


@pytest.mark.parametrize(
    ("name", "last_good", "too_late"),
    [("before_next_ring", 14.999999, 15.0), ("by_ring_end", 10.999999, 11.0), ("by_ring_start", 9.999999, 10.0)],
)
def test_each_policy_is_exact_at_its_own_boundary(name: str, last_good: float, too_late: float) -> None:
    policy = Policy(name=name)
    assert judge(call(answered=last_good), policy).within_target is True
    assert judge(call(answered=too_late), policy).within_target is False


def test_a_phone_that_answers_without_ringing_is_no_ring_and_within() -> None:
    verdict = judge(call(alerted=None, answered=2.0), CHINA)
    assert (verdict.rings, verdict.within_target) == (0, True)
    at_once = Policy(name="by_ring_start", rings_within=1)
    assert judge(call(alerted=None, answered=2.0), at_once).within_target is True
    assert judge(call(alerted=0.0, answered=0.0), at_once).within_target is False


@pytest.mark.parametrize(("ended", "excluded"), [(4.999999, Excluded.SHORT_ABANDON), (5.0, None)])
def test_a_caller_gone_within_the_first_ring_is_shown_apart(ended: float, excluded: Excluded | None) -> None:
    verdict = judge(call(ended=ended, disposition=Disposition.ABANDONED), CHINA)
    assert verdict.excluded is excluded
    assert verdict.within_target is (None if excluded else False)


def test_a_caller_who_waits_long_with_nothing_ringing_is_counted_and_missed() -> None:
    patient = judge(call(alerted=None, ended=9, disposition=Disposition.ABANDONED), CHINA)
    assert (patient.rings, patient.within_target, patient.excluded) == (0, False, None)
    hasty = judge(call(alerted=None, ended=4, disposition=Disposition.ABANDONED), CHINA)
    assert hasty.excluded is Excluded.SHORT_ABANDON


@pytest.mark.parametrize("disposition", [Disposition.TIMEOUT, Disposition.NO_AGENT, Disposition.CLOSED])
def test_a_call_that_the_switch_gave_up_is_missed_however_short(disposition: Disposition) -> None:
    assert judge(call(ended=1, disposition=disposition), CHINA).within_target is False


@pytest.mark.parametrize("direction", [Direction.OUTBOUND, Direction.INTERNAL])
def test_only_inbound_calls_are_counted(direction: Direction) -> None:
    verdict = judge(call(answered=1.0, direction=direction), CHINA)
    assert verdict.within_target is None
    assert verdict.excluded == direction.value


def test_a_live_call_is_undecided_until_the_fourth_ring_begins() -> None:
    ringing = call()
    assert judge(ringing, CHINA, T0 + 15 * S - 1).within_target is None
    assert judge(ringing, CHINA, T0 + 15 * S).within_target is False
    assert judge(ringing, CHINA, T0 + 15 * S).rings == 4


def test_test_numbers_and_closed_hours_are_not_counted() -> None:
    answered = call(answered=1.0)
    assert judge(answered, Policy(test_numbers=frozenset({"13800000001"}))).excluded is Excluded.TEST_CALL
    never = ServiceHours(ZoneInfo("Asia/Shanghai"), ((),) * 7)
    assert judge(answered, Policy(service_hours=never)).excluded is Excluded.OUTSIDE_SERVICE_HOURS


def test_service_hours_are_local_and_end_before_their_end() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    hours = ServiceHours(zone, (((time(8), time(18)),),) * 7)
    midnight_us = T0 - (T0 // S + 8 * 3600) % 86_400 * S
    assert hours.contain(midnight_us + 8 * 3600 * S)
    assert not hours.contain(midnight_us + 8 * 3600 * S - 1)
    assert not hours.contain(midnight_us + 18 * 3600 * S)


def test_a_call_lost_in_a_gap_is_only_counted_when_it_was_late_already() -> None:
    lost = call(ended=4, disposition=Disposition.FAILED)
    lost.measurement = Measurement.ESTIMATED
    assert judge(lost, CHINA).excluded is Excluded.UNKNOWN_AFTER_GAP
    late = call(ended=16, disposition=Disposition.FAILED)
    late.measurement = Measurement.ESTIMATED
    assert judge(late, CHINA).within_target is False


@pytest.mark.parametrize(
    ("answered", "in_time"),
    [(14.7, True), (14.75, None), (14.999, None), (15.0, None), (15.25, None), (15.3, False)],
)
def test_a_recovered_call_is_judged_where_the_shortest_and_the_longest_ringing_agree(
    answered: float, in_time: bool | None
) -> None:
    recovered = call(answered=answered)
    recovered.measurement, recovered.margin_us = Measurement.RECOVERED, S // 4
    verdict = judge(recovered, CHINA)
    assert verdict.within_target is in_time
    assert verdict.excluded == (Excluded.UNKNOWN_AFTER_GAP if in_time is None else None)


@pytest.mark.parametrize(
    ("left", "excluded"),
    [
        (4.7, Excluded.SHORT_ABANDON),
        (4.75, Excluded.UNKNOWN_AFTER_GAP),
        (4.9, Excluded.UNKNOWN_AFTER_GAP),
        (5.25, Excluded.UNKNOWN_AFTER_GAP),
        (5.3, None),
    ],
)
def test_a_recovered_call_is_a_short_abandon_where_that_is_sure(left: float, excluded: Excluded | None) -> None:
    recovered = call(ended=left, disposition=Disposition.ABANDONED)
    recovered.measurement, recovered.margin_us = Measurement.RECOVERED, S // 4
    assert judge(recovered, CHINA).excluded is excluded


def test_a_recovered_call_that_was_answered_without_ringing_is_within_whatever_its_margin() -> None:
    silent = call(alerted=None, answered=2)
    silent.measurement, silent.margin_us = Measurement.RECOVERED, 20 * S
    assert judge(silent, CHINA).within_target is True


def test_a_recovered_call_whose_ringing_was_heard_is_judged_as_any_other() -> None:
    recovered = call(answered=14.999999)
    recovered.measurement = Measurement.RECOVERED
    assert judge(recovered, CHINA).within_target is True


@pytest.mark.parametrize("alerted", [None, 0.0])
def test_a_call_that_lives_on_after_a_gap_is_judged_when_it_ends(alerted: float | None) -> None:
    live = call(alerted=alerted)
    live.measurement = Measurement.ESTIMATED
    verdict = judge(live, CHINA, T0 + S)
    assert (verdict.excluded, verdict.within_target) == (None, None)


@pytest.mark.parametrize(("answered", "within"), [(14.0, True), (16.0, None)])
def test_an_answer_in_a_gap_is_within_the_target_where_the_whole_gap_is(answered: float, within: bool | None) -> None:
    """Nobody heard whether anything rang, and the gap began with the call."""
    silent = call(alerted=None, answered=answered)
    silent.answered_after_us = T0
    verdict = judge(silent, CHINA)
    assert (verdict.rings, verdict.within_target) == (None, within)
    assert verdict.excluded is (None if within else Excluded.UNKNOWN_AFTER_GAP)


def test_an_answer_that_was_lost_in_a_gap_is_counted() -> None:
    answered = call(answered=3, ended=9)
    answered.measurement = Measurement.ESTIMATED
    assert judge(answered, CHINA)[1:3] == (True, None)


APART, MISSED = (None, Excluded.CALLBACK_REQUESTED), (False, None)


@pytest.mark.parametrize(
    ("how", "in_time", "too_late"),
    [
        (Requested.APART_IN_TIME, APART, MISSED),
        (Requested.APART, APART, APART),
        (Requested.MISSED, MISSED, MISSED),
    ],
)
def test_the_policy_decides_how_a_caller_counts_who_asked_for_a_callback(
    how: Requested, in_time: tuple[bool | None, Excluded | None], too_late: tuple[bool | None, Excluded | None]
) -> None:
    for seconds, counts in ((14.999999, in_time), (15.0, too_late)):
        asked = call(ended=seconds, disposition=Disposition.CALLBACK_REQUESTED)
        verdict = judge(asked, Policy(callback_requested=how))
        assert (verdict.within_target, verdict.excluded) == counts


def test_by_default_who_asked_for_a_callback_in_time_is_shown_apart() -> None:
    assert CHINA.callback_requested is Requested.APART_IN_TIME


def test_a_policy_may_have_no_short_abandons() -> None:
    hasty = call(ended=0.5, disposition=Disposition.ABANDONED)
    assert judge(hasty, Policy(short_abandon_rings=0)).within_target is False
    hasty.ended_at_us = hasty.ring_ended_at_us = T0 + S // 10
    hasty.measurement, hasty.margin_us = Measurement.RECOVERED, S // 4
    assert judge(hasty, Policy(short_abandon_rings=0)).within_target is False


def test_a_policy_that_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown policy 'never'; one of before_next_ring"):
        Policy(name="never")
    with pytest.raises(ValueError, match="unknown ring zone 'xx'"):
        Policy(ring_zone="xx")
    with pytest.raises(ValueError, match="rings_within must be 1 or more"):
        Policy(rings_within=0)
    with pytest.raises(ValueError, match="short_abandon_rings 0 or more"):
        Policy(short_abandon_rings=-1)


def test_each_weekday_has_its_own_openings_and_a_day_may_have_two() -> None:
    zone = ZoneInfo("Asia/Shanghai")
    office = ((time(8), time(12)), (time(13), time(18)))
    hours = ServiceHours(zone, ((), office, (), (), (), (), ((time(9), time(10)),)))
    tuesday, sunday = (round(datetime(2026, 12, day, tzinfo=zone).timestamp()) * S for day in (1, 6))
    hour = 3600 * S
    assert [at for at in range(24) if hours.contain(tuesday + at * hour)] == [8, 9, 10, 11, 13, 14, 15, 16, 17]
    assert [at for at in range(24) if hours.contain(sunday + at * hour)] == [9]
    assert not any(hours.contain(tuesday + 24 * hour + at * hour) for at in range(24))


def test_the_policy_of_a_site_that_has_set_none() -> None:
    policy = Policy()
    assert (policy.ring_zone, policy.rings_within, policy.short_abandon_rings) == ("cn", 3, 1)
    assert (policy.name, policy.version, policy.test_numbers, policy.service_hours) == (
        "before_next_ring",
        2,
        frozenset(),
        None,
    )
    assert (policy.period_us, policy.limit_us, policy.short_abandon_us) == (5 * S, 15 * S, 5 * S)
    assert policy.callback_requested is Requested.APART_IN_TIME


def test_the_version_of_each_rule() -> None:
    names = ("before_next_ring", "by_ring_end", "by_ring_start")
    assert [Policy(name=name).version for name in names] == [2, 2, 2]
