"""The manager action Originate: click-to-call."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lab.sim.channels import Party

NOBODY = Party()


@dataclass(frozen=True, slots=True)
class Order:
    """Ring `device`, then let the dialplan dial `number` in `context`."""

    device: str
    number: str
    context: str = "thirdring-outbound"
    action_id: str = "1"
    shown: Party = NOBODY
    variables: Mapping[str, str] = field(default_factory=dict)  # __NAME is inherited by what the call turns into
    ring_us: int = 30_000_000
    channel: str = ""  # the identifier that the agent's channel gets; else one of the PBX


NO_ORDER = Order("", "")
