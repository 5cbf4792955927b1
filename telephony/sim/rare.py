"""The rarer plays of the case list."""

from telephony.facts import Direction
from telephony.sim import plays
from telephony.sim.stage import Stage


def agent_calls_hotline(stage: Stage) -> None:
    """From inside: the queue rings the others."""
    stage.truth.direction = Direction.INTERNAL
    plays.through_queue(stage)
