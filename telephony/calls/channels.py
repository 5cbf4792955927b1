"""A mirror of the switch's channels and bridges, as far as calls need it.

Channels are known by uniqueid. An event about a channel never seen before (the link came up in mid-call, an event
was lost) makes it known from what that event says.
"""

from collections.abc import Callable, Collection, Mapping

from kit.latest import Latest
from telephony.calls.machines import MACHINES
from telephony.layout import device_of

_LOCALS_MAX = 5  # one behind the other
_GONE_MAX = 2_000

HOLDING = "holding_bridge"
"""Parking and waiting rooms: nobody talks there."""


class Bridge:
    __slots__ = ("members", "technology", "uniqueid")

    def __init__(self, uniqueid: str, technology: str) -> None:
        self.uniqueid = uniqueid
        self.technology = technology
        self.members: dict[str, Channel] = {}


class Channel:
    __slots__ = (
        "agent",
        "anchor",
        "answered_by",
        "bridge",
        "cut_off",
        "device",
        "dial_status",
        "dialled",
        "dialled_by",
        "exten",
        "hangup_requested_at_us",
        "is_device",
        "is_local",
        "linkedid",
        "name",
        "number",
        "over_at_us",
        "owns",
        "pool_id",
        "position",
        "reached",
        "rescues",
        "stands_for",
        "uniqueid",
        "variables",
    )

    def __init__(self, uniqueid: str, headers: Mapping[str, str], prefix: str, position: int, anchor: int) -> None:
        self.uniqueid = uniqueid
        self.linkedid = headers.get(prefix + "Linkedid") or uniqueid
        self.exten = headers.get(prefix + "Exten", "")
        self.number = headers.get(prefix + "CallerIDNum", "")
        self.position = position
        self.anchor = anchor  # where a replay has to begin to know the PBX's clock as it was then; 0: at `position`
        self.bridge: Bridge | None = None
        self.owns: object | None = None  # the LiveCall whose caller this channel is; CallBook.owned says which
        self.dialled = False  # rung or picked up for somebody: what answers is a person
        self.dialled_by: Channel | None = None
        self.answered_by: Channel | None = None  # the first of those it dialled that answered
        self.stands_for: Channel | None = None  # of a Local channel: the device behind it, once known
        self.pool_id = ""  # of an agent who has logged in with AgentLogin
        self.reached = ""  # the number outside that it was dialled with
        self.dial_status = ""  # of a Local channel: how the dial that rang it, or its other half, ended first
        self.hangup_requested_at_us: int | None = None
        self.over_at_us: int | None = None  # its dialplan came to the `h` extension
        self.cut_off = False  # a supervisor, a program or the PBX itself hung it up
        self.rescues = ""  # the linkedid of the call that it is to pick up
        self.agent: str | None = None
        self.variables: dict[str, str] = {}  # named TR_…, set before it was part of a call
        self.rename(headers.get(prefix + "Channel", ""))

    def rename(self, name: str) -> None:
        self.name = name
        self.is_local = name.startswith("Local/")
        self.is_device = not self.is_local and name.partition("/")[0] not in MACHINES
        self.device = device_of(name)

    @property
    def who(self) -> str:
        """The agent's name; the device itself where no agent owns it."""
        return self.agent or self.device

    @property
    def is_first(self) -> bool:
        """The call, or what the PBX made a call of by itself, began with it."""
        return self.uniqueid == self.linkedid

    @property
    def is_root(self) -> bool:
        return self.is_first and not self.is_local

    @property
    def is_originated(self) -> bool:
        """Of the first channel of a call: the PBX called it, for a click in a program or a queue that calls back."""
        return self.is_local or (self.dialled and self.dialled_by is None)

    @property
    def leg(self) -> "Channel":
        """The device that a Local channel stands for, where nothing is dialled behind it: an agent of a pool."""
        return self.stands_for or self

    @property
    def own_exten(self) -> str:
        """What a Local channel is named after: `Local/1001@agents-00000003;1` → `1001`."""
        return self.name[6:].partition("@")[0] if self.is_local else ""


class Switchboard:
    """`agent_of_device` names the agent of a device, or nothing."""

    def __init__(self, agent_of_device: Mapping[str, str]) -> None:
        self._agent_of_device = agent_of_device
        self.channels: dict[str, Channel] = {}
        self.bridges: dict[str, Bridge] = {}
        self.pool: dict[str, Channel] = {}  # the agents who have logged in with AgentLogin
        self.gone: Latest[str] = Latest(_GONE_MAX)
        """Channels whose end was read in the PBX's own record: what is heard of them later is late."""
        self._local_halves: dict[str, Channel] = {}

    def learn(self, headers: Mapping[str, str], prefix: str, position: int, anchor: int) -> Channel | None:
        """The channel that the headers with this prefix describe, made known if new; None where they name none."""
        uniqueid = headers.get(prefix + "Uniqueid")
        if not uniqueid:
            return None
        channel = self.channels.get(uniqueid)
        if channel is None:
            if uniqueid in self.gone:
                return None
            channel = self.channels[uniqueid] = Channel(uniqueid, headers, prefix, position, anchor)
            self._identify(channel)
            return channel
        channel.linkedid = headers.get(prefix + "Linkedid") or channel.linkedid
        return channel

    def named(self, name: str) -> Channel | None:
        return next((channel for channel in self.channels.values() if channel.name == name), None)

    def _identify(self, channel: Channel) -> None:
        channel.agent = self._agent_of_device.get(channel.device)
        if channel.agent is not None and not channel.is_local:
            channel.is_device = True
        if channel.is_local:
            self._local_halves[channel.name] = channel

    def rename(self, channel: Channel, name: str) -> None:
        self._local_halves.pop(channel.name, None)
        channel.rename(name)
        self._identify(channel)

    def enter(self, channel: Channel, uniqueid: str, technology: str) -> Bridge:
        if channel.bridge is not None and channel.bridge.uniqueid != uniqueid:
            self.leave(channel)
        bridge = self.bridges.get(uniqueid)
        if bridge is None:
            bridge = self.bridges[uniqueid] = Bridge(uniqueid, technology)
        elif technology:
            bridge.technology = technology
        bridge.members[channel.uniqueid] = channel
        channel.bridge = bridge
        return bridge

    def leave(self, channel: Channel) -> None:
        bridge, channel.bridge = channel.bridge, None
        if bridge is None:
            return
        bridge.members.pop(channel.uniqueid, None)
        if not bridge.members:
            self.bridges.pop(bridge.uniqueid, None)

    def merge(self, source_uniqueid: str, target_uniqueid: str) -> Bridge | None:
        source = self.bridges.get(source_uniqueid)
        if source is None:
            return None
        for channel in tuple(source.members.values()):
            self.enter(channel, target_uniqueid, "")
        return self.bridges.get(target_uniqueid)

    def forget(self, channel: Channel) -> None:
        self.leave(channel)
        self.channels.pop(channel.uniqueid, None)
        if self.pool.get(channel.pool_id) is channel:
            del self.pool[channel.pool_id]
        if channel.is_local:
            self._local_halves.pop(channel.name, None)

    def person_with(self, caller: Channel, besides: Collection[Channel | None] = ()) -> Channel | None:
        """Who the caller can talk with: a device of an agent, or one that was dialled, reached over Local halves."""
        wanted = (lambda channel: _is_person(channel) and channel not in besides) if besides else _is_person
        return _first(caller, wanted, self.other_half)

    def device_behind(self, local: Channel) -> Channel | None:
        """Who has answered behind a Local channel, over any number of further ones."""
        for _ in range(_LOCALS_MAX):
            half = self.other_half(local)
            answered = None if half is None else half.answered_by or self.person_with(half)
            if answered is None or not answered.is_local:
                return answered
            local = answered
        return None

    def local_dial_ended(self, channel: Channel, dial_status: str) -> None:
        """Both halves know it, since what was dialled behind them is cancelled for it."""
        for half in (channel, self.other_half(channel)):
            if half is not None and not half.dial_status:
                half.dial_status = dial_status

    def other_half(self, channel: Channel) -> Channel | None:
        return self._local_halves.get(channel.name[:-1] + ("2" if channel.name.endswith("1") else "1"))


def _is_person(channel: Channel) -> bool:
    return channel.is_device and (channel.dialled or channel.agent is not None)


def _first(
    start: Channel, wanted: Callable[[Channel], bool], other_half: Callable[[Channel], Channel | None]
) -> Channel | None:
    """Walk from bridge to bridge; a Local channel's other half stands in the next one."""
    seen: set[str] = set()
    bridges = [start.bridge]
    while bridges:
        bridge = bridges.pop()
        if bridge is None or bridge.technology == HOLDING or bridge.uniqueid in seen:
            continue
        seen.add(bridge.uniqueid)
        for channel in bridge.members.values():
            if channel is start:
                continue
            if channel.is_local:
                half = other_half(channel)
                if half is not None:
                    bridges.append(half.bridge)
            elif wanted(channel):
                return channel
    return None
