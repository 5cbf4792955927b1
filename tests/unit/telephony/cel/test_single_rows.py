"""What single rows of the PBX's own record do to a call that nobody heard, or heard only before the gap."""

import pytest

from telephony.events import RECOVERED
from telephony.facts import (
    CallState,
    Direction,
    Disposition,
    Measurement,
    Outcome,
)
from tests.unit.telephony.calls.switch import T0, S, answered_by_1001
from tests.unit.telephony.cel.single_rows import Written, answered_unheard

QUARTER = 250_000
LOCAL_ONE, LOCAL_TWO = "Local/1001@agents-00000003;1", "Local/1001@agents-00000003;2"


@pytest.fixture
def pbx() -> Written:
    return Written()


def test_a_call_is_told_by_its_rows_from_its_arrival_to_its_end(pbx: Written) -> None:
    answered_unheard(pbx)
    pbx.at(20).ends("x", "a", Cause="16")
    call = pbx.only
    assert (call.direction, call.hotline, call.caller_raw) == (Direction.INBOUND, "service", "13800000001")
    assert (call.queued_at_us, call.alerted_at_us, call.answered_at_us) == (T0 + S, T0 + 2 * S, T0 + 7 * S)
    assert (call.disposition, call.agent, call.talk_us) == (Disposition.ANSWERED, "1001", 13 * S)
    assert (call.measurement, call.margin_us) == (Measurement.RECOVERED, QUARTER)
    assert [(line.event, line.effect) for line in call.receipt] == [
        ("CEL CHAN_START", "inbound call arrived"),
        ("CEL APP_START", "joined queue hotline"),
        ("CEL CHAN_START", "dialled"),
        ("log: is ringing", "ringing"),
        ("CEL BRIDGE_ENTER", "answered"),
        ("CEL HANGUP", "ended answered"),
    ]


def test_the_first_row_of_a_call_says_already_that_it_is_recovered_and_how_surely(pbx: Written) -> None:
    pbx.lost()
    pbx.arrives()
    assert (pbx.call.measurement, pbx.call.margin_us) == (Measurement.RECOVERED, QUARTER)


@pytest.mark.parametrize(
    ("margin", "margin_us"),
    [("250000", QUARTER), ("1", 1), ("999999999", 999_999_999), ("1000000000", 0), ("-1", 0), ("x", 0), ("", 0)],
)
def test_a_margin_is_a_number_of_nine_digits_at_most(pbx: Written, margin: str, margin_us: int) -> None:
    pbx.lost(margin=margin)
    pbx.arrives()
    assert pbx.call.margin_us == margin_us


def test_of_two_gaps_the_less_sure_one_counts(pbx: Written) -> None:
    pbx.caller()
    for margin in ("1250000", "250000"):
        pbx.lost(margin=margin)
        pbx.runs("Queue", "hotline" if margin == "250000" else "overflow")
    assert pbx.call.margin_us == 1_250_000


def test_what_is_written_of_a_talk_leaves_the_wait_as_sure_as_it_was(pbx: Written) -> None:
    answered_by_1001(pbx)
    pbx.lost()
    pbx.at(20).ends("x", "a", Cause="16")
    assert (pbx.only.measurement, pbx.only.margin_us) == (Measurement.RECOVERED, 0)


def test_a_phone_that_is_dialled_unheard_for_a_talk_leaves_its_wait_as_sure_as_it_was(pbx: Written) -> None:
    answered_by_1001(pbx)
    pbx.lost()
    pbx.starts("y", "PJSIP/1002", linkedid="a")
    assert (pbx.call.margin_us, pbx.outcomes) == (0, [("1001", Outcome.ANSWERED)])


def test_rows_mean_nothing_where_no_gap_is_read(pbx: Written) -> None:
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.is_ringing("x")
    pbx.ends("a")
    pbx.lost()
    pbx.link_down()
    pbx.ends("a")
    pbx.is_ringing("x")
    pbx.say(RECOVERED, Rows="1")
    assert (pbx.states, pbx.call.measurement) == ([CallState.ARRIVED], Measurement.MEASURED)


def test_a_wait_that_was_heard_is_as_sure_as_the_row_that_ends_it(pbx: Written) -> None:
    pbx.caller()
    pbx.lost()
    pbx.at(5).ends("a", Cause="16")
    assert (pbx.only.measurement, pbx.only.margin_us) == (Measurement.RECOVERED, QUARTER)


def test_a_first_ring_that_only_the_log_tells_is_as_sure_as_the_log(pbx: Written) -> None:
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.lost()
    pbx.at(3).is_ringing("x")
    assert (pbx.call.alerted_at_us, pbx.call.measurement, pbx.call.margin_us) == (
        T0 + 3 * S,
        Measurement.RECOVERED,
        QUARTER,
    )


def test_a_second_phone_that_rings_by_the_log_leaves_the_first_ring_as_sure_as_it_was(pbx: Written) -> None:
    pbx.caller()
    for word, device in (("x", "PJSIP/1001"), ("y", "PJSIP/1002")):
        pbx.dial(word, device)
    pbx.at(1).ring("x")
    pbx.lost()
    pbx.at(3).is_ringing("y")
    assert [attempt.alerted_at_us for attempt in pbx.call.attempts] == [T0 + S, T0 + 3 * S]
    assert (pbx.call.measurement, pbx.call.margin_us) == (Measurement.RECOVERED, 0)


def test_a_phone_that_rings_by_the_log_during_a_talk_leaves_the_wait_as_sure_as_it_was(pbx: Written) -> None:
    pbx.caller()
    for word, device in (("x", "PJSIP/1001"), ("y", "PJSIP/1002")):
        pbx.dial(word, device)
    pbx.at(2).dial_end("x", "ANSWER")
    pbx.bridge("b", "x", "a")
    pbx.lost()
    pbx.at(3).is_ringing("y")
    assert (pbx.call.alerted_at_us, pbx.call.margin_us) == (None, 0)


def test_rows_of_what_was_heard_already_change_nothing(pbx: Written) -> None:
    pbx.caller()
    pbx.join()
    pbx.dial("x", "PJSIP/1001")
    pbx.lost()
    for word in ("a", "x"):
        pbx.row("CHAN_START", word)
    assert (pbx.call.measurement, pbx.outcomes) == (Measurement.MEASURED, [("1001", None)])
    before = len(pbx.call.receipt)
    pbx.runs("Queue", "hotline,t")
    assert len(pbx.call.receipt) == before


def test_a_phone_that_was_heard_and_not_its_dial_is_dialled_by_its_row(pbx: Written) -> None:
    pbx.caller()
    pbx.channel("x", "PJSIP/1001", linkedid="a")
    pbx.lost()
    pbx.row("CHAN_START", "x")
    assert (pbx.call.measurement, pbx.outcomes) == (Measurement.RECOVERED, [("1001", None)])
    assert pbx.call.margin_us == QUARTER


@pytest.mark.parametrize(
    ("device", "exten", "dialled"),
    [("PJSIP/1001", "s", True), ("PJSIP/1001", "9000", False), ("PJSIP/trunk", "s", False)],
)
def test_an_agents_device_that_begins_nowhere_was_called_by_a_program(
    pbx: Written, device: str, exten: str, dialled: bool
) -> None:
    pbx.lost()
    pbx.starts("x", device, exten)
    assert pbx.channel_of("x").dialled is dialled


def test_the_inner_half_of_a_local_channel_is_part_of_its_call_and_no_phone(pbx: Written) -> None:
    pbx.caller()
    pbx.lost()
    pbx.starts("l2", LOCAL_TWO, linkedid="a")
    assert (pbx.call.measurement, pbx.outcomes, pbx.channel_of("l2").dialled) == (Measurement.RECOVERED, [], False)


def test_a_device_is_dialled_by_who_names_it_else_by_who_has_a_queue(pbx: Written) -> None:
    pbx.lost()
    pbx.arrives()
    pbx.starts("l1", LOCAL_ONE, linkedid="a")
    pbx.starts("l2", LOCAL_TWO, linkedid="a")
    pbx.runs("Dial", "PJSIP/1001,20", word="l2")
    pbx.runs("Queue", "hotline")
    pbx.starts("x", "PJSIP/1001", linkedid="a")
    pbx.starts("y", "PJSIP/1002", linkedid="a")
    assert (pbx.channel_of("x").dialled_by, pbx.channel_of("y").dialled_by) == (
        pbx.channel_of("l2"),
        pbx.channel_of("a"),
    )


def test_a_device_is_dialled_by_nobody_of_another_call(pbx: Written) -> None:
    pbx.lost()
    pbx.arrives("a")
    pbx.arrives("c")
    pbx.runs("Dial", "PJSIP/1001", word="c")
    pbx.starts("x", "PJSIP/1001", linkedid="a")
    assert pbx.channel_of("x").dialled_by is pbx.channel_of("a")


def test_an_agents_own_call_is_outbound_to_what_it_dials(pbx: Written) -> None:
    pbx.lost()
    pbx.starts("x", "PJSIP/1001", "013800000001")
    pbx.runs("Dial", "PJSIP/013800000001@trunk", word="x", exten="013800000001")
    pbx.starts("o", "PJSIP/trunk", linkedid="x")
    assert (pbx.call.direction, pbx.call.dialled, pbx.call.agent) == (Direction.OUTBOUND, "013800000001", "1001")
    assert pbx.channel_of("o").reached == "013800000001"
