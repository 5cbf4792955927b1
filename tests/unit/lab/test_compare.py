"""The comparison of the truth test itself: it must see what is wrong."""

from dataclasses import replace

import pytest

from telephony.facts import Attempt, Call, CallState, Direction, Disposition, Outcome, Transfer, TransferKind
from tests.pbx.compare import differences
from tests.pbx.truth import Tried, Truth

T0, S = 1_764_000_000_000_000, 1_000_000
TRUTH = Truth(
    shape="any",
    dialled="8001",
    caller="13800000001",
    direction="inbound",
    hotline="service",
    disposition="answered",
    agent="1001",
    began_at_us=T0,
    alerted_at_us=T0 + S,
    answered_at_us=T0 + 7 * S,
    ring_ended_at_us=T0 + 7 * S,
    attempts=[Tried("PJSIP/1001", "answered", 200, T0 + S, T0 + 7 * S)],
    transfers=[("blind", "1001", "1002")],
)


def _call() -> Call:
    call = Call("main", "1.0", Direction.INBOUND, "service", "13800000001", "8001", T0, CallState.ENDED)
    call.alerted_at_us, call.answered_at_us, call.ring_ended_at_us = T0 + S, T0 + 7 * S, T0 + 7 * S
    call.disposition, call.agent = Disposition.ANSWERED, "1001"
    call.attempts = [Attempt("1001", "PJSIP/1001", T0, T0 + S, T0 + 7 * S, Outcome.ANSWERED)]
    call.transfers = [Transfer(T0 + 9 * S, TransferKind.BLIND, "1001", "1002")]
    return call


def test_a_call_told_rightly_has_no_difference() -> None:
    assert differences(_call(), TRUTH) == []


@pytest.mark.parametrize(
    ("seen", "named"),
    [
        (replace(TRUTH, direction="internal"), "direction"),
        (replace(TRUTH, hotline="other"), "hotline"),
        (replace(TRUTH, disposition="abandoned"), "disposition"),
        (replace(TRUTH, agent="1002"), "agent"),
        (replace(TRUTH, attempts=[]), "attempts"),
        (replace(TRUTH, attempts=[replace(TRUTH.attempts[0], outcome="cancelled")]), "attempts"),
        (replace(TRUTH, transfers=[]), "transfers"),
        (replace(TRUTH, ring_ended_at_us=T0 + 12 * S), "rings"),
        (replace(TRUTH, alerted_at_us=None), "rang"),
    ],
)
def test_each_difference_is_seen_and_named(seen: Truth, named: str) -> None:
    assert any(each.startswith(f"{named}:") for each in differences(_call(), seen))


def test_an_answer_a_moment_from_the_next_ring_is_not_held_to_one_count() -> None:
    edge = replace(TRUTH, ring_ended_at_us=T0 + 6 * S - 10_000)
    call = _call()
    call.ring_ended_at_us = T0 + 6 * S + 5_000
    assert differences(call, edge) == []
