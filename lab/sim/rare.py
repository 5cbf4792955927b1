"""The rarer plays of the case list."""

from dataclasses import replace

from lab.sim import forward, optimized, plays
from lab.sim.dial import DialRound
from lab.sim.queue import QueueRound, join
from lab.sim.round import Does, Phone
from lab.sim.stage import Stage
from telephony.facts import Direction, Disposition, Outcome


def agent_calls_hotline(stage: Stage) -> None:
    """From inside: the queue rings the others."""
    stage.truth.direction = Direction.INTERNAL
    plays.through_queue(stage)


def queue_timeout_announcement(stage: Stage) -> None:
    """Nobody comes, the queue gives up, and the caller is told so."""
    stage.gone_us = stage.script.at_us + plays.FOREVER_US
    if stage.wait_in_queue(stage.site.queue, stage.people.ignore) is not None:
        raise AssertionError("nobody answers who ignores the phone")
    stage.script.answer(stage.caller)
    stage.turned_away(Disposition.TIMEOUT, "Playback", "nobody-available")


def queue_timeout_zero(stage: Stage) -> None:
    """The queue has timeout=0: its members ring on without a break, past where another round would have begun."""
    stage.gone_us = stage.script.at_us + plays.FOREVER_US
    usual_us = stage.site.ring_round_us
    stage.site = replace(stage.site, ring_round_us=plays.FOREVER_US)
    answer_us = usual_us + stage.random.randrange(1_000_000, 12_000_000)
    plays.through_queue(stage, lambda devices: stage.people.react(devices, answer_us))


def hang_up_at_answer(stage: Stage) -> None:
    """The caller hangs up in the very moment the agent answers: they never meet."""
    turn = _one_rings(stage, stage.random.randrange(1_500_000, 9_000_000))
    if turn is None:
        return plays.through_queue(stage)
    script, [leg] = stage.script, turn.legs
    stage.hang_up_request()
    leg.attempt.outcome, leg.attempt.ended_at_us = Outcome.CANCELLED, script.new_state(leg.channel, 6)
    script.dial_event("DialEnd", stage.caller, leg.channel, ("DialStatus", "ANSWER"))
    turn.leave()
    turn.connect(leg, leg.channel)
    script.hangup(leg.channel, 0)
    stage.floor.occupy(leg.phone.device, script.at_us)
    stage.caller_left()
    held = str((script.at_us - turn.joined_us) // 1_000_000)
    times = (("HoldTime", held), ("TalkTime", "0"), ("Reason", "caller"))
    script.emit("AgentComplete", turn.member(leg.phone.device), times)
    return None


def local_members_optimized(stage: Stage) -> None:
    """`Local/…` without `/n`: its halves leave as soon as the two talk."""
    plays.behind_local(stage, "", optimized.talk)


def redirected_while_waiting(stage: Stage) -> None:
    """A supervisor sends the waiting caller to somebody else by the manager action Redirect."""
    turn = _one_rings(stage, stage.random.randrange(2_000_000, 15_000_000))
    if turn is None:
        return plays.through_queue(stage)
    script, caller, [leg] = stage.script, stage.caller, turn.legs
    others = [device for device in stage.site.devices if device != leg.phone.device]
    device = next(iter(stage.floor.free(others, script.at_us)), None)
    stage.floor.occupy(leg.phone.device, script.at_us + 1_000_000)
    if device is None:
        turn.caller_gone(stage.hang_up_request)
        return stage.caller_left()
    caller.context, caller.exten, caller.priority = "agents", device.partition("/")[2], 1
    turn.cancel([leg])
    turn.cancel([leg])
    script.hangup(leg.channel, 0)
    script.running(caller)
    turn.abandoned()
    onward = DialRound(script, stage.truth, caller, script.at_us + plays.FOREVER_US, caller_goes=False)
    _, winner = onward.play([Phone(device, Does.ANSWERS, stage.people.answer_us())])
    if winner is None:
        raise AssertionError("somebody answers who is given for ever")
    onward.answered(winner)
    return plays.conclude(stage, winner, None)


def forwarded(stage: Stage) -> None:
    """A phone is diverted (302) to a colleague's, who answers."""
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)
    if len(devices) < 2:
        return plays.through_queue(stage)
    turn = _waits(stage, plays.FOREVER_US)
    return forward.forwarded(stage, turn, devices[0], devices[1])


def forwarded_dial(stage: Stage) -> None:
    """The same without a queue."""
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)
    if len(devices) < 2:
        return plays.dial_one(stage)
    script, caller = stage.script, stage.caller
    script.execute(caller, "Dial", f"{devices[0]},30")
    turn = DialRound(script, stage.truth, caller, script.at_us + plays.FOREVER_US, caller_goes=False)
    return forward.forwarded_dial(stage, turn, devices[0], devices[1])


def dial_voicemail(stage: Stage) -> None:
    """One phone rings, nobody comes, and the dialplan goes on to the mailbox."""
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)
    if not devices:
        return plays.dial_one(stage)
    stage.gone_us = stage.script.at_us + plays.FOREVER_US
    stage.dial([Phone(devices[0], Does.RINGS)], 20)
    return stage.turned_away(Disposition.TIMEOUT, "VoiceMail", "8000@default,s")


def _one_rings(stage: Stage, ring_us: int) -> QueueRound | None:
    """A caller waits while one phone rings, until so long after the joining. None: no phone is free."""
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)
    if not devices:
        return None
    turn = _waits(stage, ring_us)
    turn.play([Phone(devices[0], Does.RINGS)])
    return turn


def _waits(stage: Stage, stays_us: int) -> QueueRound:
    """The caller joins the queue; the round that follows ends so long after that."""
    script, queue, caller = stage.script, stage.site.queue, stage.caller
    script.execute(caller, "Queue", queue)
    joined_us = join(script, stage.truth, caller, queue, 1)
    turn = QueueRound(script, stage.truth, caller, joined_us + stays_us, caller_goes=False)
    turn.queue, turn.joined_us = queue, joined_us
    return turn
