"""A call as rows that PostgreSQL will take, whatever the switch said."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.service_level import Policy
from telephony.facts import Attempt, Call, Direction, ReceiptLine, Transfer, TransferKind
from thirdring.store.encode import encoder
from thirdring.store.rows import CallRows, instant, text

T0 = 1_764_036_000_000_000


def rows_of(call: Call) -> CallRows:
    return encoder(Policy(), lambda raw: "+86" + raw)(call)


def call(**changes: object) -> Call:
    made = Call("main", "1.1", Direction.INBOUND, "service", "13800000001", "8001", T0)
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def test_durations_keep_their_microseconds() -> None:
    rows = rows_of(call(alerted_at_us=T0 + 1, ring_ended_at_us=T0 + 15_300_001, answered_at_us=T0 + 15_300_001))
    ring_seconds, rings = rows.call[13:15]
    assert (ring_seconds, rings) == (15.3, 4)


def test_attempts_and_transfers_are_numbered_from_one() -> None:
    attempts = [Attempt("1001", "PJSIP/1001", T0), Attempt("1002", "PJSIP/1002", T0)]
    transfers = [Transfer(T0, TransferKind.BLIND, "1001", None)]
    rows = rows_of(call(attempts=attempts, transfers=transfers))
    assert [row[2] for row in rows.attempts] == [1, 2]
    assert [row[:3] for row in rows.transfers] == [("main", "1.1", 1)]


def test_a_receipt_is_compact_json_of_its_lines() -> None:
    line = ReceiptLine(T0, 7, "DialState", "PJSIP/1001", "ringing")
    written = rows_of(call(receipt=[line])).receipt[2]
    assert ReceiptLine(*json.loads(written)[0]) == line
    assert " " not in written


@pytest.mark.parametrize("at_us", [-1, 0, 10**30])
def test_an_instant_that_no_calendar_has_becomes_the_nearest_one(at_us: int) -> None:
    assert 1970 <= instant(at_us).year <= 9999


@given(st.text(max_size=400))
def test_any_text_becomes_one_that_can_be_stored_and_indexed(said: str) -> None:
    stored = text(said)
    assert "\0" not in stored
    assert len(stored) <= 200
    stored.encode()


def test_half_a_character_is_replaced_and_the_rest_kept() -> None:
    assert text("a\ud800b") == "a?b"
