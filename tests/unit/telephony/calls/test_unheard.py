"""What happened while nobody listened is not known: null, never the instant of the reconnect."""

import pytest

from metrics.calls.live_call import call_out
from metrics.calls.rows import rows_of
from metrics.calls.service_level import Excluded, Policy, judge
from telephony.calls.tracker import Tracker
from telephony.events import Event
from telephony.facts import Call, Disposition, Measurement, Outcome
from telephony.layout import Agent, Hotline, layout
from tests.unit.telephony.calls.switch import T0, S, Switch

POLICY = Policy()  # three rings of 5 s


def rings_when_the_link_is_lost(switch: Switch, lost: float) -> None:
    """From 0 s on."""
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.ring("x")
    switch.at(lost).say("Newstate", ChannelStateDesc="Ring", **switch.of("a"))
    switch.link_down()


def answered_meanwhile(switch: Switch, lost: float, back: float) -> Call:
    rings_when_the_link_is_lost(switch, lost)
    switch.at(back).link_up("a", "x", bridged={"a": "b", "x": "b"})
    switch.at(back + 30).hang_up("x", "a")
    return switch.only


@pytest.mark.parametrize(
    ("lost", "back", "within", "excluded"),
    [
        (2, 14.9, True, None),  # at most 14.9 s
        (2, 15, None, Excluded.UNKNOWN_AFTER_GAP),
        (14.9, 60, None, Excluded.UNKNOWN_AFTER_GAP),
        (15, 60, False, None),  # 15 s at least
    ],
)
def test_an_answer_that_nobody_heard_has_a_verdict_only_where_it_is_certain(
    switch: Switch, lost: float, back: float, within: bool | None, excluded: Excluded | None
) -> None:
    call = answered_meanwhile(switch, lost, back)
    verdict = judge(call, POLICY)
    assert (verdict.within_target, verdict.excluded, verdict.rings) == (within, excluded, None)


def test_what_nobody_heard_is_null_and_what_is_known_is_told(switch: Switch) -> None:
    call = answered_meanwhile(switch, 3, 12.5)
    out = call_out(call, judge(call, POLICY), None, T0)
    assert (out.answered_at, out.ring_seconds, out.rings, out.wait_seconds, out.talk_seconds) == (None,) * 5
    assert (out.disposition, out.agent, out.measurement) == (Disposition.ANSWERED, "1001", Measurement.ESTIMATED)
    [attempt] = out.attempts
    assert (attempt.outcome, attempt.ring_seconds, attempt.ended_at) == (Outcome.ANSWERED, None, None)


def test_the_stored_row_says_null_where_the_call_does(switch: Switch) -> None:
    call = answered_meanwhile(switch, 3, 12.5)
    rows = rows_of(call, judge(call, POLICY), POLICY, None)
    assert rows.call.count(None) >= 6
    assert (T0 + round(12.5 * S)) not in rows.call
    assert rows.attempts[0].ring_seconds is None


def test_a_phone_found_ringing_may_have_rung_since_the_link_was_lost(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).link_down()
    switch.at(12).say("LinkUp")
    switch.say("CoreShowChannel", ChannelStateDesc="Ring", **switch.of("a"))
    switch.say("CoreShowChannel", ChannelStateDesc="Ringing", **switch.of("x"))
    switch.say("CoreShowChannelsComplete")
    switch.at(16).bridge("b", "a", "x")
    switch.hang_up("x", "a")
    call = switch.only
    assert (call.alerted_after_us, call.is_timed) == (T0, False)
    assert judge(call, POLICY).excluded is Excluded.UNKNOWN_AFTER_GAP  # between 4 and 16 s
    assert call_out(call, judge(call, POLICY), None, T0).alerted_at is None


def test_no_attempt_of_a_call_that_is_gone_outlives_it(switch: Switch) -> None:
    rings_when_the_link_is_lost(switch, 9.4)
    switch.at(16.8).link_up()
    call = switch.only
    assert (call.ended_at_us, call.ring_us) == (T0 + round(9.4 * S), round(9.4 * S))
    assert [(each.ended_at_us, each.ring_us) for each in call.attempts] == [(call.ended_at_us, call.ring_us)]


def test_rings_follow_ring_seconds_in_every_call_that_is_gone(switch: Switch) -> None:
    rings_when_the_link_is_lost(switch, 9.4)
    switch.at(40).link_up()
    call = switch.only
    out = call_out(call, judge(call, POLICY), None, T0)
    assert (out.rings, out.ring_seconds) == (2, 9.4)


def test_a_live_pbx_without_times_is_measured_by_receipt_and_the_receipt_says_so() -> None:
    tracker = Tracker("main", layout([Hotline("service", ("8001",))], [Agent("1001", ("PJSIP/1001",))]))
    channel = {"Channel": "PJSIP/trunk-1", "Uniqueid": "a", "Linkedid": "a", "Exten": "8001"}
    tracker.step(Event("Newchannel", T0, channel, (), 1, T0))
    [call] = tracker.live_calls
    assert [line.effect for line in call.receipt] == ["inbound call arrived", "times are those of receipt"]
    assert (call.is_timed, call.measurement) == (True, Measurement.MEASURED)


def test_a_phone_that_is_found_ringing_has_no_verdict_yet_and_breaks_none(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).link_down()
    switch.at(12).link_up("a", "x", states={"a": "Ring", "x": "Ringing"})
    [call] = switch.tracker.live_calls
    verdict = judge(call, POLICY)
    assert (call.alerted_after_us, call.ring_us, verdict.within_target) == (T0, 0, None)
