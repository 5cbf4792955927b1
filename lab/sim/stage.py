"""What all plays share: a caller comes in, waits in a queue or is dialled through, talks, and goes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from lab.sim import queue as queues
from lab.sim.channels import Bridge, Channel
from lab.sim.dial import DialRound
from lab.sim.order import NO_ORDER, Order
from lab.sim.people import People
from lab.sim.queue import RETRY_US, QueueRound
from lab.sim.round import Ended, Leg, Phone
from lab.sim.script import Script
from lab.sim.site import Floor, Site
from lab.sim.timeline import PlayedCall
from lab.sim.truth import Truth
from telephony.facts import Disposition

OUTSIDE_SECONDS = 30  # a customer is rung

React = Callable[[Sequence[str]], list[Phone]]


@dataclass(slots=True)
class Stage:
    """One call being written. `gone_us`: when the caller's patience ends."""

    site: Site
    floor: Floor
    people: People
    script: Script
    truth: Truth
    caller: Channel
    gone_us: int
    order: Order = NO_ORDER  # of a call that began by a click
    besides: list[Truth] = field(default_factory=list)  # of calls that came up within this one: consultations

    @property
    def random(self) -> Random:
        return self.script.random

    @property
    def played(self) -> PlayedCall:
        self.truth.ended_at_us = self.truth.ended_at_us or self.script.at_us
        if self.caller.device in self.site.devices:
            self.floor.occupy(self.caller.device, self.script.at_us + self.people.wrap_up_us)
        return PlayedCall(self.script.moments, self.truth, self.besides)

    # waiting

    def wait_in_queue(
        self, queue: str, react: React | None = None, first: React | None = None, one_at_a_time: bool = False
    ) -> Leg | None:
        """Who answered. None: the caller has gone (then the call is over), or the queue gave up.

        `first` is how those behave who are rung in the first round, `react` in the others.
        """
        script = self.script
        members = [device for device in self.site.members[queue] if device != self.caller.device]
        script.execute(self.caller, "Queue", f"{queue},,,,{self.site.queue_time_us // 1_000_000}")
        joined_us = queues.join(script, self.truth, self.caller, queue, 1)
        over_us = joined_us + self.site.queue_time_us
        while True:
            stop_us = min(over_us, self.gone_us)
            taking = self.floor.taking(members)
            devices = self.floor.free(taking, script.at_us)
            if not devices:
                script.wait_until(min(stop_us, self.floor.next_free_us(taking) + 200_000))
            until_us = min(stop_us, script.at_us + self.site.ring_round_us)
            turn = self._queue_round(until_us, queue, joined_us)
            if devices and script.at_us < stop_us:
                doing, first = first or react or self.people.react, None
                winner = self._play(turn, doing(devices[: 1 if one_at_a_time else self.site.ring_at_once]))
                if winner is not None:
                    return winner
            if script.at_us >= stop_us or self.over:
                break
            if devices:
                script.wait_until(min(stop_us, script.at_us + RETRY_US))
        if not self.over:
            self._queue_over(turn)
        return None

    def _queue_round(self, until_us: int, queue: str, joined_us: int) -> QueueRound:
        goes = self.gone_us <= until_us
        return QueueRound(self.script, self.truth, self.caller, until_us, goes, queue=queue, joined_us=joined_us)

    @property
    def over(self) -> bool:
        return self.truth.disposition is not None

    def _play(self, turn: QueueRound | DialRound, phones: list[Phone]) -> Leg | None:
        ended, winner = turn.play(phones)
        if winner is not None:
            turn.answered(winner)
        elif ended is Ended.CALLER_GONE:
            turn.caller_gone(self.hang_up_request)
            self.caller_left()
        elif ended is Ended.TIME_OVER:
            turn.rang_out()
        for leg in turn.legs:
            self.floor.occupy(leg.phone.device, leg.attempt.ended_at_us or self.script.at_us)
        return winner

    def _queue_over(self, turn: QueueRound) -> None:
        """Nothing rings, and the time or the caller's patience is over."""
        if self.gone_us <= self.script.at_us:
            self.hang_up_request()
            turn.abandoned()
            self.caller_left()
        else:
            self.truth.ring_ended_at_us = turn.abandoned()
            self.script.variables(self.caller, {"QUEUESTATUS": "TIMEOUT"})

    def dial(self, phones: list[Phone], seconds: int) -> Leg | None:
        script = self.script
        numbers = "&".join(phone.device for phone in phones)
        script.execute(self.caller, "Dial", f"{numbers},{seconds}")
        until_us = min(script.at_us + seconds * 1_000_000, self.gone_us)
        turn = DialRound(script, self.truth, self.caller, until_us, self.gone_us <= until_us)
        return self._play_dial(turn, phones)

    def _play_dial(self, turn: DialRound, phones: list[Phone]) -> Leg | None:
        winner = self._play(turn, phones)
        if winner is None and not self.over:
            ends = (attempt.ended_at_us or 0 for attempt in self.truth.attempts)
            self.truth.ring_ended_at_us = max(ends, default=0) or self.script.at_us
            if not any(leg.attempt.alerted_at_us for leg in turn.legs):
                turn.status("BUSY")
        return winner

    def dial_outside(self, customer: Phone, inherited: Mapping[str, str]) -> Leg | None:
        """Over the trunk, from a channel that stands at Dial()."""
        until_us = min(self.script.at_us + OUTSIDE_SECONDS * 1_000_000, self.gone_us)
        turn = DialRound(self.script, self.truth, self.caller, until_us, self.gone_us <= until_us)
        turn.context, turn.dialled_number, turn.inherited = "from-trunk", f"{self.truth.dialled}@trunk", inherited
        return self._play_dial(turn, [customer])

    # the caller goes

    def hang_up(self) -> None:
        """The caller goes while nothing is tried."""
        self.hang_up_request()
        self.caller_left()

    def hang_up_request(self) -> int:
        cancelled = self.caller.state != 6
        at_us = self.script.hangup_request(self.caller, *((127, 487) if cancelled else (None, None)))
        self.truth.ring_ended_at_us = self.truth.ended_at_us = at_us
        return at_us

    def caller_left(self) -> None:
        """After the caller's own hang-up."""
        self.truth.disposition = Disposition.ABANDONED
        up = self.caller.state == 6
        self.script.soft_hangup(self.caller, None if up else 487)
        self.script.hangup(self.caller, *((0, None) if up else (127, 487)))

    def turned_away(self, disposition: Disposition, application: str = "", data: str = "") -> None:
        """The dialplan goes on to an announcement or a mailbox, and hangs up."""
        self.truth.disposition = disposition
        if application:
            self.script.execute(self.caller, application, data)
            if self.caller.state != 6:
                self.script.new_state(self.caller, 6)
            self.script.wait(self.people.habits.voicemail_seconds * self.random.uniform(0.3, 1.5))
        if application == "VoiceMail":
            self._message_left(data.partition(",")[0])
        else:
            self.script.execute(self.caller, "Hangup")
        self.script.soft_hangup(self.caller)
        self.script.hangup(self.caller, 0 if application == "VoiceMail" else 16)

    def _message_left(self, mailbox: str) -> None:
        """The caller has spoken to the mailbox and hangs up."""
        self.script.hangup_request(self.caller)
        message = (("Mailbox", mailbox), ("Waiting", "1"), ("New", "1"), ("Old", "0"))
        self.script.emit("MessageWaiting", self.caller.headers(), message)
        self.script.variables(self.caller, {"VMSTATUS": "SUCCESS"})

    # the talk

    def talk(self, winner: Leg, seconds: float) -> Bridge:
        """The answer: both are bridged and talk for so long."""
        bridge = self.meet(winner)
        self.truth.answered_at_us = self.truth.ring_ended_at_us = self.script.last_at_us("BridgeEnter")
        self.truth.disposition = Disposition.ANSWERED
        self.truth.device = winner.phone.device
        self.script.wait(seconds)
        self.floor.occupy(winner.phone.device, self.script.at_us + self.people.wrap_up_us)
        return bridge

    def meet(self, winner: Leg) -> Bridge:
        bridge = self.script.bridge()
        if winner.channel.application == "AppDial":
            winner.channel.exten = ""
            self.script.running(winner.channel)
        self.script.enter(bridge, winner.channel)
        self.script.enter(bridge, self.caller)
        winner.channel.linkedid = self.caller.linkedid  # as in a bridge, where the oldest is everybody's
        bridge.technology = "native_rtp"
        return bridge

    def complete(self, winner: Leg, queue: str, reason: str, to: Channel | None = None) -> None:
        """The queue's word at the end of a talk; `to` is the agent's channel where it is still there."""
        talked_us = self.script.at_us - (self.truth.answered_at_us or 0)
        self._queue_round(0, queue, self.truth.queued_at_us or 0).complete(winner, reason, talked_us, to)

    def talked_variables(self, dialled: bool) -> None:
        talked_ms = (self.script.at_us - (self.truth.answered_at_us or 0)) // 1000
        waited_ms = (self.script.at_us - self.truth.arrived_at_us) // 1000
        values = {"ANSWEREDTIME": str(talked_ms // 1000), "ANSWEREDTIME_MS": str(talked_ms)}
        values |= {"DIALEDTIME": str(waited_ms // 1000), "DIALEDTIME_MS": str(waited_ms)}
        self.script.variables(self.caller, values | ({"DIALSTATUS": "ANSWER"} if dialled else {}))

    def part(self, winner: Leg, bridge: Bridge, queue: str | None, by_caller: bool) -> None:
        """Caller or agent hangs up, and the call is over."""
        script, caller, agent = self.script, self.caller, winner.channel
        first, second = (caller, agent) if by_caller else (agent, caller)
        at_us = script.hangup_request(first, 16 if queue is None else None)
        script.leave(bridge, first)
        if by_caller:
            self.talked_variables(queue is None)
            if queue is not None:
                self.complete(winner, queue, "caller", agent)
            script.soft_hangup(caller)
        script.leave(bridge, second)
        script.destroy(bridge)
        if not by_caller:
            self.talked_variables(queue is None)
            if queue is not None:
                self.complete(winner, queue, "agent", agent)
            script.soft_hangup(caller)
        self.truth.ended_at_us = at_us if by_caller else None
        script.hangup(first)
        ended_us = script.hangup(second)
        self.truth.ended_at_us = self.truth.ended_at_us or ended_us
