"""`Queue()`: joining, dial rounds among its members, leaving."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lab.sim.channels import Channel
from lab.sim.round import Leg, Phone, Round, leg_party
from lab.sim.script import Script
from lab.sim.truth import Truth

_CLEARED = dict.fromkeys(
    ("ANSWEREDTIME", "ANSWEREDTIME_MS", "DIALEDTIME", "DIALEDTIME_MS", "QUEUEWAIT", "QUEUEWAIT_MS"), ""
)
RETRY_US = 1_000_000


@dataclass(slots=True)
class QueueRound(Round):
    queue: str = ""
    joined_us: int = 0

    def begin(self, phones: Sequence[Phone]) -> None:
        for phone in phones:
            self._call(phone)

    def _call(self, phone: Phone) -> None:
        script, caller = self.script, self.caller
        name = script.ids.channel_name(phone.device)
        channel = script.new_channel(name, "from-phone", "s", leg_party(phone.device), 0, caller.linkedid)
        channel.exten, channel.application, channel.data = caller.exten, "AppQueue", "(Outgoing Line)"
        channel.connected = caller.caller
        script.running(channel)
        script.connected_line(channel, caller.caller)
        script.variables(channel, {"DIALEDPEERNUMBER": phone.device.partition("/")[2]})
        self.add(phone, channel)
        script.emit("AgentCalled", caller.headers(), channel.headers("Dest"), self.member(phone.device))
        script.dial_event("DialBegin", caller, channel, ("DialString", phone.device))

    def member(self, device: str) -> tuple[tuple[str, str], ...]:
        return (("Queue", self.queue), ("Interface", device), ("MemberName", device))

    def ring(self, leg: Leg) -> None:
        self._member_status(leg.phone.device, 6)
        self.script.device_state(leg.phone.device, "RINGING")
        self.script.dial_event("DialState", self.caller, leg.channel, ("DialStatus", "RINGING"))

    def refuse(self, leg: Leg, cause: int, tech: int) -> None:
        self.script.dial_event("DialEnd", self.caller, leg.channel, ("DialStatus", "NOANSWER"))
        self._no_answer(leg, 0)

    def _no_answer(self, leg: Leg, ring_us: int) -> None:
        time = ("RingTime", str(ring_us // 1_000_000 * 1000))
        self.script.emit(
            "AgentRingNoAnswer",
            self.caller.headers(),
            leg.channel.headers("Dest"),
            (*self.member(leg.phone.device), time),
        )

    def answered(self, winner: Leg) -> None:
        """From the agent's 200 to the two who talk."""
        script, caller = self.script, self.caller
        losers = self.pending
        script.dial_event("DialEnd", caller, winner.channel, ("DialStatus", "ANSWER"))
        self.cancel(losers)
        script.connected_line(caller, winner.channel.caller)
        self.cancel(losers)
        self.leave()
        self.connect(winner, winner.channel)
        if caller.state != 6:
            script.new_state(caller, 6)
        for leg in losers:
            script.hangup(leg.channel, 26)
        script.device_state(winner.phone.device, "INUSE")
        script.device_state(caller.device, "INUSE")
        self._member_status(winner.phone.device, 2)

    def connect(self, winner: Leg, end: Channel) -> None:
        """`end`: the channel that the queue itself has dialled."""
        script, caller = self.script, self.caller
        waited_us = script.at_us - self.joined_us
        script.variables(caller, _wait_variables(waited_us))
        rang_us = script.at_us - (winner.attempt.alerted_at_us or script.at_us)
        times = (("HoldTime", str(round(waited_us / 1e6))), ("RingTime", str(rang_us // 1_000_000)))
        member = self.member(winner.phone.device)
        script.emit("AgentConnect", caller.headers(), end.headers("Dest"), (*member, *times))

    def rang_out(self) -> None:
        """The members' time is over, and the round with it."""
        began_us = self.script.at_us
        pending = self.pending
        for leg in pending:
            self._no_answer(leg, began_us - (leg.attempt.alerted_at_us or began_us))
        self.cancel_as_no_answer(pending)
        for leg in pending:
            self.script.hangup(leg.channel, 0)

    def caller_gone(self, requested: Callable[[], int]) -> None:
        pending = self.pending
        requested()
        self.cancel(pending)
        self.cancel(pending)
        self.abandoned()
        for leg in pending:
            self.script.hangup(leg.channel, 0)

    def abandoned(self) -> int:
        """The caller leaves unanswered, for whatever reason."""
        script, caller = self.script, self.caller
        waited_us = script.at_us - self.joined_us
        script.variables(caller, _unanswered_variables(waited_us) | {"ABANDONED": "TRUE"})
        place = (("Queue", self.queue), ("Position", "1"), ("OriginalPosition", "1"))
        held = (("HoldTime", str(waited_us // 1_000_000)),)
        left_us = script.emit("QueueCallerAbandon", caller.headers(), place, held)
        self.leave()
        return left_us

    def leave(self) -> None:
        self.script.device_state(f"Queue:{self.queue}", "NOT_INUSE")
        place = (("Queue", self.queue), ("Position", "1"), ("Count", "0"))
        self.script.emit("QueueCallerLeave", self.caller.headers(), place)
        self.script.variables(self.caller, {"QUEUEPOSITION": "1"})

    def complete(self, winner: Leg, reason: str, talked_us: int, agent: Channel | None) -> None:
        """`reason`: who ended it: caller, agent or transfer. `agent`: its channel, where that is still there."""
        held = str((self.script.at_us - talked_us - self.joined_us) // 1_000_000)
        times = (("HoldTime", held), ("TalkTime", str(talked_us // 1_000_000)), ("Reason", reason))
        heads = (self.caller.headers(), agent.headers("Dest") if agent else ())
        self.script.emit("AgentComplete", *heads, (*self.member(winner.phone.device), *times))

    def _member_status(self, device: str, status: int) -> None:
        fixed = {"Queue": self.queue, "MemberName": device, "Interface": device, "StateInterface": device}
        fixed |= {"Membership": "static", "Penalty": "0", "CallsTaken": "0", "LastCall": "0", "LastPause": "0"}
        fixed |= {"LoginTime": "0", "InCall": "0", "Status": str(status), "Paused": "0", "PausedReason": ""}
        self.script.noise("QueueMemberStatus", (*fixed.items(), ("Ringinuse", "0"), ("Wrapuptime", "0")))


def join(script: Script, truth: Truth, caller: Channel, queue: str, count: int) -> int:
    """The instant of joining. `count` is how many wait then, this caller among them."""
    script.variables(caller, _CLEARED)
    script.device_state(f"Queue:{queue}", "RINGING")
    place = (("Queue", queue), ("Position", str(count)), ("Count", str(count)))
    joined_us = script.emit("QueueCallerJoin", caller.headers(), place)
    if truth.queued_at_us is None:
        truth.queued_at_us = joined_us
    return joined_us


def _wait_variables(waited_us: int) -> dict[str, str]:
    seconds = round(waited_us / 1e6)
    return {"QUEUEWAIT": str(seconds), "QUEUEWAIT_MS": str(seconds * 1000)}


def _unanswered_variables(waited_us: int) -> dict[str, str]:
    dialled = {"DIALEDTIME": str(waited_us // 1_000_000), "DIALEDTIME_MS": str(waited_us // 1000)}
    return _wait_variables(waited_us) | dialled | {"ANSWEREDTIME": "0", "ANSWEREDTIME_MS": "0"}
