"""What each agent is doing now, from the live calls. Pure.

A live call says who talks in it and whose device rings. An agent of none is idle: whether his phone is switched on, or
he is on a break, no call tells.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from enum import StrEnum

from telephony.facts import Call, CallState, Direction, Outcome

_IN_TALK = frozenset({CallState.TALKING, CallState.HELD})


class AgentState(StrEnum):
    IDLE = "idle"
    RINGING = "ringing"
    TALKING = "talking"  # a caller on hold is talked to as well


def agent_states(calls: Iterable[Call], agents: Collection[str]) -> Counter[AgentState]:
    """How many of `agents` are in each state. Talking takes precedence over ringing."""
    talking: set[str] = set()
    ringing: set[str] = set()
    for call in calls:
        talking.update(_talking(call))
        ringing.update(_ringing(call))
    known = frozenset(agents)
    talking &= known
    ringing = (ringing & known) - talking
    idle_count = len(known) - len(talking) - len(ringing)
    return Counter({AgentState.IDLE: idle_count, AgentState.RINGING: len(ringing), AgentState.TALKING: len(talking)})


def _talking(call: Call) -> Iterator[str]:
    """Nobody is talking between a blind transfer and its answer."""
    if call.state not in _IN_TALK:
        return
    agent = call.transfers[-1].to_agent if call.transfers else call.agent
    if agent is not None:
        yield agent
    if call.direction is Direction.INTERNAL:
        yield from (attempt.agent for attempt in call.attempts if attempt.outcome is Outcome.ANSWERED)


def _ringing(call: Call) -> Iterator[str]:
    """Devices that ring, and agents whose own call is not answered yet."""
    yield from (one.agent for one in call.attempts if one.alerted_at_us is not None and one.ended_at_us is None)
    if call.direction is not Direction.INBOUND and call.agent is not None and call.answered_at_us is None:
        yield call.agent
