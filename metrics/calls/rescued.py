"""What became of a call for which the service had more phones ring. Pure."""

from enum import StrEnum

from metrics.calls.service_level import Verdict
from telephony.facts import Call


class Rescue(StrEnum):
    ASKED = "asked"  # more phones rang, and none of them had the call
    TAKEN = "taken"  # one of them had it, too late or not counted
    SAVED = "saved"  # one of them had it in time


def rescue_of(call: Call, verdict: Verdict) -> Rescue | None:
    """None: no more phones rang for it."""
    if not call.rescue_began:
        return None
    if not call.answered_by_rescue:
        return Rescue.ASKED
    return Rescue.SAVED if verdict.within_target else Rescue.TAKEN
