"""Every recording of a real Asterisk becomes the calls that the phones remember."""

from collections.abc import Callable
from typing import Any

import pytest

from telephony.calls.tracker import Tracker
from telephony.events import Event
from telephony.facts import Call, CallState, Fact, FactKind, Unexpected
from tests.unit.telephony.calls.recordings import NAMES, recorded, site, truths

NEAR_US = 20_000  # between a phone's clock and the switch's


def replay(
    name: str, heard: Callable[[Event], bool] = lambda _: True
) -> tuple[dict[str, Call], list[tuple[str, str]], Tracker]:
    """The ended calls by linkedid, and the events that fitted no state."""
    tracker, ended, unexpected = Tracker("main", site(name)), {}, []
    for event in filter(heard, recorded(name)):
        for told in tracker.step(event):
            if isinstance(told, Unexpected):
                unexpected.append((told.event, told.state))
            elif isinstance(told, Fact) and told.kind is FactKind.CALL_ENDED:
                ended[told.call.linkedid] = told.call
    return ended, unexpected, tracker


def near(ours_us: int | None, theirs_us: int | None) -> bool:
    if ours_us is None or theirs_us is None:
        return ours_us is theirs_us
    return abs(ours_us - theirs_us) <= NEAR_US


def seen(call: Call) -> dict[str, Any]:
    """The call in the words of the phones' truth."""
    return {
        "direction": call.direction.value,
        "hotline": call.hotline,
        "disposition": call.disposition.value if call.disposition else None,
        "agent": call.agent,
        "attempts": sorted((a.device, a.outcome.value if a.outcome else None) for a in call.attempts),
        "transfers": [[t.kind.value, t.from_agent, t.to_agent] for t in call.transfers],
    }


def told(truth: dict[str, Any]) -> dict[str, Any]:
    attempts = sorted((a["device"], a["outcome"]) for a in truth["attempts"])
    keys = ("direction", "hotline", "disposition", "agent", "transfers")
    return {key: truth[key] for key in keys} | {"attempts": attempts}


@pytest.mark.parametrize("name", NAMES)
def test_a_recording_becomes_the_calls_that_the_phones_remember(name: str) -> None:
    ended, _, _ = replay(name)
    for truth in truths(name):
        call = ended[truth["linkedid"]]
        assert truth.get("number", "") in ("", call.caller_raw)
        assert seen(call) == told(truth) | ({"attempts": seen(call)["attempts"]} if truth["lost"] else {})
        if call.hotline is not None and not truth["lost"]:
            assert near(call.alerted_at_us, truth["alerted_at_us"])
            assert near(call.answered_at_us, truth["answered_at_us"])
            assert abs(call.ring_us / 1e6 - truth["ring_seconds"]) <= NEAR_US / 1e6


@pytest.mark.parametrize("name", NAMES)
def test_nothing_else_is_recorded_and_nothing_is_left(name: str) -> None:
    ended, unexpected, tracker = replay(name)
    hotline = {linkedid for linkedid, call in ended.items() if call.hotline is not None}
    assert hotline == {truth["linkedid"] for truth in truths(name) if truth["hotline"] is not None}
    assert all(call.state is CallState.ENDED for call in ended.values())
    assert tracker.live == {}
    assert unexpected == []


_SAYS_WHO = {"HangupRequest", "SoftHangupRequest"}
UNANSWERED = [name for name in NAMES if any(truth["disposition"] != "answered" for truth in truths(name))]


@pytest.mark.parametrize("name", UNANSWERED)
def test_who_ended_it_is_known_where_no_line_says_that_its_caller_hangs_up(name: str) -> None:
    """As on analog lines and SS7."""
    ended, _, _ = replay(name, lambda event: event.name not in _SAYS_WHO)
    for truth in truths(name):
        if truth["hotline"] is not None:
            assert str(ended[truth["linkedid"]].disposition) == truth["disposition"]
