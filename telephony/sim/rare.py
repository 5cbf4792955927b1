"""The rarer plays of the case list."""

from dataclasses import replace

from telephony.facts import Direction, Disposition, Outcome
from telephony.sim import plays
from telephony.sim.queue import QueueRound, join
from telephony.sim.round import Does, Phone
from telephony.sim.stage import Stage


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


def _one_rings(stage: Stage, ring_us: int) -> QueueRound | None:
    """A caller waits while one phone rings, until so long after the joining. None: no phone is free."""
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)
    if not devices:
        return None
    script, queue = stage.script, stage.site.queue
    script.execute(stage.caller, "Queue", queue)
    joined_us = join(script, stage.truth, stage.caller, queue, 1)
    turn = QueueRound(
        script, stage.truth, stage.caller, joined_us + ring_us, caller_goes=False, queue=queue, joined_us=joined_us
    )
    turn.play([Phone(devices[0], Does.RINGS)])
    return turn
