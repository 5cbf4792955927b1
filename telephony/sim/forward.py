"""A phone that answers 302: Asterisk calls where it points to, over a Local channel in the phone's place."""

from dataclasses import dataclass

from telephony.facts import Outcome
from telephony.sim.channels import Channel, Party
from telephony.sim.dial import DialRound
from telephony.sim.local import PRESENTED, Halves, meet
from telephony.sim.optimized import step_aside
from telephony.sim.queue import QueueRound
from telephony.sim.round import Does, Leg, Phone
from telephony.sim.stage import Stage


@dataclass(slots=True)
class ForwardRound(DialRound):
    """What the Local channel's far half dials; the waiting caller hears of it by the near one."""

    waiting: Channel | None = None
    one: Channel | None = None

    def ring(self, leg: Leg) -> None:
        script, one, waiting = self.script, self.one, self.waiting
        if one is None or waiting is None:
            raise AssertionError("a forwarded call has a caller and a near half")
        script.new_state(one, 5)
        one.caller = leg.channel.caller
        script.emit("NewCallerid", one.headers(), PRESENTED)
        script.connected_line(one, waiting.caller)
        script.dial_event("DialState", self.caller, leg.channel, ("DialStatus", "RINGING"))
        script.dial_event("DialState", waiting, one, ("DialStatus", "RINGING"))


def forwarded(stage: Stage, turn: QueueRound, rung: str, device: str) -> None:
    """The queue calls `rung`, which sends the call on to `device`."""
    script, caller = stage.script, stage.caller
    turn.begin([Phone(rung, Does.RINGS)])
    [leg] = turn.legs
    script.wait(0.003)
    halves = _in_its_place(stage, leg, device.partition("/")[2])
    script.execute(halves.two, "Dial", f"{device},60")
    onward = ForwardRound(script, stage.truth, halves.two, turn.until_us, caller_goes=False)
    onward.waiting, onward.one = caller, halves.one
    _, winner = onward.play([Phone(device, Does.ANSWERS, stage.people.answer_us())])
    if winner is None:
        raise AssertionError("somebody answers who is given for ever")
    onward.answered(winner)
    script.new_state(halves.one, 6)
    script.dial_event("DialEnd", caller, halves.one, ("DialStatus", "ANSWER"))
    script.connected_line(caller, winner.channel.caller)
    turn.leave()
    turn.connect(leg, halves.one)
    script.new_state(caller, 6)
    near, far = meet(stage, halves, winner)
    step_aside(stage, halves, winner, near, far)
    script.wait(stage.people.talk_seconds())
    for each in (rung, device):
        stage.floor.occupy(each, script.at_us + stage.people.wrap_up_us)
    stage.part(Leg(leg.phone, winner.channel, winner.attempt), near, turn.queue, by_caller=False)


def _in_its_place(stage: Stage, leg: Leg, number: str) -> Halves:
    script, caller = stage.script, stage.caller
    names = script.ids.local_pair(f"{number}@from-phone")
    one = script.new_channel(names[0], "from-phone", number, Party(), 0, caller.linkedid)
    two = script.new_channel(names[1], "from-phone", number, Party(), 4, caller.linkedid)
    two.caller = caller.caller
    script.emit("NewCallerid", two.headers(), PRESENTED)
    goal = (("Context", "from-phone"), ("Exten", number), ("LocalOptimization", "Yes"))
    script.emit("LocalBridge", (*one.headers("LocalOne"), *two.headers("LocalTwo")), goal)
    ended = (("Forward", number), ("DialStatus", "CANCEL"))
    leg.attempt.outcome = Outcome.CANCELLED
    leg.attempt.ended_at_us = script.dial_event("DialEnd", caller, leg.channel, *ended)
    script.dial_event("DialBegin", caller, one, ("DialString", f"{number}@from-phone"))
    script.hangup(leg.channel, 0)
    return Halves(one, two)
