"""Whose part in a call is which: for whom it rings, and who talks in it. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from telephony.facts import Call, Direction


class Part(NamedTuple):
    talks: bool  # False: it rings for them
    since_us: int


def parts_of(call: Call) -> Mapping[str, Part]:
    """The part of each agent in a call. An outbound call has its agent from the start. A call that is over has none."""
    if call.ended_at_us is not None:
        return {}
    talker = call.transfers[-1].to_agent if call.transfers else call.agent
    parts: dict[str, Part] = {}
    if call.answered_at_us is None:
        for attempt in call.attempts:
            if attempt.alerted_at_us is not None and attempt.ended_at_us is None:
                parts[attempt.agent] = Part(False, attempt.alerted_at_us)
    if talker is not None and (call.answered_at_us is not None or call.direction is Direction.OUTBOUND):
        since_us = call.transfers[-1].at_us if call.transfers else call.answered_at_us or call.arrived_at_us
        parts[talker] = Part(True, since_us)
    return parts
