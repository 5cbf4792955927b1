"""What the API answers about agents."""

from pydantic import Field

from kit.http.out import Out, Seconds
from kit.http.shown import Plain
from kit.http.wire import Instant
from kit.roles import Role
from telephony.agents.states import State


class WrapUpOut(Out):
    """The time after a call in which the agent writes down what it was about. It holds no call back."""

    call: str = Field(description="The id of the call")
    since: Instant
    until: Instant
    lengthened: bool = Field(description="true: it cannot be lengthened again")


class AgentNowOut(Out):
    name: Plain
    state: State = Field(
        description="unknown: the PBX is not connected; unreachable: no phone is registered; reachable: in no queue, "
        "so that nobody can say whether they are ready"
    )
    since: Instant | None = Field(description="null: since before the service listened")
    reason: str = Field(description="Of a pause")
    reachable: bool | None = Field(description="Whether a phone of theirs is registered; null: not known")
    queues: list[str] = Field(description="In which they are; empty at a site without queues")
    wrap_up: WrapUpOut | None


class AgentOut(Out):
    name: str
    devices: list[str]
    role: Role | None = Field(description="null: there is no user of this name, or the caller is an agent")
    now: AgentNowOut | None = Field(description="null: no [[agent]] of the settings has this name")


class AgentsOut(Out):
    items: list[AgentOut]
    pause_reasons: list[str] = Field(description="From the settings")
    wrap_up_seconds: Seconds = Field(description="How long a wrap-up lasts; 0: there is none")


class RescueOut(Out):
    """A call that is about to be missed, and that any free agent may fetch."""

    id: str = Field(description="Of the call")
    pbx: str
    linkedid: str
    hotline: str | None
    alerted_at: Instant | None = Field(description="When the first phone began to ring")


class RescuesOut(Out):
    items: list[RescueOut] = Field(description="The longest waiting first")


class LiveRescueOut(RescueOut):
    """The data of one `event: rescue` of the live stream."""

    at: Instant
    due: bool = Field(description="false: somebody has it now, or the caller is gone")


class LiveAgentOut(AgentNowOut):
    """The data of one `event: agent` of the live stream."""

    at: Instant
