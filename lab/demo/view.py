"""Makes the view of one instant from the live calls. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo

from lab.demo.model import Place, Ringing, Stored, Talking, View
from lab.desk.in_use import TALK, engaged
from metrics.calls.service_level import Policy, judge
from telephony.facts import Call, CallState, Direction


def view(
    place: Place,
    calls: Sequence[Call],
    stored: Stored,
    policy: Policy,
    now_us: int,
    zone: tzinfo,
    linked: bool = True,
    catching_up: bool = False,
    trouble: str = "",
) -> View:
    """While it catches up, the calls that seem live are those of the past."""
    if catching_up:
        calls = ()
    inbound = [call for call in calls if call.direction is Direction.INBOUND and call.hotline]
    inbound.sort(key=lambda call: call.arrived_at_us)
    return View(
        place,
        datetime.fromtimestamp(now_us / 1_000_000, zone),
        linked,
        catching_up,
        tuple(ringing(call, policy, now_us) for call in inbound if _rings(call)),
        tuple(talking(call, policy, now_us) for call in inbound if call.state in TALK),
        sum(_waits(call) for call in inbound),
        len(engaged(calls)),
        calling_out(calls),
        stored,
        trouble,
    )


def ringing(call: Call, policy: Policy, now_us: int) -> Ringing:
    verdict = judge(call, policy, now_us)
    waited_us = max(0, now_us - (call.alerted_at_us or now_us))
    return Ringing(
        call.linkedid,
        call.caller_raw,
        verdict.rings or 0,
        waited_us / 1_000_000,
        tuple(attempt.agent for attempt in call.attempts if attempt.alerted_at_us and attempt.ended_at_us is None),
        verdict.within_target is False,
    )


def talking(call: Call, policy: Policy, now_us: int) -> Talking:
    verdict = judge(call, policy, now_us)
    talked_us = max(0, now_us - (call.answered_at_us or now_us))
    return Talking(
        call.linkedid,
        call.caller_raw,
        verdict.rings or 0,
        call.ring_us / 1_000_000,
        call.agent or "",
        talked_us / 1_000_000,
        verdict.within_target,
    )


def _rings(call: Call) -> bool:
    """Between two dial rounds the caller's rings run on."""
    return call.alerted_at_us is not None and call.state in (CallState.RINGING, CallState.QUEUED, CallState.ARRIVED)


def _waits(call: Call) -> bool:
    return call.alerted_at_us is None and call.state in (CallState.QUEUED, CallState.ARRIVED)


def calling_out(calls: Iterable[Call]) -> int:
    return sum(call.direction is Direction.OUTBOUND for call in calls)
