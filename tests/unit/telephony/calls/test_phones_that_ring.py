"""What the wall says of a waiting caller while phones begin and cease to ring, told one event at a time."""

import pytest

from telephony.events import LINK_CHECK, LINK_UP, OUR_CLOCK
from telephony.facts import CallState, Disposition, Measurement, Outcome
from tests.unit.telephony.calls.switch import T0, S, Switch

ARRIVED, QUEUED, RINGING = CallState.ARRIVED, CallState.QUEUED, CallState.RINGING


def two_phones(switch: Switch, queued: bool = True) -> None:
    switch.caller()
    if queued:
        switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.dial("y", "PJSIP/1002")
    switch.at(2).ring("x")
    switch.at(3).ring("y")


@pytest.mark.parametrize(("queued", "quiet"), [(True, QUEUED), (False, ARRIVED)])
def test_it_rings_until_the_last_of_two_phones_is_silent(switch: Switch, queued: bool, quiet: CallState) -> None:
    two_phones(switch, queued)
    switch.at(4).dial_end("x", "NOANSWER")
    assert switch.states == [RINGING]
    switch.at(5).dial_end("y", "NOANSWER")
    assert switch.states == [quiet]


def test_a_phone_that_is_picked_up_rings_on_until_it_is_bridged(switch: Switch) -> None:
    two_phones(switch)
    switch.at(4).dial_end("x", "ANSWER")
    assert switch.states == [RINGING]
    switch.dial_end("y", "CANCEL")
    assert switch.states == [RINGING]
    switch.hang_up("x")
    assert switch.states == [QUEUED]


def test_a_phone_that_never_rang_does_not_keep_the_call_ringing(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.dial("y", "PJSIP/1002")
    switch.at(2).ring("x")
    switch.at(3).dial_end("x", "BUSY")
    assert switch.states == [QUEUED]


@pytest.mark.parametrize("told", ["ring", "show_ringing"])
def test_either_word_for_ringing_is_enough_and_the_first_counts(switch: Switch, told: str) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    getattr(switch.at(2), told)("x")
    switch.at(3).show_ringing("x")
    switch.at(4).ring("x")
    (call,) = switch.tracker.live_calls
    assert (call.state, call.alerted_at_us, call.attempts[0].alerted_at_us) == (RINGING, T0 + 2 * S, T0 + 2 * S)


def test_a_phone_may_show_its_ringing_before_it_is_said_to_be_dialled(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.at(2).show_ringing("x")
    switch.say("DialBegin", **switch.of("a"), **switch.of("x", "Dest"))
    (call,) = switch.tracker.live_calls
    assert [(one.agent, one.alerted_at_us) for one in call.attempts] == [("1001", T0 + 2 * S)]


def test_a_dial_state_that_is_not_ringing_is_none(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.say("DialState", DialStatus="PROGRESS", **switch.of("x", "Dest"))
    switch.say("Newstate", ChannelStateDesc="Ring", **switch.of("x"))
    assert switch.states == [ARRIVED]


def test_a_phone_that_shows_it_is_up_has_stopped_ringing_and_is_not_bridged_yet(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.at(5).say("Newstate", ChannelStateDesc="Up", **switch.of("x"))
    (call,) = switch.tracker.live_calls
    assert (call.state, call.answered_at_us, call.attempts[0].ended_at_us) == (RINGING, None, T0 + 5 * S)


def test_local_channels_and_the_caller_itself_ring_nobody(switch: Switch) -> None:
    switch.caller()
    switch.dial("l", "Local/1001@agents-00000003;1")
    for word in ("l", "a"):
        switch.show_ringing(word)
        switch.ring(word)
    (call,) = switch.tracker.live_calls
    assert (call.state, call.attempts, call.alerted_at_us) == (ARRIVED, [], None)


def test_the_caller_dialled_back_is_no_attempt(switch: Switch) -> None:
    switch.caller()
    switch.say("DialBegin", **switch.of("a", "Dest"))
    assert [call.attempts for call in switch.tracker.live_calls] == [[]]


def test_who_is_picked_up_by_somebody_unknown_has_them_as_agent(switch: Switch) -> None:
    """Neither an agent's device nor one that was dialled: only the Pickup says that a person is there."""
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(3).channel("p", "PJSIP/2001", exten="*8")
    switch.say("Pickup", TargetLinkedid="a", **switch.of("p"))
    switch.at(4).bridge("b", "p", "a")
    switch.hang_up("x", cause="26")
    switch.at(9).hang_up("p", "a")
    call = switch.only
    assert (call.agent, call.answered_at_us, call.disposition) == ("PJSIP/2001", T0 + 4 * S, Disposition.ANSWERED)


def test_a_channel_that_picks_up_is_part_of_the_call_at_once(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(3).channel("p", "PJSIP/2001", exten="*8")
    switch.say("Pickup", TargetLinkedid="a", **switch.of("p"))
    switch.say("VarSet", Variable="TR_NOTE", Value="42", Uniqueid="p")
    assert [call.variables for call in switch.tracker.live_calls] == [{"TR_NOTE": "42"}]


def test_a_caller_behind_a_local_channel_is_known_by_their_own_number(switch: Switch) -> None:
    switch.caller(exten="s")
    switch.channel("l1", "Local/q@queues-00000001;1", linkedid="a")
    switch.channel("l2", "Local/q@queues-00000001;2", linkedid="a")
    switch.at(4).join("l2")
    (call,) = switch.tracker.live_calls
    assert (call.linkedid, call.caller_raw, call.hotline) == ("a", "13800000001", "service")
    assert (call.state, call.queued_at_us) == (QUEUED, T0 + 4 * S)
    switch.hang_up("l2", "l1")
    assert switch.ended == []
    switch.hang_up("a")
    assert switch.only.measurement is Measurement.MEASURED


# ---- after a gap


def test_a_phone_that_rings_after_a_gap_rings_from_then_on(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).link_down()
    switch.at(8).link_up("a", "x", states={"x": "Ringing", "a": "Ring"})
    (call,) = switch.tracker.live_calls
    assert (call.state, call.alerted_at_us, call.measurement) == (RINGING, T0 + 8 * S, Measurement.ESTIMATED)


@pytest.mark.parametrize("state", ["Up", "Ring", "Down"])
def test_a_phone_in_any_other_state_does_not(switch: Switch, state: str) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.link_down()
    switch.link_up("a", "x", states={"x": state})
    assert switch.states == [ARRIVED]


def test_a_local_half_or_the_caller_that_rings_after_a_gap_is_no_phone(switch: Switch) -> None:
    switch.caller()
    switch.dial("l", "Local/1001@agents-00000003;1")
    switch.link_down()
    switch.link_up("a", "l", states={"l": "Ringing", "a": "Ringing"})
    assert switch.states == [ARRIVED]


def test_after_a_crash_that_left_no_word_of_it_lost_calls_end_when_the_pbx_was_last_heard(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.at(90).link_up()
    call = switch.only
    assert (call.ended_at_us, call.measurement) == (T0 + 2 * S, Measurement.ESTIMATED)


def test_a_second_gap_begins_when_it_begins(switch: Switch) -> None:
    switch.caller()
    switch.at(2).link_down()
    switch.at(10).link_up("a")
    switch.at(40).step_of("a", "Queue")
    switch.at(41).link_down()
    switch.at(90).link_up()
    assert switch.only.ended_at_us == T0 + 40 * S


def test_a_caller_found_in_the_queue_they_were_known_in_stays_measured(switch: Switch) -> None:
    switch.caller()
    switch.join()
    told = len(switch.told)
    switch.say("QueueEntry", Queue="hotline", **switch.of("a"))
    (call,) = switch.tracker.live_calls
    assert (call.measurement, len(switch.told)) == (Measurement.MEASURED, told)


def test_a_caller_found_in_another_queue_has_moved_while_nobody_listened(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.at(5).say("QueueEntry", Queue="overflow", **switch.of("a"))
    (call,) = switch.tracker.live_calls
    assert (call.measurement, call.receipt[-1].effect) == (Measurement.ESTIMATED, "joined queue overflow")
    switch.leave(queue="overflow")
    assert switch.states == [ARRIVED]


def test_who_talks_already_is_not_put_back_into_a_queue(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.bridge("b", "a", "x")
    switch.say("QueueEntry", Queue="hotline", **switch.of("a"))
    switch.hang_up("x", "a")
    assert (switch.only.measurement, switch.only.queued_at_us) == (Measurement.MEASURED, None)
    assert [attempt.outcome for attempt in switch.only.attempts] == [Outcome.ANSWERED]


def test_a_gap_after_a_check_is_a_gap(switch: Switch) -> None:
    """What a check only confirms, a snapshot after a gap decides: who is not named has gone."""
    switch.caller()
    switch.say(LINK_CHECK)
    switch.link_down()
    switch.link_up()
    assert len(switch.ended) == 1


def test_a_phone_that_went_silent_in_a_gap_ended_when_the_gap_began(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.at(60).link_down()
    switch.at(90).link_up("a")
    (call,) = switch.tracker.live_calls
    assert [attempt.ended_at_us for attempt in call.attempts] == [T0 + 2 * S]


def test_the_receipt_of_an_answer_has_no_end_of_a_dial(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.at(4).dial_end("x", "ANSWER")
    switch.at(5).bridge("b", "a", "x")
    (call,) = switch.tracker.live_calls
    effects = ["inbound call arrived", "joined queue hotline", "dialled", "ringing", "answered"]
    assert [line.effect for line in call.receipt] == effects


def test_a_queue_that_is_left_after_the_dialplan_gave_up_changes_nothing(switch: Switch) -> None:
    switch.caller()
    switch.join()
    switch.at(5).step_of("a", "VoiceMail")
    told = len(switch.told)
    switch.leave()
    assert switch.states == [CallState.GIVEN_UP]
    assert len(switch.told) == told


def test_the_first_word_of_a_hang_up_is_its_instant(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(5).request_hangup()
    switch.at(7).request_hangup()
    switch.say("SoftHangupRequest", Cause="1", **switch.of("a"))
    switch.at(9).hang_up("x", "a")
    assert (switch.only.ended_at_us, switch.only.disposition) == (T0 + 5 * S, Disposition.ABANDONED)


def test_to_ask_for_an_agent_of_a_pool_is_to_try_also_where_nobody_has_logged_in(switch: Switch) -> None:
    switch.caller()
    switch.say("Newexten", Application="AgentRequest", AppData="77", Extension="8001", **switch.of("a"))
    switch.step_of("a", "Playback")
    switch.hang_up("a")
    assert switch.only.disposition is Disposition.NO_AGENT


def test_the_phones_of_a_call_that_was_lost_in_a_gap_ended_when_it_began(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.at(2).ring("x")
    switch.at(60).link_down()
    switch.at(90).link_up()
    assert [(one.ended_at_us, one.outcome) for one in switch.only.attempts] == [(T0 + 2 * S, Outcome.CANCELLED)]


@pytest.mark.parametrize("told", ["ring", "show_ringing"])
def test_a_phone_whose_dial_has_ended_rings_no_more(switch: Switch, told: str) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.dial_end("x", "BUSY")
    getattr(switch, told)("x")
    (call,) = switch.tracker.live_calls
    assert (call.state, call.alerted_at_us) == (ARRIVED, None)


def test_who_calls_while_the_pbx_is_still_telling_what_it_has_is_not_lost(switch: Switch) -> None:
    switch.say(LINK_UP)
    switch.caller()
    switch.say("CoreShowChannelsComplete")
    assert switch.states == [ARRIVED]


def test_a_clock_that_is_set_by_no_number_is_not_set(switch: Switch) -> None:
    switch.caller()
    for step in ("", "x", "1.5", "9" * 5000):
        assert switch.say(OUR_CLOCK, Step=step) == []


def test_a_phone_that_is_dialled_by_nobody_in_sight_is_tried_for_the_call_it_is_part_of(switch: Switch) -> None:
    switch.caller()
    switch.channel("x", "PJSIP/1001", linkedid="a")
    switch.say("DialBegin", **switch.of("x", "Dest"))
    assert [[one.agent for one in call.attempts] for call in switch.tracker.live_calls] == [["1001"]]


def test_who_is_said_to_have_answered_a_dial_is_a_person(switch: Switch) -> None:
    """Neither an agent's device nor one whose DialBegin was heard."""
    switch.caller()
    switch.channel("x", "PJSIP/2001", linkedid="a")
    switch.at(3).dial_end("x", "ANSWER")
    switch.bridge("b", "a", "x")
    assert [call.agent for call in switch.tracker.live_calls] == ["PJSIP/2001"]


def test_the_end_of_a_list_that_nobody_asked_for_ends_no_call(switch: Switch) -> None:
    switch.caller()
    switch.say("CoreShowChannelsComplete")
    assert switch.states == [ARRIVED]


@pytest.mark.parametrize(
    ("said", "disposition"), [("LEAVEEMPTY", Disposition.NO_AGENT), ("TIMEOUT", Disposition.TIMEOUT)]
)
def test_a_queue_says_itself_why_it_ended(switch: Switch, said: str, disposition: Disposition) -> None:
    switch.caller()
    switch.join()
    switch.leave()
    switch.say("VarSet", Variable="QUEUESTATUS", Value=said, **switch.of("a"))
    switch.step_of("a", "Playback")
    switch.hang_up("a")
    assert switch.only.disposition is disposition


def test_who_is_sent_into_a_queue_after_the_answer_does_not_wait_again(switch: Switch) -> None:
    switch.caller()
    switch.dial("x", "PJSIP/1001")
    switch.bridge("b", "a", "x")
    told = len(switch.told)
    switch.join()
    switch.leave()
    assert switch.states == [CallState.TALKING]
    assert len(switch.told) == told
