"""How rows of the PBX's own record end phones, waits and calls that nobody heard."""

import pytest

from telephony.facts import (
    CallState,
    Disposition,
    Measurement,
    Outcome,
)
from tests.unit.telephony.calls.switch import T0, S
from tests.unit.telephony.cel.single_rows import Written, rings_unheard


@pytest.fixture
def pbx() -> Written:
    return Written()


@pytest.mark.parametrize(
    ("left", "asked", "disposition"),
    [
        (None, 9.0, Disposition.ABANDONED),
        (9.0, 9.2, Disposition.ABANDONED),
        (9.0, 9.201, Disposition.TIMEOUT),
    ],
)
def test_who_hangs_up_after_the_queue_was_left_heard_an_announcement(
    pbx: Written, left: float | None, asked: float, disposition: Disposition
) -> None:
    rings_unheard(pbx)
    if left is not None:
        pbx.at(left).ends("x", Cause="0")
        pbx.leaves("Queue")
    pbx.at(asked).row("HANGUP_REQUEST", "a")
    pbx.ends("a", Cause="16", Source="PJSIP/trunk-0000a")
    assert pbx.only.disposition is disposition


@pytest.mark.parametrize(
    ("device", "told", "measurement"),
    [
        ("DAHDI/1", {"Source": "dialplan/builtin"}, Measurement.RECOVERED),
        ("DAHDI/1", {}, Measurement.ESTIMATED),
        ("PJSIP/trunk", {}, Measurement.RECOVERED),
    ],
)
def test_a_line_that_may_not_name_who_hangs_up_leaves_it_open(
    pbx: Written, device: str, told: dict[str, str], measurement: Measurement
) -> None:
    pbx.lost()
    pbx.arrives(device=device)
    pbx.at(1).runs("Queue", "hotline")
    pbx.at(9).ends("a", **told)
    assert pbx.only.measurement is measurement


@pytest.mark.parametrize("told", ["nobody was tried", "the queue refused"])
def test_what_the_switch_ended_by_itself_is_not_left_open(pbx: Written, told: str) -> None:
    pbx.lost()
    pbx.arrives(device="DAHDI/1")
    if told == "the queue refused":
        pbx.runs("Queue", "hotline")
        pbx.at(0.5).leaves("Queue")
    pbx.at(9).ends("a")
    assert pbx.only.measurement is Measurement.RECOVERED


def test_the_pbx_that_answers_its_caller_is_no_person_who_answers(pbx: Written) -> None:
    pbx.lost()
    pbx.arrives()
    pbx.row("ANSWER", "a")
    assert (pbx.states, pbx.channel_of("a").dialled) == ([CallState.ARRIVED], False)


@pytest.mark.parametrize(
    ("cause", "outcome"),
    [("17", Outcome.BUSY), ("21", Outcome.BUSY), ("26", Outcome.CANCELLED), ("0", Outcome.NO_ANSWER)],
)
def test_a_phone_says_by_its_cause_why_it_ended(pbx: Written, cause: str, outcome: Outcome) -> None:
    rings_unheard(pbx)
    pbx.at(7).ends("x", Cause=cause)
    assert pbx.outcomes == [("1001", outcome)]


def also_rings(pbx: Written) -> None:
    pbx.starts("y", "PJSIP/1002", linkedid="a")
    pbx.is_ringing("y")


def test_a_phone_that_ends_when_another_has_answered_was_cancelled(pbx: Written) -> None:
    rings_unheard(pbx)
    also_rings(pbx)
    pbx.at(7).row("ANSWER", "y")
    pbx.ends("x", Cause="0")
    assert pbx.outcomes == [("1001", Outcome.CANCELLED), ("1002", None)]


def test_a_phone_that_ends_when_the_caller_has_left_or_talks_was_cancelled(pbx: Written) -> None:
    rings_unheard(pbx)
    also_rings(pbx)
    pbx.at(7).row("HANGUP_REQUEST", "a")
    pbx.ends("x", Cause="0")
    assert pbx.outcomes[0] == ("1001", Outcome.CANCELLED)


def test_a_phone_that_ends_when_its_call_was_picked_up_elsewhere_was_cancelled(pbx: Written) -> None:
    rings_unheard(pbx)
    pbx.starts("y", "PJSIP/1002", "*8")
    pbx.at(7).row("PICKUP", "x", PickupUniqueid="y")
    assert pbx.channel_of("y").linkedid == "a"
    pbx.relink("y", "a")
    pbx.bridged("b", "y", "a")
    pbx.ends("x", Cause="0")
    assert (pbx.outcomes, pbx.call.agent) == ([("1001", Outcome.CANCELLED)], "1002")


def test_a_pick_up_by_nobody_known_changes_nothing(pbx: Written) -> None:
    rings_unheard(pbx)
    pbx.row("PICKUP", "x", PickupUniqueid="y")
    assert pbx.states == [CallState.RINGING]
    assert "y" not in pbx.tracker.board.channels


@pytest.mark.parametrize(("seconds", "outcome"), [(0.3, Outcome.CANCELLED), (0.301, Outcome.NO_ANSWER)])
def test_a_phone_that_has_forwarded_its_call_is_gone_soon_and_did_not_ring_out(
    pbx: Written, seconds: float, outcome: Outcome
) -> None:
    rings_unheard(pbx)
    pbx.at(5).row("FORWARD", "a")
    pbx.at(5 + seconds).ends("x", Cause="0")
    assert pbx.outcomes == [("1001", outcome)]


def called_unheard(pbx: Written) -> None:
    pbx.lost(log="no")
    pbx.arrives()
    pbx.at(1).runs("Queue", "hotline")
    pbx.starts("x", "PJSIP/1001", linkedid="a")


def test_without_a_log_a_phone_that_was_answered_late_may_have_rung_before(pbx: Written) -> None:
    called_unheard(pbx)
    pbx.at(7).row("ANSWER", "x")
    [attempt] = pbx.call.attempts
    assert (attempt.is_timed, pbx.call.measurement) == (False, Measurement.ESTIMATED)
    assert pbx.call.alerted_at_us is not None
    assert pbx.call.alerted_after_us == T0 + S
    assert pbx.tracker.live["a"].unheard_since_us is None


def test_without_a_log_a_phone_that_was_answered_at_once_has_hardly_rung(pbx: Written) -> None:
    called_unheard(pbx)
    pbx.at(1.2).row("ANSWER", "x")
    assert (pbx.call.alerted_at_us, pbx.call.measurement) == (None, Measurement.RECOVERED)


def test_without_a_log_a_phone_that_was_heard_to_ring_rang_then(pbx: Written) -> None:
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(1).ring("x")
    pbx.lost(log="no")
    pbx.at(7).row("ANSWER", "x")
    pbx.bridged("b", "x", "a")
    assert (pbx.call.alerted_at_us, pbx.call.measurement) == (T0 + S, Measurement.RECOVERED)
    assert pbx.call.attempts[0].is_timed


def test_without_a_log_a_phone_that_was_called_before_the_gap_may_have_rung_since_the_gap_began(pbx: Written) -> None:
    pbx.caller()
    pbx.at(1).dial("x", "PJSIP/1001")
    pbx.at(2).join()
    pbx.lost(log="no")
    pbx.at(7).row("ANSWER", "x")
    assert pbx.call.alerted_after_us == T0 + 2 * S


def test_without_a_log_a_second_phone_that_may_have_rung_changes_nothing_where_the_first_was_heard(
    pbx: Written,
) -> None:
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(1).ring("x")
    pbx.lost(log="no")
    pbx.at(3).starts("y", "PJSIP/1002", linkedid="a")
    pbx.at(7).row("ANSWER", "y")
    assert (pbx.call.alerted_at_us, pbx.call.measurement) == (T0 + S, Measurement.RECOVERED)
    assert [attempt.is_timed for attempt in pbx.call.attempts] == [True, False]


@pytest.mark.parametrize(("began", "measurement"), [(4.74, Measurement.ESTIMATED), (4.75, Measurement.RECOVERED)])
def test_without_a_log_a_phone_that_may_have_rung_before_the_first_one_known_leaves_the_wait_open(
    pbx: Written, began: float, measurement: Measurement
) -> None:
    called_unheard(pbx)
    pbx.at(began).starts("y", "PJSIP/1002", linkedid="a")
    pbx.at(5).is_ringing("x", Margin="250000")
    pbx.at(8).row("ANSWER", "y")
    assert pbx.call.measurement is measurement


def test_without_a_log_a_phone_rings_as_it_did_before_with_the_margin_of_that(pbx: Written) -> None:
    called_unheard(pbx)
    pbx.at(1.5).is_ringing("x", Margin="800000")
    assert (pbx.call.alerted_at_us, pbx.call.measurement) == (T0 + 1_500_000, Measurement.RECOVERED)
    assert pbx.call.margin_us == 800_000
    assert (pbx.call.receipt[-1].event, pbx.call.receipt[-1].effect) == ("no log: rings by now, as before", "ringing")


def test_the_margin_of_a_ring_reaches_no_further_back_than_the_gap(pbx: Written) -> None:
    pbx.caller()
    pbx.dial("x", "PJSIP/1001")
    pbx.at(1.2).join()
    pbx.lost(log="no")
    pbx.at(1.5).is_ringing("x", Margin="800000")
    assert pbx.call.margin_us == 300_000


def test_how_long_a_trunk_needs_says_nothing_of_who_is_called_behind_it(pbx: Written) -> None:
    called_unheard(pbx)
    pbx.starts("o", "PJSIP/outside", linkedid="a")
    pbx.at(1.5).is_ringing("o", Margin="800000")
    assert pbx.call.alerted_at_us is None
