"""The case list: each play is one way in which a call can go."""

from collections.abc import Callable, Sequence

from lab.sim import handover, local, pickup
from lab.sim.channels import Bridge
from lab.sim.local import LocalRound
from lab.sim.queue import QueueRound, join
from lab.sim.round import Does, Leg, Phone
from lab.sim.stage import Stage
from telephony.facts import Direction, Disposition

FOREVER_US = 600_000_000


def conclude(stage: Stage, winner: Leg | None, queue: str | None) -> None:
    """The talk, if somebody answered; a mailbox or the end, if the switch gave up."""
    if winner is not None:
        bridge = stage.talk(winner, stage.people.talk_seconds())
        stage.part(winner, bridge, queue, by_caller=stage.random.random() < 0.7)
    elif not stage.over:
        tried = queue is not None or any(attempt.alerted_at_us for attempt in stage.truth.attempts)
        disposition = Disposition.TIMEOUT if tried else Disposition.NO_AGENT
        mailbox = ("VoiceMail", "8000@default,u") if queue is not None and stage.caller.state != 6 else ()
        stage.turned_away(disposition, *mailbox)


def through_queue(stage: Stage, first: Callable[[Sequence[str]], list[Phone]] | None = None, one: bool = False) -> None:
    conclude(stage, stage.wait_in_queue(stage.site.queue, first=first, one_at_a_time=one), stage.site.queue)


def _ignored_queue(stage: Stage) -> None:
    conclude(stage, stage.wait_in_queue(stage.site.queue, stage.people.ignore), stage.site.queue)


def queue_answered(stage: Stage) -> None:
    through_queue(stage)


def queue_answered_late(stage: Stage) -> None:
    """Everybody is slow: the fourth or fifth ring."""
    stage.gone_us = stage.script.at_us + FOREVER_US
    through_queue(stage, lambda devices: stage.people.react(devices, stage.random.randrange(15_200_000, 22_000_000)))


def picked_up(stage: Stage) -> None:
    """One phone rings, and a colleague takes the call from another."""
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)
    if len(devices) < 2:
        return through_queue(stage)
    script, queue = stage.script, stage.site.queue
    script.execute(stage.caller, "Queue", queue)
    joined_us = join(script, stage.truth, stage.caller, queue, 1)
    until_us = script.at_us + stage.random.randrange(2_000_000, 12_000_000)
    turn = QueueRound(script, stage.truth, stage.caller, until_us, caller_goes=False, queue=queue, joined_us=joined_us)
    return pickup.picked_up(stage, turn, devices[0], devices[1])


def held(stage: Stage) -> None:
    """The caller waits on hold in the middle of the talk."""
    queue = stage.site.queue
    winner = stage.wait_in_queue(queue)
    if winner is None:
        return conclude(stage, winner, queue)
    bridge = stage.talk(winner, stage.people.talk_seconds() / 2)
    handover.hold(stage, winner.channel, stage.random.uniform(3.0, 20.0))
    stage.script.wait(stage.people.talk_seconds() / 2)
    stage.floor.occupy(winner.phone.device, stage.script.at_us + stage.people.wrap_up_us)
    return stage.part(winner, bridge, queue, by_caller=True)


def _transferred(stage: Stage, transfer: Callable[[Stage, Leg, Bridge, str, str], None]) -> None:
    queue = stage.site.queue
    winner = stage.wait_in_queue(queue)
    if winner is None:
        return conclude(stage, winner, queue)
    bridge = stage.talk(winner, stage.people.talk_seconds() / 2)
    device = handover.colleague(stage)
    if device is None:
        return stage.part(winner, bridge, queue, by_caller=True)
    return transfer(stage, winner, bridge, queue, device)


def blind_transfer(stage: Stage) -> None:
    _transferred(stage, handover.blind_transfer)


def attended_transfer(stage: Stage) -> None:
    _transferred(stage, handover.attended_transfer)


def local_members(stage: Stage) -> None:
    """The queue's members are `Local/…/n`, with the phones behind them."""
    behind_local(stage, "/n", local.talk)


def behind_local(stage: Stage, suffix: str, talk: Callable[[Stage, LocalRound, Leg, float], None]) -> None:
    devices = stage.floor.free(stage.site.devices, stage.script.at_us)[: stage.site.ring_at_once]
    if not devices:
        return through_queue(stage)
    script, queue = stage.script, stage.site.queue
    script.execute(stage.caller, "Queue", queue)
    joined_us = join(script, stage.truth, stage.caller, queue, 1)
    until_us = script.at_us + FOREVER_US
    turn = LocalRound(script, stage.truth, stage.caller, until_us, caller_goes=False, queue=queue, joined_us=joined_us)
    turn.suffix = suffix
    _, winner = turn.play(stage.people.react(devices))
    if winner is None:
        raise AssertionError("somebody answers who is given for ever")
    turn.answered(winner)
    for leg in turn.legs:
        stage.floor.occupy(leg.phone.device, script.at_us)
    return talk(stage, turn, winner, stage.people.talk_seconds())


def queue_after_answer(stage: Stage) -> None:
    """The caller's channel is up before anybody rings."""
    stage.script.answer(stage.caller)
    stage.script.wait(0.4)
    through_queue(stage)


def _menu(stage: Stage, least: float, most: float) -> None:
    stage.script.answer(stage.caller)
    stage.script.execute(stage.caller, "Read", "CHOICE,welcome,1,,1,15")
    stage.script.wait(stage.random.uniform(least, most))


def menu_first(stage: Stage) -> None:
    _menu(stage, 2.0, 8.0)
    stage.script.variables(stage.caller, {"CHOICE": "1", "READSTATUS": "OK"})
    through_queue(stage)


def abandoned_in_menu(stage: Stage) -> None:
    """Gone before anything rang."""
    _menu(stage, 1.0, 12.0)
    stage.hang_up()


def no_answer_then_next(stage: Stage) -> None:
    """One at a time: the first rings out, the next answers, and the caller's rings run on."""
    through_queue(stage, stage.people.ignore, one=True)


def one_at_a_time(stage: Stage) -> None:
    through_queue(stage, one=True)


def _first_phone(stage: Stage, does: Does, after_us: int = 200_000) -> None:
    """The first phone does something of its own, and those beside it answer."""

    def react(devices: Sequence[str]) -> list[Phone]:
        return [Phone(devices[0], does, after_us), *stage.people.react(devices[1:])]

    through_queue(stage, react)


def busy_then_next(stage: Stage) -> None:
    _first_phone(stage, Does.IS_BUSY)


def rejected_then_next(stage: Stage) -> None:
    _first_phone(stage, Does.REJECTS, stage.random.randrange(400_000, 3_000_000))


def dead_phone_beside_one(stage: Stage) -> None:
    _first_phone(stage, Does.IS_DEAD)


def answered_without_ringing(stage: Stage) -> None:
    through_queue(stage, lambda devices: [Phone(devices[0], Does.ANSWERS_AT_ONCE, 150_000)])


def abandoned_early(stage: Stage) -> None:
    """The caller thinks better of it within the first ring."""
    stage.gone_us = stage.script.at_us + stage.random.randrange(1_500_000, 4_500_000)
    _ignored_queue(stage)


def abandoned_late(stage: Stage) -> None:
    stage.gone_us = stage.script.at_us + stage.random.randrange(7_000_000, 40_000_000)
    _ignored_queue(stage)


def queue_timeout(stage: Stage) -> None:
    """Nobody comes, and the queue gives up."""
    stage.gone_us = stage.script.at_us + FOREVER_US
    _ignored_queue(stage)


def overflow(stage: Stage) -> None:
    """The first queue gives up; the second one answers."""
    stage.gone_us = stage.script.at_us + FOREVER_US
    winner, queue = stage.wait_in_queue(stage.site.queue, stage.people.ignore), stage.site.queue
    if winner is None and not stage.over:
        winner, queue = stage.wait_in_queue(stage.site.overflow_queue), stage.site.overflow_queue
    conclude(stage, winner, queue)


def _phones(stage: Stage, count: int, does: Does) -> list[Phone]:
    """Whoever has been free longest first; the phones of those who talk answer 486."""
    devices, at_us = stage.site.devices, stage.script.at_us
    free = [device for device in stage.floor.free(devices, at_us) if device != stage.caller.device]
    busy = [device for device in devices if device not in free and device != stage.caller.device]
    answer_us = stage.people.answer_us()
    phones = [Phone(device, does, answer_us + n * 1_700_000) for n, device in enumerate(free)]
    return (phones + [Phone(device, Does.IS_BUSY, 80_000) for device in busy])[:count]


def dial_one(stage: Stage) -> None:
    conclude(stage, stage.dial(_phones(stage, 1, Does.ANSWERS), 30), None)


def dial_group(stage: Stage) -> None:
    conclude(stage, stage.dial(_phones(stage, 3, Does.ANSWERS), 30), None)


def dial_no_answer(stage: Stage) -> None:
    conclude(stage, stage.dial(_phones(stage, 2, Does.RINGS), 20), None)


def dial_busy(stage: Stage) -> None:
    stage.dial([Phone(phone.device, Does.IS_BUSY, 120_000) for phone in _phones(stage, 1, Does.RINGS)], 20)
    stage.turned_away(Disposition.NO_AGENT)


def not_a_hotline(stage: Stage) -> None:
    """Some other number of the same PBX."""
    stage.script.answer(stage.caller)
    stage.turned_away(Disposition.CLOSED, "Playback", "opening-hours")
    stage.truth.recorded = False


def internal(stage: Stage) -> None:
    """An agent calls another."""
    stage.truth.direction = Direction.INTERNAL
    phones = _phones(stage, len(stage.site.devices), Does.ANSWERS)
    called = [phone for phone in phones if phone.device == f"PJSIP/{stage.truth.dialled}"]
    conclude(stage, stage.dial(called, 30), None)
