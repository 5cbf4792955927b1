"""What outlives a restart of the service and a break of the link: since when agents do what, their wrap-ups. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from telephony.agents.states import Standing
from telephony.agents.wrap_up import WrapUp

SILENT_AT_MOST_US = 300_000_000
"""After a longer silence nobody knows whether a state that is the same lasted all the time."""
_SECOND_US = 1_000_000  # the PBX says in seconds when a call ended


class Last(NamedTuple):
    """What was known when nobody heard the PBX any more."""

    standing: Standing
    seen_us: int


class Memory(NamedTuple):
    lasts: Mapping[str, Last] = {}
    wrap_ups: Mapping[str, WrapUp] = {}


def lasted_since_us(last: Last | None, now: Standing, at_us: int | None, last_call_us: int) -> int | None:
    """When a state began that is there again after a silence. None: not known.

    `last_call_us` is when the agent's last call of a queue ended: one that ended meanwhile interrupted the state."""
    if last is None or at_us is None or (last.standing.state, last.standing.reason) != (now.state, now.reason):
        return None
    since_us = last.standing.since_us
    if since_us is None or at_us - last.seen_us > SILENT_AT_MOST_US or last_call_us > since_us + _SECOND_US:
        return None
    return since_us
