"""A call as it is seen by who may not see numbers: whoever called, was called, was tried or took over."""

from typing import Any

import pytest

from kit.http.links import call_id
from kit.http.wire import instant
from metrics.calls.masking import mask_call, masked_fields
from metrics.calls.models import AttemptOut, CallOut, TransferOut
from telephony.facts import Direction, Outcome, TransferKind

MOBILE = "13912345678"
AT = instant(0)


def call(**fields: Any) -> CallOut:
    known: dict[str, Any] = dict.fromkeys(CallOut.model_fields)
    known |= {"id": call_id("main", "1.1"), "pbx": "main", "linkedid": "1.1", "direction": Direction.INBOUND}
    known |= {"caller": "+8613800000001", "caller_raw": "13800000001", "dialled": "8001", "agent": "1001"}
    return CallOut.model_construct(**known | {"attempts": [], "transfers": []} | fields)


def attempt(agent: str, device: str) -> AttemptOut:
    return AttemptOut(
        agent=agent,
        device=device,
        alerted_at=AT,
        ended_at=AT,
        ring_seconds=1.0,
        outcome=Outcome.ANSWERED,
        is_rescue=False,
    )


def test_the_caller_is_masked_and_the_hotline_that_was_dialled_is_not() -> None:
    shown = mask_call(call())
    assert (shown.caller, shown.caller_raw, shown.dialled) == ("+861****0001", "138****0001", "8001")
    assert (shown.agent, shown.pbx, shown.linkedid) == ("1001", "main", "1.1")


def test_a_withheld_number_stays_withheld() -> None:
    shown = mask_call(call(caller=None, caller_raw="", agent=None))
    assert (shown.caller, shown.caller_raw, shown.agent) == (None, "", None)
    assert mask_call(call(caller=None, caller_raw="Anonymous")).caller_raw == "Anonymous"


@pytest.mark.parametrize(("direction", "shown"), [(d, d is not Direction.OUTBOUND) for d in Direction])
def test_what_was_dialled_is_somebodys_number_where_we_called(direction: Direction, shown: bool) -> None:
    dialled = mask_call(call(direction=direction, dialled=MOBILE)).dialled
    assert dialled == (MOBILE if shown else "139****5678")


def test_a_mobile_phone_that_answered_is_masked() -> None:
    assert mask_call(call(agent=f"Local/{MOBILE}@out")).agent == "Local/139****5678@out"


def test_phones_that_were_tried_are_masked_and_the_rest_of_an_attempt_stays() -> None:
    tried = [attempt(f"Local/{MOBILE}@out", f"Local/{MOBILE}@out"), attempt("1001", "PJSIP/1001")]
    first, second = mask_call(call(attempts=tried)).attempts
    assert (first.agent, first.device) == ("Local/139****5678@out", "Local/139****5678@out")
    assert (first.alerted_at, first.outcome) == (AT, Outcome.ANSWERED)
    assert second == tried[1]


def test_from_whom_and_to_whom_a_call_was_transferred_is_masked() -> None:
    known = TransferOut(at=AT, kind=TransferKind.BLIND, from_=f"Local/{MOBILE}@a", to=f"Local/{MOBILE}@b")
    nobody = TransferOut(at=AT, kind=TransferKind.BLIND, from_=None, to=None)
    first, second = mask_call(call(transfers=[known, nobody])).transfers
    assert (first.from_, first.to, first.at) == ("Local/139****5678@a", "Local/139****5678@b", AT)
    assert (second.from_, second.to) == (None, None)


def test_the_live_stream_masks_all_that_an_answer_masks() -> None:
    other = f"Local/{MOBILE}@out"
    told = {
        "direction": Direction.OUTBOUND,
        "caller": "+8613800000001",
        "caller_raw": "13800000001",
        "dialled": MOBILE,
        "agent": other,
        "attempts": [{"agent": other, "device": other, "outcome": "answered"}],
        "transfers": [{"from": other, "to": other, "kind": "blind"}, {"from": None, "to": None, "kind": "blind"}],
    }
    shown = "Local/139****5678@out"
    assert masked_fields(told) == {
        "direction": Direction.OUTBOUND,
        "caller": "+861****0001",
        "caller_raw": "138****0001",
        "dialled": "139****5678",
        "agent": shown,
        "attempts": [{"agent": shown, "device": shown, "outcome": "answered"}],
        "transfers": [{"from": shown, "to": shown, "kind": "blind"}, {"from": None, "to": None, "kind": "blind"}],
    }
    assert masked_fields({**told, "agent": None})["agent"] is None
