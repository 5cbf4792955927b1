"""A colleague picks the call up while somebody else's phone rings."""

from lab.sim.channels import Channel
from lab.sim.queue import QueueRound
from lab.sim.round import Does, Leg, Phone, leg_party
from lab.sim.stage import Stage
from lab.sim.truth import TrueAttempt
from telephony.facts import Disposition, Outcome


def picked_up(stage: Stage, turn: QueueRound, rung: str, picker: str) -> None:
    """`rung` rings in vain, and `picker` takes the call by a code dialled from another phone."""
    script, caller = stage.script, stage.caller
    turn.play([Phone(rung, Does.RINGS)])
    [leg] = turn.legs
    line = script.incoming(picker, "from-phone", f"*8{rung.partition('/')[2]}", leg_party(picker))
    script.execute(line, "PickupChan", f"{rung},p")
    script.connected_line(line, caller.caller)
    script.new_state(line, 6)
    script.wait(0.3)
    _take(stage, leg, line)
    script.connected_line(caller, line.caller)
    turn.leave()
    taken = Leg(Phone(picker, Does.ANSWERS), line, TrueAttempt(picker))
    turn.connect(Leg(leg.phone, line, leg.attempt), line)
    if caller.state != 6:
        script.new_state(caller, 6)
    bridge = stage.talk(taken, stage.people.talk_seconds())
    stage.floor.occupy(rung, leg.attempt.ended_at_us or script.at_us)
    stage.truth.disposition, stage.truth.device = Disposition.ANSWERED, picker
    stage.part(taken, bridge, turn.queue, by_caller=True)


def _take(stage: Stage, leg: Leg, line: Channel) -> None:
    script = stage.script
    code, line.exten = line.exten, stage.caller.exten
    line.application, line.data = "AppQueue", "(Outgoing Line)"
    script.running(line)
    line.exten = code
    script.emit("Pickup", line.headers(), leg.channel.headers("Target"))
    script.soft_hangup(leg.channel)
    leg.attempt.outcome = Outcome.CANCELLED
    leg.attempt.ended_at_us = script.hangup(leg.channel, 26)
    line.exten = stage.caller.exten
