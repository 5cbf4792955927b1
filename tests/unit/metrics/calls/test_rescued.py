"""What became of a call for which more phones rang, and what the pages call it."""

import pytest

from console.words import words
from metrics.calls.rescued import Rescue, rescue_of
from metrics.calls.service_level import Policy, judge
from telephony.facts import Attempt, Call, CallState, Direction, Outcome

T0 = 1_764_000_000_000_000
S = 1_000_000


def rescued(ring_seconds: int, outcome: Outcome = Outcome.ANSWERED) -> Call:
    ended_us = T0 + ring_seconds * S
    one = Call("main", "1", Direction.INBOUND, "service", "", "8001", T0, CallState.TALKING, alerted_at_us=T0)
    one.answered_at_us, one.ring_ended_at_us, one.rescue_began = ended_us, ended_us, True
    one.attempts.append(Attempt("anna", "PJSIP/1", T0, T0, ended_us, outcome, is_rescue=True))
    return one


@pytest.mark.parametrize(
    ("call", "became"),
    [
        (rescued(6), Rescue.SAVED),
        (rescued(16), Rescue.TAKEN),
        (rescued(6, Outcome.CANCELLED), Rescue.ASKED),
    ],
    ids=["in time", "too late", "not by a helper"],
)
def test_a_call_is_saved_where_a_helper_had_it_in_time(call: Call, became: Rescue) -> None:
    assert rescue_of(call, judge(call, Policy())) is became


def test_a_call_that_is_not_counted_is_taken_and_no_page_says_that_it_was_too_late() -> None:
    one = rescued(6)
    assert rescue_of(one, judge(one, Policy(test_lines=frozenset({"8001"})))) is Rescue.TAKEN
    said = [words("en")["rescue"][Rescue.TAKEN], words("zh")["rescue"][Rescue.TAKEN]]
    assert said == ["a helper answered; not counted as in time", "支援接起，未计入达标"]
