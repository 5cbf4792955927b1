"""Calls as a tracker would leave them, and the facts it would tell, for tests and benches of metrics."""

from collections.abc import Iterator

from telephony.calls.states import Signal, advance
from telephony.facts import Attempt, Call, Direction, Disposition, Fact, FactKind, Outcome

T0_US = 1_764_000_000_000_000
SECOND_US = 1_000_000


def arrived(hotline: str | None = "service", direction: Direction = Direction.INBOUND, caller: str = "") -> Call:
    return Call("main", "1764000000.1", direction, hotline, caller, "8001", T0_US)


def told(kind: FactKind, call: Call, attempt: Attempt | None = None) -> Fact:
    return Fact(kind, T0_US, 1, call, attempt)


def answered_call(ring_us: int, talk_us: int = 60 * SECOND_US, hotline: str | None = "service") -> Call:
    """Queued at once, rings after 200 ms, answered after `ring_us` of it."""
    call = arrived(hotline)
    advance(call, Signal.JOINED, T0_US)
    advance(call, Signal.RANG, T0_US + 200_000)
    advance(call, Signal.ANSWERED, T0_US + 200_000 + ring_us)
    call.agent = "1001"
    advance(call, Signal.GONE, T0_US + 200_000 + ring_us + talk_us)
    return call


def abandoned_call(ring_us: int, hotline: str | None = "service") -> Call:
    call = arrived(hotline)
    advance(call, Signal.JOINED, T0_US)
    advance(call, Signal.RANG, T0_US + 200_000)
    advance(call, Signal.GONE, T0_US + 200_000 + ring_us)
    call.disposition = Disposition.ABANDONED
    return call


def attempt(outcome: Outcome, agent: str = "1001") -> Attempt:
    return Attempt(agent, f"PJSIP/{agent}", T0_US, T0_US + 200_000, T0_US + 5_000_000, outcome)


def facts_of(call: Call) -> Iterator[Fact]:
    """In the order of a tracker, told from the call's end."""
    yield told(FactKind.CALL_ARRIVED, call)
    if call.queued_at_us is not None:
        yield told(FactKind.CALL_QUEUED, call)
    for each in call.attempts:
        yield told(FactKind.ATTEMPT_BEGAN, call, each)
    if call.alerted_at_us is not None:
        yield told(FactKind.CALL_ALERTED, call)
    for each in call.attempts:
        yield told(FactKind.ATTEMPT_ALERTED, call, each)
    for each in call.attempts:
        yield told(FactKind.ATTEMPT_ENDED, call, each)
    if call.answered_at_us is not None:
        yield told(FactKind.CALL_ANSWERED, call)
    yield told(FactKind.CALL_ENDED, call)
