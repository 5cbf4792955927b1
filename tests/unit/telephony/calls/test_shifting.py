"""When our own clock is set, every instant of a call moves by as much, and what is not known stays so."""

import pytest

from telephony.facts import Attempt, Call, Direction, ReceiptLine, Transfer, TransferKind
from telephony.shifting import shift_call, shifted

NOON = 1_764_043_200_000_000


def call(known: bool, by: int) -> Call:
    """Each instant is another one."""
    at = [NOON + by + number for number in range(20)]
    made = Call("main", "1.1", Direction.INBOUND, "service", "", "8001", at[0])
    made.attempts = [Attempt("li", "PJSIP/1001", at[1], at[2] if known else None, at[3] if known else None)]
    made.transfers = [Transfer(at[4], TransferKind.BLIND, "li", None)]
    made.receipt = [ReceiptLine(at[5], 7, "Newchannel", "", "arrived"), ReceiptLine(at[6], 8, "Hangup", "", "ended")]
    if known:
        made.queued_at_us, made.alerted_at_us, made.answered_at_us, made.ring_ended_at_us = at[7:11]
        made.alerted_after_us, made.answered_after_us = at[11:13]
    return made


def told(one: Call) -> list[object]:
    instants = [one.arrived_at_us, one.queued_at_us, one.alerted_at_us, one.answered_at_us, one.ring_ended_at_us]
    instants += [one.alerted_after_us, one.answered_after_us]
    attempts = [(each.began_at_us, each.alerted_at_us, each.ended_at_us) for each in one.attempts]
    return [*instants, *attempts, *one.transfers, *one.receipt]


@pytest.mark.parametrize("by", [7_200_000_000, -7_200_000_000])
@pytest.mark.parametrize("known", [True, False])
def test_all_instants_of_a_call_move_together(known: bool, by: int) -> None:
    moved = call(known, 0)
    shift_call(moved, by)
    assert told(moved) == told(call(known, by))


def test_an_instant_that_is_not_known_does_not_move() -> None:
    assert (shifted(None, 5), shifted(10, 5), shifted(10, -5)) == (None, 15, 5)
