"""What agents do, as the live stream tells it."""

from kit.http.live import Told
from kit.http.shown import Hide
from kit.http.wire import instant
from telephony.agents.board import AgentNow
from telephony.masking import mask_text
from ticketing.agents.models import LiveAgentOut
from ticketing.agents.shown import agent_now


def agent_told(now: AgentNow, at_us: int) -> Told:
    """To the agent, and to those who look after others."""

    def told(hide: Hide | None = None) -> LiveAgentOut:
        return LiveAgentOut(at=instant(at_us), **dict(agent_now(now, hide)))

    return Told("agent", told(), lambda: told(mask_text), now.name)
