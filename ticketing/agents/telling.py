"""What agents do, as the live stream tells it."""

from kit.http.live import Told, plain
from kit.http.shown import Hide
from kit.http.wire import instant
from telephony.agents.board import AgentNow
from telephony.facts import Call
from telephony.masking import mask_text
from ticketing.agents.models import LiveAgentOut, LiveRescueOut
from ticketing.agents.shown import agent_now, rescue_out


def rescue_told(call: Call, due: bool, at_us: int) -> Told:
    """Contains no number and no name, so everybody gets the same event."""
    return plain("rescue", LiveRescueOut(at=instant(at_us), due=due, **dict(rescue_out(call))))


def agent_told(now: AgentNow, at_us: int) -> Told:
    """An event for the agent, and for those who may pause others."""

    def told(hide: Hide | None = None) -> LiveAgentOut:
        return LiveAgentOut(at=instant(at_us), **dict(agent_now(now, hide)))

    return Told("agent", told(), lambda: told(mask_text), now.name)
