"""Queue members behind `Local/…`: each leg is two halves of a Local channel with the phone behind them.

With `/n` caller and phone never share a bridge: each is bridged with its half. Without it see `optimized`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from lab.sim.channels import Bridge, Channel, Party
from lab.sim.dial import CLEARED
from lab.sim.queue import QueueRound
from lab.sim.round import Leg, Phone, leg_party
from lab.sim.stage import Stage
from telephony.facts import Disposition, Outcome

PRESENTED = (("CID-CallingPres", "0 (Presentation Allowed, Not Screened)"),)


@dataclass(slots=True)
class Halves:
    one: Channel  # on the queue's side
    two: Channel  # runs the dialplan that dials the phone


@dataclass(slots=True)
class LocalRound(QueueRound):
    halves: dict[str, Halves] = field(default_factory=dict)  # by the phone's device
    suffix: str = "/n"

    def _call(self, phone: Phone) -> None:
        script, caller = self.script, self.caller
        number = phone.device.partition("/")[2]
        halves = self.halves[phone.device] = self._pair(number)
        one, two = halves.one, halves.two
        script.variables(one, {"DIALEDPEERNUMBER": f"{number}@agents{self.suffix}"})
        ends = (*one.headers("LocalOne"), *two.headers("LocalTwo"))
        goal = (("Context", "agents"), ("Exten", number), ("LocalOptimization", "No" if self.suffix else "Yes"))
        script.emit("LocalBridge", ends, goal)
        script.emit("AgentCalled", caller.headers(), one.headers("Dest"), self.member(phone.device))
        script.dial_event("DialBegin", caller, one, ("DialString", f"Local/{number}@agents{self.suffix}"))
        script.execute(two, "Dial", phone.device)
        script.variables(two, CLEARED)
        device = script.new_channel(
            script.ids.channel_name(phone.device), "from-phone", "s", leg_party(phone.device), 0, caller.linkedid
        )
        device.exten, device.application, device.data = number, "AppDial", "(Outgoing Line)"
        device.connected = two.caller
        script.running(device)
        script.connected_line(device, two.caller)
        script.dial_event("DialBegin", two, device, ("DialString", number))
        script.connected_line(two, device.caller)
        self.add(phone, device)

    def _pair(self, number: str) -> Halves:
        script, caller = self.script, self.caller
        names = script.ids.local_pair(f"{number}@agents")
        one = script.new_channel(names[0], "agents", number, Party(), 0, caller.linkedid)
        two = script.new_channel(names[1], "agents", number, Party(), 4, caller.linkedid)
        one.caller, one.application, one.data = Party(caller.exten), "AppQueue", "(Outgoing Line)"
        script.running(one)
        script.emit("NewCallerid", one.headers(), PRESENTED)
        one.exten, one.connected = caller.exten, caller.caller
        script.running(one)
        script.connected_line(one, caller.caller)
        two.caller, two.connected = caller.caller, Party(caller.exten)
        script.emit("NewCallerid", two.headers(), PRESENTED)
        script.connected_line(two, two.connected)
        return Halves(one, two)

    def member(self, device: str) -> tuple[tuple[str, str], ...]:
        name = f"Local/{device.partition('/')[2]}@agents{self.suffix}"
        return (("Queue", self.queue), ("Interface", name), ("MemberName", name))

    def ring(self, leg: Leg) -> None:
        script, halves = self.script, self.halves[leg.phone.device]
        script.new_state(halves.one, 5)
        halves.one.caller = leg.channel.caller
        script.emit("NewCallerid", halves.one.headers(), PRESENTED)
        script.dial_event("DialState", self.caller, halves.one, ("DialStatus", "RINGING"))
        script.dial_event("DialState", halves.two, leg.channel, ("DialStatus", "RINGING"))

    def refuse(self, leg: Leg, cause: int, tech: int) -> None:
        raise AssertionError("phones behind Local channels ring or answer")

    def answered(self, winner: Leg) -> None:
        script, caller = self.script, self.caller
        halves, losers = self.halves[winner.phone.device], self.pending
        script.dial_event("DialEnd", halves.two, winner.channel, ("DialStatus", "ANSWER"))
        script.new_state(halves.one, 6)
        script.dial_event("DialEnd", caller, halves.one, ("DialStatus", "ANSWER"))
        self._cancel_halves(losers)
        script.connected_line(caller, winner.channel.caller)
        self._cancel_halves(losers)
        self.leave()
        self.connect(winner, halves.one)
        if caller.state != 6:
            script.new_state(caller, 6)
        self._end(losers, 26)
        script.new_state(halves.two, 6)

    def _cancel_halves(self, legs: list[Leg]) -> None:
        for leg in legs:
            self.script.dial_event("DialEnd", self.caller, self.halves[leg.phone.device].one, ("DialStatus", "CANCEL"))

    def _end(self, legs: list[Leg], cause: int) -> None:
        """The halves hang up, and with them what they dialled."""
        script = self.script
        for leg in legs:
            halves = self.halves[leg.phone.device]
            script.hangup_request(halves.two, cause)
            script.hangup(halves.one, cause)
            at_us = script.dial_event("DialEnd", halves.two, leg.channel, ("DialStatus", "CANCEL"))
            leg.attempt.outcome, leg.attempt.ended_at_us = Outcome.CANCELLED, at_us
            script.soft_hangup(halves.two)
            script.hangup(halves.two, cause)
            script.hangup(leg.channel, cause)

    def caller_gone(self, requested: Callable[[], int]) -> None:
        raise AssertionError("callers of this play are patient")


def talk(stage: Stage, turn: LocalRound, winner: Leg, seconds: float) -> None:
    """From the answer to the caller's hanging up."""
    script, caller, halves = stage.script, stage.caller, turn.halves[winner.phone.device]
    near, far = meet(stage, halves, winner)
    script.wait(seconds)
    stage.floor.occupy(winner.phone.device, script.at_us + stage.people.wrap_up_us)
    stage.truth.ended_at_us = script.hangup_request(caller)
    turn.complete(winner, "caller", 0, halves.one)
    part(stage, halves, winner, near, far)


def part(stage: Stage, halves: Halves, winner: Leg, near: Bridge, far: Bridge) -> None:
    """After the caller's hanging up."""
    script, caller = stage.script, stage.caller
    script.leave(near, caller)
    script.soft_hangup(caller)
    script.leave(near, halves.one)
    script.destroy(near)
    script.hangup_request(halves.two, 16)
    script.hangup(halves.one)
    script.leave(far, halves.two)
    script.soft_hangup(halves.two)
    script.hangup(halves.two)
    script.leave(far, winner.channel)
    script.destroy(far)
    script.hangup(caller)
    script.hangup(winner.channel)


def meet(stage: Stage, halves: Halves, winner: Leg) -> tuple[Bridge, Bridge]:
    """The caller's bridge with one half, and the phone's with the other."""
    script = stage.script
    near = _bridged(stage, halves.one, stage.caller)
    winner.channel.exten = ""
    far = script.bridge()
    script.running(winner.channel)
    script.enter(far, winner.channel)
    script.enter(far, halves.two)
    stage.truth.answered_at_us = stage.truth.ring_ended_at_us = script.at_us
    stage.truth.disposition, stage.truth.device = Disposition.ANSWERED, winner.phone.device
    return near, far


def _bridged(stage: Stage, one: Channel, two: Channel) -> Bridge:
    bridge = stage.script.bridge()
    stage.script.enter(bridge, one)
    stage.script.enter(bridge, two)
    return bridge
