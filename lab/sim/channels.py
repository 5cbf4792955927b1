"""The channels of a simulated call, and the headers by which AMI shows them."""

from dataclasses import dataclass, field
from itertools import count
from random import Random
from uuid import UUID

from lab.sim.moments import Headers

STATE_NAMES = {0: "Down", 4: "Ring", 5: "Ringing", 6: "Up", 7: "Busy"}
UNKNOWN = "<unknown>"


@dataclass(frozen=True, slots=True)
class Party:
    number: str = UNKNOWN
    name: str = UNKNOWN


@dataclass(slots=True, eq=False)
class Channel:
    name: str
    uniqueid: str
    linkedid: str
    state: int
    context: str
    exten: str
    caller: Party = Party()
    connected: Party = Party()
    priority: int = 1
    application: str = ""
    data: str = ""

    @property
    def device(self) -> str:
        return self.name.rpartition("-")[0]

    def headers(self, prefix: str = "") -> Headers:
        return (
            (f"{prefix}Channel", self.name),
            (f"{prefix}ChannelState", str(self.state)),
            (f"{prefix}ChannelStateDesc", STATE_NAMES[self.state]),
            (f"{prefix}CallerIDNum", self.caller.number),
            (f"{prefix}CallerIDName", self.caller.name),
            (f"{prefix}ConnectedLineNum", self.connected.number),
            (f"{prefix}ConnectedLineName", self.connected.name),
            (f"{prefix}Language", "en"),
            (f"{prefix}AccountCode", ""),
            (f"{prefix}Context", self.context),
            (f"{prefix}Exten", self.exten),
            (f"{prefix}Priority", str(self.priority)),
            (f"{prefix}Uniqueid", self.uniqueid),
            (f"{prefix}Linkedid", self.linkedid),
            (f"{prefix}ChanVariable", "TR_TICKET="),
            (f"{prefix}ChanVariable", "TR_REASON="),
        )


@dataclass(slots=True, eq=False)
class Bridge:
    uniqueid: str
    technology: str = "simple_bridge"
    members: list[Channel] = field(default_factory=list)

    @property
    def headers(self) -> Headers:
        return (
            ("BridgeUniqueid", self.uniqueid),
            ("BridgeType", "basic"),
            ("BridgeTechnology", self.technology),
            ("BridgeCreator", UNKNOWN),
            ("BridgeName", UNKNOWN),
            ("BridgeNumChannels", str(len(self.members))),
            ("BridgeVideoSourceMode", "none"),
        )


class Ids:
    """The counters of one PBX, so that no two calls share a name."""

    def __init__(self, seed: int) -> None:
        self._random = Random(f"ids {seed}")
        self._channels = count(1)
        self._numbers = count(1)
        self._locals = count(0)

    def uniqueid(self, at_us: int) -> str:
        return f"{at_us // 1_000_000}.{next(self._channels)}"

    def channel_name(self, device: str) -> str:
        return f"{device}-{next(self._numbers):08x}"

    def local_pair(self, address: str) -> tuple[str, str]:
        stem = f"Local/{address}-{next(self._locals):08x}"
        return f"{stem};1", f"{stem};2"

    def bridge(self) -> str:
        return str(UUID(int=self._random.getrandbits(128), version=4))
