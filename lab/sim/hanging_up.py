"""The manager action Hangup, of a channel that a click made: what was still to be played is replaced by its end."""

from collections.abc import Sequence

from lab.sim.moments import Headers, Moment
from lab.sim.state import LiveChannel, State
from lab.sim.timeline import PlayedCall
from telephony.facts import Disposition, Outcome

_STEP_US = 200
_NORMAL: Headers = (("Cause", "16"), ("Cause-txt", "Normal Clearing"))
_OF_BRIDGE: Headers = (("BridgeType", "basic"), ("BridgeTechnology", "simple_bridge"))
_CANCELLED: Headers = (("Cause", "127"), ("Cause-txt", "Interworking, unspecified"))


def hung_up(state: State, call: PlayedCall, now_us: int) -> PlayedCall:
    """`call` as it ends now. Nothing else of it is sent."""
    call.cut = True
    own = state.channels[call.truth.linkedid]
    legs = [live for live in state.channels.values() if live is not own and _is_of(live, call.truth.linkedid)]
    told = [("SoftHangupRequest", (*_block(own), ("Cause", "16"))), *_legs_end(own, legs), *_answer(call, now_us)]
    told.append(("Hangup", (*_block(own), *_NORMAL)))
    moments = [Moment(now_us + place * _STEP_US, *one) for place, one in enumerate(told)]
    return PlayedCall(moments, _ended(call, now_us).truth)


def _is_of(live: LiveChannel, linkedid: str) -> bool:
    return linkedid in (live.linkedid, live.headers.get("Linkedid"))


def _legs_end(own: LiveChannel, legs: Sequence[LiveChannel]) -> list[tuple[str, Headers]]:
    found: list[tuple[str, Headers]] = []
    for leg in legs:
        if leg.bridge:
            for live in (own, leg):
                bridge = (
                    ("BridgeUniqueid", live.bridge),
                    ("BridgeType", "basic"),
                    ("BridgeTechnology", "simple_bridge"),
                )
                found.append(("BridgeLeave", (*bridge, *_block(live))))
        else:
            found.append(("DialEnd", (*_block(own), *_block(leg, "Dest"), ("DialStatus", "CANCEL"))))
        found.append(("Hangup", (*_block(leg), *(_NORMAL if leg.bridge else _CANCELLED))))
    return found


def _answer(call: PlayedCall, now_us: int) -> list[tuple[str, Headers]]:
    """Whoever ordered the call is told that nobody picked it up, unless they were told otherwise."""
    told = next(moment for moment in call.moments if moment.name == "OriginateResponse")
    if told.at_us <= now_us:
        return []
    failed = {"Response": "Failure", "Reason": "0", "Uniqueid": "<unknown>"}
    named = [(name, failed.get(name, value)) for name, value in told.headers if not name.startswith("ChanVariable")]
    return [("OriginateResponse", tuple(named))]


def _ended(call: PlayedCall, now_us: int) -> PlayedCall:
    truth = call.truth
    truth.recorded = truth.recorded and truth.arrived_at_us <= now_us
    truth.ended_at_us = now_us
    for attempt in truth.attempts:
        if attempt.ended_at_us is None or attempt.ended_at_us > now_us:
            attempt.ended_at_us, attempt.outcome = now_us, Outcome.CANCELLED
    if truth.answered_at_us is None or truth.answered_at_us > now_us:
        truth.answered_at_us, truth.ring_ended_at_us, truth.disposition = None, now_us, Disposition.ABANDONED
    return call


def _block(live: LiveChannel, prefix: str = "") -> Headers:
    return tuple((prefix + name, value) for name, value in live.headers.items())
