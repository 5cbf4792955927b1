"""`Local/…` without `/n`: once both sides talk, the phone takes its half's place and the halves are gone."""

from lab.sim.channels import Bridge
from lab.sim.local import Halves, LocalRound, meet
from lab.sim.round import Leg, Phone
from lab.sim.stage import Stage


def talk(stage: Stage, turn: LocalRound, winner: Leg, seconds: float) -> None:
    """From the answer to the agent's hanging up."""
    halves, script = turn.halves[winner.phone.device], stage.script
    near, far = meet(stage, halves, winner)
    step_aside(stage, halves, winner, near, far)
    script.wait(seconds)
    stage.floor.occupy(winner.phone.device, script.at_us + stage.people.wrap_up_us)
    interface = dict(turn.member(winner.phone.device))["Interface"]
    member = Leg(Phone(interface, winner.phone.does), winner.channel, winner.attempt)
    stage.part(member, near, turn.queue, by_caller=False)


def step_aside(stage: Stage, halves: Halves, winner: Leg, near: Bridge, far: Bridge) -> None:
    script, phone, one, two = stage.script, winner.channel, halves.one, halves.two
    ends = (*one.headers("LocalOne"), *two.headers("LocalTwo"))
    script.wait(0.02)
    source = (*phone.headers("Source"), ("DestUniqueId", two.uniqueid), ("Id", "0"))
    script.emit("LocalOptimizationBegin", ends, source)
    script.leave(far, phone)
    script.leave(near, one)
    script.enter(near, phone, swap=one)
    script.emit("LocalOptimizationEnd", ends, (("Success", "No"), ("Id", "0")))
    script.leave(far, two)
    script.destroy(far)
    script.soft_hangup(two)
    script.hangup_request(one, 16)
    script.hangup(two)
    script.hangup(one)
    near.technology = "native_rtp"
