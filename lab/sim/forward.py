"""A phone that answers 302: Asterisk calls where it points to, over a Local channel in the phone's place."""

from dataclasses import dataclass

from lab.sim.channels import Channel, Party
from lab.sim.dial import DialRound
from lab.sim.local import PRESENTED, Halves, meet, part
from lab.sim.optimized import step_aside
from lab.sim.queue import QueueRound
from lab.sim.round import Does, Leg, Phone
from lab.sim.stage import Stage
from telephony.facts import Outcome


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
    onward = _onward(stage, halves, turn.until_us, device)
    winner = _answers(stage, onward, device)
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


def forwarded_dial(stage: Stage, turn: DialRound, rung: str, device: str) -> None:
    """The dialplan calls `rung`, which sends the call on to `device`."""
    script, caller = stage.script, stage.caller
    turn.begin([Phone(rung, Does.RINGS)])
    [leg] = turn.legs
    script.wait(0.003)
    script.hangup_request(leg.channel, 23, 302)
    halves = _in_its_place(stage, leg, device.partition("/")[2], (23, 302))
    onward = _onward(stage, halves, turn.until_us, device)
    winner = _answers(stage, onward, device)
    if caller.state != 6:
        script.new_state(caller, 6)
    halves.one.exten = ""
    script.running(halves.one)
    near, far = meet(stage, halves, winner)
    script.wait(stage.people.talk_seconds())
    for each in (rung, device):
        stage.floor.occupy(each, script.at_us + stage.people.wrap_up_us)
    stage.truth.ended_at_us = script.hangup_request(caller, 16)
    stage.talked_variables(dialled=True)
    part(stage, halves, winner, near, far)


def _onward(stage: Stage, halves: Halves, until_us: int, device: str) -> ForwardRound:
    stage.script.execute(halves.two, "Dial", f"{device},60")
    onward = ForwardRound(stage.script, stage.truth, halves.two, until_us, caller_goes=False)
    onward.waiting, onward.one = stage.caller, halves.one
    return onward


def _answers(stage: Stage, onward: ForwardRound, device: str) -> Leg:
    _, winner = onward.play([Phone(device, Does.ANSWERS, stage.people.answer_us())])
    if winner is None or onward.one is None:
        raise AssertionError("somebody answers who is given for ever")
    onward.answered(winner)
    stage.script.new_state(onward.one, 6)
    stage.script.dial_event("DialEnd", stage.caller, onward.one, ("DialStatus", "ANSWER"))
    return winner


def _in_its_place(stage: Stage, leg: Leg, number: str, causes: tuple[int, int] | None = None) -> Halves:
    """`causes` of a phone under Dial(), which also tells the Local channel who is calling."""
    script, caller = stage.script, stage.caller
    names = script.ids.local_pair(f"{number}@from-phone")
    one = script.new_channel(names[0], "from-phone", number, Party(), 0, caller.linkedid)
    two = script.new_channel(names[1], "from-phone", number, Party(), 4, caller.linkedid)
    if causes:
        one.caller, one.application, one.data = Party(caller.exten), "AppDial", "(Outgoing Line)"
        script.emit("NewCallerid", one.headers(), PRESENTED)
        script.running(one)
        script.connected_line(one, caller.caller)
        two.connected = Party(caller.exten)
    two.caller = caller.caller
    script.emit("NewCallerid", two.headers(), PRESENTED)
    if causes:
        script.connected_line(two, two.connected)
    goal = (("Context", "from-phone"), ("Exten", number), ("LocalOptimization", "Yes"))
    script.emit("LocalBridge", (*one.headers("LocalOne"), *two.headers("LocalTwo")), goal)
    ended = (("Forward", number), ("DialStatus", "CANCEL"))
    leg.attempt.outcome = Outcome.CANCELLED
    leg.attempt.ended_at_us = script.dial_event("DialEnd", caller, leg.channel, *ended)
    script.dial_event("DialBegin", caller, one, ("DialString", f"{number}@from-phone"))
    script.hangup(leg.channel, *(causes or (0,)))
    return Halves(one, two)
