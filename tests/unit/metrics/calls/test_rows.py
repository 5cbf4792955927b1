"""A call as rows that PostgreSQL will take, whatever the switch said."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.calls.encode import encoder
from metrics.calls.rows import CallRows, instant, text
from metrics.calls.service_level import Policy
from telephony.facts import Attempt, Call, Direction, Disposition, Outcome, ReceiptLine, Transfer, TransferKind

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
    assert (rows.call.ring_seconds, rows.call.rings) == (15.3, 4)


def test_a_call_is_stored_with_all_that_is_known_of_it() -> None:
    second = 1_000_000
    attempt = Attempt("li", "PJSIP/1001", T0 + second, T0 + 2 * second, T0 + 7 * second, Outcome.ANSWERED)
    made = call(
        queued_at_us=T0 + second,
        alerted_at_us=T0 + 2 * second,
        answered_at_us=T0 + 7 * second,
        ring_ended_at_us=T0 + 7 * second,
        ended_at_us=T0 + 20 * second,
        disposition=Disposition.ANSWERED,
        agent="li",
        housekeeper="zhao",
        margin_us=250_000,
        attempts=[attempt],
        transfers=[Transfer(T0 + 9 * second, TransferKind.BLIND, "li", "wang")],
    )
    rows = rows_of(made)
    start = datetime.fromtimestamp(T0 // second, UTC)
    at = {after: start + timedelta(seconds=after) for after in (0, 1, 2, 7, 9, 20)}
    assert rows.call == (
        *("main", "1.1", "inbound", "service", "+8613800000001", "13800000001", "8001"),
        *(at[0], at[1], at[2], at[7], at[7], at[20]),
        *(5.0, 2, 7.0, 13.0),
        *("answered", True, None, "before_next_ring", 2, "cn", 3, "li", "measured", "zhao", 0.25, None),
    )
    assert rows.attempts == [("main", "1.1", 1, "li", "PJSIP/1001", at[1], at[2], at[7], 5.0, "answered", False)]
    assert rows.transfers == [("main", "1.1", 1, at[9], "blind", "li", "wang")]


def test_a_call_of_which_little_is_known_is_stored_with_gaps() -> None:
    rows = rows_of(call(hotline=None))
    gaps = ("hotline", "queued_at", "alerted_at", "answered_at", "ring_ended_at", "ended_at", "agent")
    assert [getattr(rows.call, name) for name in gaps] == [None] * 7


def test_rings_are_no_more_than_a_column_holds() -> None:
    assert rows_of(call(alerted_at_us=T0, ring_ended_at_us=T0 + 10**18)).call.rings == 2**31 - 1


@pytest.mark.parametrize(
    ("at_us", "moment"),
    [
        (-1, datetime(1970, 1, 1, tzinfo=UTC)),
        (1, datetime(1970, 1, 1, 0, 0, 0, 1, tzinfo=UTC)),
        (10**30, datetime(2099, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
    ],
)
def test_an_instant_is_within_what_any_calendar_has(at_us: int, moment: datetime) -> None:
    assert instant(at_us) == moment


def test_a_text_is_cut_and_loses_what_cannot_be_stored() -> None:
    assert text("x" * 201) == text("x" * 200) == "x" * 200
    assert text("a\0b") == "ab"
    assert text("张\0三") == "张三"


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
