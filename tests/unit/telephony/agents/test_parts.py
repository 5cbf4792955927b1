"""What part agents have in one call, and since when."""

from dataclasses import replace

from telephony.agents.parts import Part, parts_of
from telephony.facts import Attempt, Call, Direction, Transfer, TransferKind

ARRIVED, RANG, ANSWERED, HANDED = 1_000, 2_000, 3_000, 4_000
OUT = Call("main", "1", Direction.OUTBOUND, None, "1001", "13800138000", ARRIVED, agent="1001")
INBOUND = Call("main", "2", Direction.INBOUND, "service", "13800138000", "8001", ARRIVED)


def test_who_calls_out_talks_from_the_first_moment_and_then_since_the_answer() -> None:
    assert parts_of(OUT) == {"1001": Part(True, ARRIVED)}
    assert parts_of(replace(OUT, answered_at_us=ANSWERED)) == {"1001": Part(True, ANSWERED)}


def test_whose_phone_rings_has_a_part_until_it_stops_and_until_somebody_answers() -> None:
    rings = Attempt("1001", "PJSIP/1001", ARRIVED, RANG)
    stopped = Attempt("1002", "PJSIP/1002", ARRIVED, RANG, RANG + 1)
    silent = Attempt("1003", "PJSIP/1003", ARRIVED)
    ringing = replace(INBOUND, attempts=[rings, stopped, silent])
    assert parts_of(ringing) == {"1001": Part(False, RANG)}
    assert parts_of(replace(ringing, agent="1002", answered_at_us=ANSWERED)) == {"1002": Part(True, ANSWERED)}


def test_after_a_transfer_the_call_is_the_last_ones_since_then() -> None:
    handed = [
        Transfer(HANDED - 1, TransferKind.BLIND, "1001", "1002"),
        Transfer(HANDED, TransferKind.BLIND, "1002", "li"),
    ]
    talking = replace(INBOUND, agent="1001", answered_at_us=ANSWERED, transfers=handed)
    assert parts_of(talking) == {"li": Part(True, HANDED)}


def test_nobody_has_a_part_in_what_is_over_or_waits() -> None:
    assert parts_of(replace(OUT, ended_at_us=ANSWERED)) == {}
    assert parts_of(INBOUND) == {}
    assert parts_of(replace(INBOUND, agent="1001")) == {}
    assert parts_of(replace(OUT, agent=None)) == {}
    assert parts_of(replace(OUT, agent=None, answered_at_us=ANSWERED)) == {}


def test_a_call_that_nobody_answered_has_no_talk() -> None:
    assert replace(INBOUND, ended_at_us=ANSWERED).talk_us == 0
    assert replace(INBOUND, answered_at_us=ANSWERED).talk_us == 0
    assert (INBOUND.wait_us, INBOUND.ring_us) == (0, 0)
    assert replace(INBOUND, answered_at_us=ANSWERED, ended_at_us=HANDED).talk_us == HANDED - ANSWERED
