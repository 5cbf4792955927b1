"""Writes the events of one simulated call: a cursor in time, and the building blocks of a channel's life.

Each block sends what Asterisk 22 sends, in its order and with its headers; a test holds them against real recordings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from lab.sim.channels import Bridge, Channel, Ids, Party
from lab.sim.moments import Headers, Moment

CAUSES = {0: "Unknown", 16: "Normal Clearing", 17: "User busy", 19: "User alerting, no answer"}
CAUSES |= {
    20: "Subscriber absent",
    21: "Call Rejected",
    23: "Redirected to new destination",
    26: "Answered elsewhere",
    127: "Interworking, unspecified",
}
_RTP_REPORTS = ("RTPAUDIOQOS", "RTPAUDIOQOSJITTER", "RTPAUDIOQOSLOSS", "RTPAUDIOQOSRTT", "RTPAUDIOQOSMES")


@dataclass(slots=True)
class Script:
    ids: Ids
    random: Random
    at_us: int
    full_noise: bool = True
    moments: list[Moment] = field(default_factory=list)

    def emit(self, name: str, *parts: Headers) -> int:
        self.at_us += 4 + len(self.moments) * 37 % 170  # uneven as on a real machine, and no part of the plot
        self.moments.append(Moment(self.at_us, name, tuple(header for part in parts for header in part)))
        return self.at_us

    def noise(self, name: str, *parts: Headers) -> None:
        """An event that says nothing about a call: left out of a quiet play."""
        if self.full_noise:
            self.emit(name, *parts)

    def last_at_us(self, name: str) -> int:
        """When the last such event was sent."""
        return next(moment.at_us for moment in reversed(self.moments) if moment.name == name)

    def wait_until(self, at_us: int) -> None:
        self.at_us = max(self.at_us, at_us)

    def wait(self, seconds: float) -> None:
        self.at_us += int(seconds * 1_000_000)

    # channels

    def new_channel(
        self,
        name: str,
        context: str,
        exten: str,
        caller: Party,
        state: int,
        linkedid: str = "",
        quiet: bool = False,
        uniqueid: str = "",
    ) -> Channel:
        """`uniqueid`: what whoever made it chose."""
        uniqueid = uniqueid or self.ids.uniqueid(self.at_us)
        channel = Channel(name, uniqueid, linkedid or uniqueid, state, context, exten, caller)
        if not quiet:
            self.cel("CHAN_START", channel)
        self.emit("Newchannel", channel.headers())
        return channel

    def incoming(self, device: str, context: str, exten: str, caller: Party) -> Channel:
        """Somebody dials `exten` from a phone or a trunk."""
        channel = self.new_channel(self.ids.channel_name(device), context, exten, caller, 4)
        self.variables(channel, {"SIPDOMAIN": "127.0.0.1"})
        return channel

    def new_state(self, channel: Channel, state: int) -> int:
        channel.state = state
        at_us = self.emit("Newstate", channel.headers())
        if state == 6:
            self.cel("ANSWER", channel)
        return at_us

    def variables(self, channel: Channel, values: Mapping[str, str]) -> None:
        for name, value in values.items():
            self.noise("VarSet", channel.headers(), (("Variable", name), ("Value", value)))

    def told_variables(self, channel: Channel, values: Mapping[str, str]) -> None:
        """Those that say something about the call."""
        for name, value in values.items():
            self.emit("VarSet", channel.headers(), (("Variable", name), ("Value", value)))

    def execute(self, channel: Channel, application: str, data: str = "") -> int:
        """The dialplan's next priority."""
        channel.priority += 1 if channel.application else 0
        channel.application, channel.data = application, data
        if application in ("Queue", "Dial"):
            self.cel("APP_START", channel)
        return self.running(channel)

    def running(self, channel: Channel) -> int:
        words = (("Extension", channel.exten), ("Application", channel.application), ("AppData", channel.data))
        return self.emit("Newexten", channel.headers(), words)

    def connected_line(self, channel: Channel, party: Party) -> None:
        channel.connected = party
        self.emit("NewConnectedLine", channel.headers())

    def answer(self, channel: Channel) -> None:
        """The dialplan's Answer()."""
        self.execute(channel, "Answer")
        self.new_state(channel, 6)
        self.device_state(channel.device, "INUSE")

    # the end of a channel

    def hangup_request(self, channel: Channel, cause: int | None = None, tech: int | None = None) -> int:
        """The far end hangs up, refuses or cancels."""
        return self.emit("HangupRequest", channel.headers(), _causes(cause, tech, text=False))

    def soft_hangup(self, channel: Channel, tech: int | None = None, cause: int = 16) -> None:
        self.emit("SoftHangupRequest", channel.headers(), _causes(cause, tech, text=False))

    def hangup(self, channel: Channel, cause: int = 16, tech: int | None = None) -> int:
        if channel.state == 6 and channel.name.startswith("PJSIP/"):
            self.variables(channel, dict.fromkeys(_RTP_REPORTS, "ssrc=1;themssrc=2;lp=0;rxjitter=0.000000;rxcount=0"))
        at_us = self.emit("Hangup", channel.headers(), _causes(cause, tech, text=True))
        self.cel("HANGUP", channel)
        self.cel("CHAN_END", channel)
        self.device_state(channel.device, "NOT_INUSE")
        return at_us

    # bridges

    def bridge(self) -> Bridge:
        made = Bridge(self.ids.bridge())
        self.emit("BridgeCreate", made.headers)
        return made

    def enter(self, bridge: Bridge, channel: Channel, swap: Channel | None = None) -> int:
        """`swap`: the one whose place is taken."""
        bridge.members.append(channel)
        swapped = (("SwapUniqueid", swap.uniqueid),) if swap else ()
        at_us = self.emit("BridgeEnter", bridge.headers, channel.headers(), swapped)
        self.cel("BRIDGE_ENTER", channel)
        if len(bridge.members) == 2:
            self._tell_peers(*bridge.members)
        return at_us

    def leave(self, bridge: Bridge, channel: Channel) -> int:
        bridge.members.remove(channel)
        if bridge.members:
            self.variables(channel, {"BRIDGEPEER": "", "BRIDGEPVTCALLID": ""})
        at_us = self.emit("BridgeLeave", bridge.headers, channel.headers())
        self.cel("BRIDGE_EXIT", channel)
        return at_us

    def destroy(self, bridge: Bridge) -> None:
        self.emit("BridgeDestroy", bridge.headers)

    def _tell_peers(self, one: Channel, two: Channel) -> None:
        for _ in range(3):
            self.variables(two, {"BRIDGEPEER": one.name, "BRIDGEPVTCALLID": two.uniqueid})
            self.variables(one, {"BRIDGEPEER": two.name, "BRIDGEPVTCALLID": one.uniqueid})

    # what else is heard

    def dial_event(self, name: str, caller: Channel | None, leg: Channel, *more: tuple[str, str]) -> int:
        return self.emit(name, caller.headers() if caller else (), leg.headers("Dest"), more)

    def device_state(self, device: str, state: str) -> None:
        self.noise("DeviceStateChange", (("Device", device), ("State", state)))

    def cel(self, what: str, channel: Channel) -> None:
        """Channel event logging, where the PBX has it on."""
        if not self.full_noise:
            return
        local = datetime.fromtimestamp(self.at_us / 1_000_000, UTC)
        named = {"EventName": what, "AccountCode": "", "CallerIDnum": channel.caller.number, "CallerIDname": ""}
        named |= {"CallerIDani": channel.caller.number, "CallerIDrdnis": "", "CallerIDdnid": "", "Exten": channel.exten}
        named |= {"Context": channel.context, "Channel": channel.name, "Application": channel.application}
        named |= {"AppData": channel.data, "EventTime": f"{local:%Y-%m-%d %H:%M:%S}", "AMAFlags": "DOCUMENTATION"}
        named |= {"UniqueID": channel.uniqueid, "LinkedID": channel.linkedid, "Userfield": "", "Peer": ""}
        self.emit("CEL", (*named.items(), ("PeerAccount", ""), ("Extra", "")))


def _causes(cause: int | None, tech: int | None, text: bool) -> Headers:
    parts = [] if cause is None else [("Cause", str(cause))]
    if text and cause is not None:
        parts.append(("Cause-txt", CAUSES.get(cause, "Unknown")))
    return (*parts, *([] if tech is None else [("TechCause", str(tech))]))
