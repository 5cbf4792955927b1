"""What happens to a call after the answer: hold, and transfers to another agent."""

from lab.sim.channels import Bridge, Channel
from lab.sim.dial import DialRound
from lab.sim.round import Does, Leg, Phone, leg_party
from lab.sim.stage import Stage
from lab.sim.truth import Truth
from telephony.facts import Direction, Disposition, TransferKind

RING_US = 20_000_000


def hold(stage: Stage, agent: Channel, seconds: float) -> None:
    stage.script.emit("Hold", agent.headers(), (("MusicClass", "default"),))
    stage.script.wait(seconds)
    stage.script.emit("Unhold", agent.headers())


def colleague(stage: Stage) -> str | None:
    """A device that is free to take the call over."""
    free = stage.floor.free(stage.site.devices, stage.script.at_us)
    return next((device for device in free if device != stage.truth.device), None)


def blind_transfer(stage: Stage, winner: Leg, bridge: Bridge, queue: str, device: str) -> None:
    """The agent's phone sends the caller on (REFER) and is done; the dialplan dials the colleague."""
    script, caller, agent = stage.script, stage.caller, winner.channel
    number = device.partition("/")[2]
    script.emit("Unhold", agent.headers())
    script.variables(agent, {"BLINDTRANSFER": caller.name})
    script.variables(caller, {"BLINDTRANSFER": agent.name, "SIPTRANSFER": "yes"})
    parties = (("Result", "Success"), *agent.headers("Transferer"), *caller.headers("Transferee"))
    goal = (("IsExternal", "Yes"), ("Context", "from-phone"), ("Extension", number))
    script.emit("BlindTransfer", parties, bridge.headers, goal)
    stage.truth.transfers.append(TransferKind.BLIND)
    caller.context, caller.exten, caller.priority = "from-phone", number, 1
    script.running(caller)
    script.leave(bridge, caller)
    stage.talked_variables(dialled=False)
    script.leave(bridge, agent)
    script.hangup(agent)
    stage.complete(winner, queue, "transfer")
    script.destroy(bridge)
    turn = DialRound(script, _nobody(), caller, script.at_us + RING_US, caller_goes=False)
    _, target = turn.play([_takes_it(stage, device)])
    if target is None:
        raise AssertionError("a colleague who is free answers within the time of the dial")
    turn.answered(target)
    second = stage.meet(target)
    script.wait(stage.people.talk_seconds())
    stage.floor.occupy(device, script.at_us + stage.people.wrap_up_us)
    stage.part(target, second, queue=None, by_caller=True)


def attended_transfer(stage: Stage, winner: Leg, bridge: Bridge, queue: str, device: str) -> None:
    """The agent asks the colleague first, on a second line, and then joins the two (REFER with Replaces)."""
    script, caller, first = stage.script, stage.caller, winner.channel
    script.emit("Hold", first.headers(), (("MusicClass", "default"),))
    line, target, aside = _consult(stage, winner.phone.device, device)
    script.wait(stage.people.talk_seconds() / 4)
    script.emit("Unhold", first.headers())
    script.emit("Unhold", line.headers())
    stage.floor.occupy(winner.phone.device, script.at_us + stage.people.wrap_up_us)
    script.leave(aside, target)
    script.leave(bridge, first)
    target.linkedid = caller.linkedid
    script.enter(bridge, target, swap=first)
    script.connected_line(caller, target.caller)
    script.connected_line(target, caller.caller)
    script.soft_hangup(line, cause=1)
    stage.truth.transfers.append(TransferKind.ATTENDED)
    _tell_attended(stage, (first, bridge), (line, aside), target)
    stage.complete(winner, queue, "transfer", to=first)
    script.leave(aside, line)
    script.destroy(aside)
    script.hangup(first)
    script.soft_hangup(line)
    stage.besides[-1].ended_at_us = script.hangup(line)
    script.wait(stage.people.talk_seconds())
    stage.floor.occupy(device, script.at_us + stage.people.wrap_up_us)
    _caller_leaves(stage, bridge, target)


def _consult(stage: Stage, agent: str, device: str) -> tuple[Channel, Channel, Bridge]:
    """A call of its own from the agent to the colleague, with a record of its own."""
    script = stage.script
    number = device.partition("/")[2]
    line = script.incoming(agent, "from-phone", number, leg_party(agent))
    truth = Truth(f"{stage.truth.play}: consultation", line.linkedid, line.caller.number, number, script.at_us)
    truth.direction, truth.arrived_at_us = Direction.INTERNAL, script.last_at_us("Newchannel")
    stage.besides.append(truth)
    script.execute(line, "Dial", f"{device},20")
    turn = DialRound(script, truth, line, script.at_us + RING_US, caller_goes=False)
    _, leg = turn.play([_takes_it(stage, device)])
    if leg is None:
        raise AssertionError("a colleague who is free answers within the time of the dial")
    turn.answered(leg)
    aside = script.bridge()
    leg.channel.exten = ""
    script.running(leg.channel)
    script.enter(aside, leg.channel)
    truth.answered_at_us = truth.ring_ended_at_us = script.enter(aside, line)
    truth.disposition, truth.device = Disposition.ANSWERED, device
    return line, leg.channel, aside


def _tell_attended(
    stage: Stage, first: tuple[Channel, Bridge], second: tuple[Channel, Bridge], target: Channel
) -> None:
    ends = []
    for prefix, (channel, bridge) in (("Orig", first), ("Second", second)):
        ends += [*channel.headers(f"{prefix}Transferer")]
        ends += [(f"{prefix}{name}", value) for name, value in bridge.headers]
    others = (*stage.caller.headers("Transferee"), *target.headers("TransferTarget"))
    goal = (("IsExternal", "No"), ("DestType", "Bridge"), ("DestBridgeUniqueid", first[1].uniqueid))
    stage.script.emit("AttendedTransfer", (("Result", "Success"),), tuple(ends), others, goal)


def _caller_leaves(stage: Stage, bridge: Bridge, target: Channel) -> None:
    script = stage.script
    stage.truth.ended_at_us = script.hangup_request(stage.caller)
    script.leave(bridge, stage.caller)
    script.soft_hangup(stage.caller)
    script.leave(bridge, target)
    script.hangup(target)
    script.destroy(bridge)
    script.hangup(stage.caller)


def _takes_it(stage: Stage, device: str) -> Phone:
    """The colleague answers in time."""
    return Phone(device, Does.ANSWERS, min(stage.people.answer_us(), RING_US - 5_000_000))


def _nobody() -> Truth:
    """Of what rings after the answer, no record is kept."""
    return Truth("", "", "", "", 0)
