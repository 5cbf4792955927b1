"""Where rows of the PBX's own record take a caller: queues, announcements, other hands."""

import pytest

from telephony.events import RECOVERED
from telephony.facts import (
    CallState,
    Disposition,
    Fact,
    FactKind,
    Measurement,
    Transfer,
    TransferKind,
)
from tests.unit.telephony.calls.switch import T0, S
from tests.unit.telephony.cel.single_rows import Written, answered_unheard, rings_unheard


@pytest.fixture
def pbx() -> Written:
    return Written()


def test_a_caller_whom_only_a_queue_makes_known_is_a_call(pbx: Written) -> None:
    pbx.lost()
    pbx.starts("a", "PJSIP/trunk", "s", number="13800000001")
    pbx.runs("Queue", "hotline,t", exten="s")
    assert (pbx.states, pbx.call.hotline) == ([CallState.QUEUED], "service")
    assert pbx.call.measurement is Measurement.RECOVERED


def test_a_caller_who_comes_to_another_queue_waits_there(pbx: Written) -> None:
    pbx.caller()
    pbx.join()
    pbx.lost()
    pbx.runs("Queue", "overflow")
    assert pbx.tracker.live["a"].wait.queue == "overflow"


def test_a_caller_whom_the_dialplan_took_from_queue_to_queue_unheard_is_recovered(pbx: Written) -> None:
    """Asterisk writes a row when the application changes, and a queue is followed by a queue here."""
    rings_unheard(pbx)
    pbx.at(4).say(RECOVERED, Rows="3")
    pbx.link_up("a", "x")
    pbx.say("QueueEntry", Queue="overflow", **pbx.of("a"))
    assert (pbx.call.measurement, pbx.tracker.live["a"].wait.queue) == (Measurement.RECOVERED, "overflow")


def test_a_caller_who_is_in_another_queue_after_a_gap_without_rows_is_estimated(pbx: Written) -> None:
    pbx.caller()
    pbx.join()
    pbx.link_down()
    pbx.at(4).link_up("a")
    pbx.say("QueueEntry", Queue="overflow", **pbx.of("a"))
    assert pbx.call.measurement is Measurement.ESTIMATED


def test_a_step_to_something_that_is_no_agent_gives_up(pbx: Written) -> None:
    rings_unheard(pbx)
    pbx.at(9).ends("x", Cause="0")
    pbx.runs("VoiceMail", "1")
    assert pbx.states == [CallState.GIVEN_UP]


@pytest.mark.parametrize(
    ("seconds", "dialled", "disposition"),
    [(0.999, False, Disposition.NO_AGENT), (1.0, False, Disposition.TIMEOUT), (0.999, True, Disposition.TIMEOUT)],
)
def test_a_queue_that_is_left_within_a_second_before_anybody_was_tried_has_refused_the_caller(
    pbx: Written, seconds: float, dialled: bool, disposition: Disposition
) -> None:
    pbx.lost()
    pbx.arrives()
    pbx.at(1).runs("Queue", "hotline")
    if dialled:
        pbx.starts("x", "PJSIP/1001", linkedid="a")
        pbx.ends("x", Cause="0")
    pbx.at(1 + seconds).leaves("Queue")
    pbx.at(5).ends("a")
    assert (pbx.only.disposition, pbx.only.queued_at_us is None) == (disposition, disposition is Disposition.NO_AGENT)


def test_a_second_queue_that_refuses_leaves_when_the_first_was_joined(pbx: Written) -> None:
    pbx.lost()
    pbx.arrives()
    pbx.at(1).runs("Queue", "hotline")
    pbx.at(9).leaves("Queue")
    pbx.at(10).runs("Queue", "overflow")
    pbx.at(10.5).leaves("Queue")
    assert pbx.call.queued_at_us == T0 + S


@pytest.mark.parametrize(("seconds", "state"), [(0.2, CallState.ARRIVED), (0.201, CallState.GIVEN_UP)])
def test_who_has_left_their_queue_when_all_is_told_is_given_up_unless_that_was_just_now(
    pbx: Written, seconds: float, state: CallState
) -> None:
    rings_unheard(pbx)
    pbx.at(9).ends("x", Cause="0")
    pbx.leaves("Queue")
    pbx.at(9 + seconds).starts("z", "PJSIP/other", "9000")
    pbx.say(RECOVERED, Rows="9")
    assert pbx.states == [state]


def test_who_is_still_in_their_queue_when_all_is_told_waits(pbx: Written) -> None:
    rings_unheard(pbx)
    pbx.at(9).ends("x", Cause="0")
    pbx.at(30).say(RECOVERED, Rows="9")
    assert pbx.states == [CallState.QUEUED]


def test_a_caller_who_is_parked_and_fetched_has_gone_from_hand_to_hand(pbx: Written) -> None:
    answered_unheard(pbx)
    pbx.at(10).row("PARK_START", "a")
    pbx.row("BRIDGE_EXIT", "x", BridgeUniqueid="b")
    pbx.ends("x", Cause="16")
    pbx.at(15).starts("y", "PJSIP/1002", "701")
    pbx.row("PARK_END", "a", Retriever=pbx.of("y")["Channel"])
    pbx.bridged("c", "y", "a")
    assert pbx.call.transfers == [Transfer(T0 + 10 * S, TransferKind.PARKED, "1001", "1002")]


def test_a_parked_caller_whom_nobody_known_fetches_stays_parked(pbx: Written) -> None:
    answered_unheard(pbx)
    pbx.row("PARK_END", "a", Retriever="PJSIP/9999-1")
    assert (pbx.call.transfers, pbx.unexpected) == ([], [])


def test_a_blind_transfer_goes_to_whom_the_caller_meets_next(pbx: Written) -> None:
    answered_unheard(pbx)
    pbx.at(10).row("BLINDTRANSFER", "x", TransfereeUniqueid="a")
    pbx.ends("x", Cause="16")
    pbx.starts("y", "PJSIP/1002", linkedid="a")
    pbx.at(14).row("ANSWER", "y")
    pbx.bridged("c", "y", "a")
    assert pbx.call.transfers == [Transfer(T0 + 10 * S, TransferKind.BLIND, "1001", "1002")]
    assert [told.kind for told in pbx.told if isinstance(told, Fact)].count(FactKind.CALL_TRANSFERRED) == 1


def test_an_attended_transfer_goes_to_its_target(pbx: Written) -> None:
    answered_unheard(pbx)
    pbx.at(9).starts("x2", "PJSIP/1001", "1002")
    pbx.starts("y", "PJSIP/1002", linkedid="x2")
    pbx.at(10).row(
        "ATTENDEDTRANSFER",
        "x",
        TransfereeUniqueid="a",
        SecondTransfererUniqueid="x2",
        TransferTargetUniqueid="y",
    )
    (call,) = [one for one in pbx.tracker.live_calls if one.linkedid == "a"]
    assert call.transfers == [Transfer(T0 + 10 * S, TransferKind.ATTENDED, "1001", "1002")]


def test_whoever_an_agent_called_and_handed_on_unheard_talks_with_the_target(pbx: Written) -> None:
    """As Asterisk writes it: the channels have changed bridges before the row of the transfer comes."""
    pbx.lost()
    pbx.starts("x", "PJSIP/1001", "913800000001")
    pbx.runs("Dial", "PJSIP/13800000001@trunk", "x", "913800000001")
    pbx.starts("t", "PJSIP/trunk", linkedid="x")
    pbx.at(2).row("ANSWER", "t")
    pbx.bridged("b", "t", "x")
    pbx.at(5).starts("x2", "PJSIP/1001", "1002")
    pbx.runs("Dial", "PJSIP/1002", "x2", "1002")
    pbx.starts("y", "PJSIP/1002", linkedid="x2")
    pbx.at(7).row("ANSWER", "y")
    pbx.bridged("c", "y", "x2")
    pbx.at(10).row("BRIDGE_EXIT", "x2", BridgeUniqueid="c")
    pbx.row("BRIDGE_EXIT", "t", BridgeUniqueid="b")
    pbx.bridged("c", "t")
    told = {"TransfereeUniqueid": "t", "SecondTransfererUniqueid": "x2", "TransferTargetUniqueid": "y"}
    pbx.row("ATTENDEDTRANSFER", "x", **told)
    pbx.ends("x2", "x", Cause="16")
    pbx.say(RECOVERED, Rows="15")
    pbx.at(12).link_up("t", "y", bridged={"t": "c", "y": "c"})
    (call,) = [one for one in pbx.tracker.live_calls if one.linkedid == "x"]
    assert call.measurement is Measurement.RECOVERED
    assert call.transfers == [Transfer(T0 + 10 * S, TransferKind.ATTENDED, "1001", "1002")]


def test_a_transfer_whose_parties_are_not_known_makes_none_known(pbx: Written) -> None:
    answered_unheard(pbx)
    pbx.at(10).row("BLINDTRANSFER", "x", TransfereeUniqueid="q")
    assert "q" not in pbx.tracker.board.channels
