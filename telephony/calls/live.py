"""A call while it lasts: what each event does to it. The rules are in `states`, `wait` and `legs`.

Every method takes the event that caused it and the list to which facts go.
"""

from telephony.calls.channels import Channel
from telephony.calls.legs import Leg, Legs
from telephony.calls.record import Out, Record
from telephony.calls.states import WAITING, Signal
from telephony.calls.talk import Talk
from telephony.calls.wait import Wait
from telephony.events import NEVER_STAMPED, Event
from telephony.facts import Call, CallState, Disposition, FactKind, Measurement, Outcome, TransferKind
from telephony.shifting import shift_call


class LiveCall:
    __slots__ = ("call", "caller", "calls_back", "legs", "record", "talk", "unheard_since_us", "wait")

    def __init__(self, call: Call, caller: Channel) -> None:
        self.call = call
        self.caller = caller
        self.calls_back = False  # the PBX has called a customer by itself
        self.unheard_since_us: int | None = None  # while it is told what happened when nobody listened
        self.record = Record(call)
        self.legs = Legs(self.record)
        self.wait = Wait()
        self.talk = Talk(self.record)

    @property
    def waiting(self) -> bool:
        return self.call.state in WAITING

    # ---- who calls, and when

    def arrive(self, event: Event, out: Out) -> None:
        self.record.note(event, "", f"{self.call.direction} call arrived")
        if event.received_us and "Timestamp" not in event.headers and event.name not in NEVER_STAMPED:
            self.record.note(event, "", "times are those of receipt")
        self.record.tell(FactKind.CALL_ARRIVED, event, out)

    def number(self, number: str, event: Event, out: Out) -> None:
        """What the caller's number is now. Once anybody is tried, another one is the dialplan's own, for its trunks."""
        tried = self.call.queued_at_us is not None or bool(self.call.attempts)
        if number == self.call.caller_raw or (self.call.caller_raw and tried):
            return
        self.call.caller_raw = number
        self.record.note(event, "", "the number of the caller is known")
        self.record.tell(FactKind.CALL_NUMBERED, event, out)

    def doubt(self) -> None:
        """An instant of it may be wrong by more than its stamps are."""
        self.call.measurement = Measurement.ESTIMATED

    def shift(self, by_us: int) -> None:
        """A clock was set: the timeline goes on elsewhere, and all that was heard of this call moves with it."""
        shift_call(self.call, by_us)
        self.wait.shift(by_us)
        self.talk.shift(by_us)

    def tell_clock(self, effect: str, event: Event, out: Out) -> None:
        self.record.note(event, "", effect)
        self.record.tell(FactKind.CALL_CHANGED, event, out)

    # ---- the wait: queues, devices that ring, the dialplan that gives up

    def join(self, queue: str, event: Event, out: Out) -> None:
        if not self.waiting:
            return  # transferred into a queue after the answer
        self.wait.join(queue)
        self.record.signal(Signal.JOINED, event, out)
        self.record.note(event, "", f"joined queue {queue}")
        self.record.tell(FactKind.CALL_QUEUED, event, out)

    def leave_queue(self, event: Event, out: Out) -> None:
        if event.name == "QueueCallerAbandon":
            self.wait.abandoned_at_us = event.at_us
        if self.wait.queue is None:
            return
        self.record.note(event, "", f"left queue {self.wait.queue}")
        self.wait.queue = None
        self._fall_quiet(event, out)

    def begin_leg(self, channel: Channel, event: Event, out: Out) -> Leg | None:
        """A device is tried. None once the call is answered: what is dialled then belongs to a transfer."""
        leg = self.legs.get(channel)
        if leg is not None or not self.waiting:
            return leg
        if channel.rescues:
            self.call.rescue_began = True
        else:
            self.wait.tried = True
        return self.legs.begin(channel, event, out)

    def ring(self, channel: Channel, event: Event, out: Out) -> None:
        leg = self.begin_leg(channel, event, out)
        if leg is None or leg.silent or leg.attempt.alerted_at_us is not None or not self.waiting:
            return
        heard = not leg.attempt.is_rescue
        first = heard and self.call.alerted_at_us is None
        leg.attempt.alerted_at_us = event.at_us
        if self.unheard_since_us is not None:
            leg.attempt.is_timed = False
            if first:
                self.call.alerted_after_us = self.unheard_since_us
        if heard:
            self.record.signal(Signal.RANG, event, out)
        self.record.note(event, channel.device, "ringing")
        if first:
            self.record.tell(FactKind.CALL_ALERTED, event, out)
        self.record.tell(FactKind.ATTEMPT_ALERTED, event, out, leg.attempt)

    def silence(self, channel: Channel, dial_status: str, event: Event, out: Out) -> None:
        """The leg's dial has ended, or its device is picked up. Only the first end of a leg tells the truth."""
        leg = self.legs.get(channel)
        if leg is None or leg.silent:
            return
        if leg.attempt.is_rescue and self._is_taken_or_gone() and dial_status != "ANSWER":
            dial_status = "CANCEL"  # the service has hung it up; the PBX says that it was not answered
        leg.silent, leg.dial_status = True, dial_status
        leg.attempt.ended_at_us = event.at_us
        if dial_status != "ANSWER":
            self.record.note(event, channel.device, f"dial ended {dial_status or 'without a status'}")
            if not leg.attempt.is_rescue:
                self.wait.fell_silent(dial_status, event.at_us)
                self._fall_quiet(event, out)

    def _is_taken_or_gone(self) -> bool:
        """Nobody has to help any more. The bridge, or the end of the caller's channel, may be told a moment later."""
        picked_up = any(leg.dial_status == "ANSWER" and not leg.attempt.is_rescue for leg in self.legs)
        return not self.waiting or picked_up or self.caller.hangup_requested_at_us is not None

    def _fall_quiet(self, event: Event, out: Out) -> None:
        """After a leg or a queue has ended: does anything ring or wait still?"""
        self.wait.quiet_since_us = event.at_us
        if not self.waiting or self.legs.any_rings:
            return
        self.record.signal(Signal.QUIET if self.wait.queue is None else Signal.QUIET_IN_QUEUE, event, out)

    def drop_leg(self, channel: Channel, cause: str, event: Event, out: Out) -> None:
        """The device's channel is gone: the attempt's outcome is known."""
        self.silence(channel, "", event, out)
        leg = self.legs.drop(channel)
        if leg is None:
            return
        if leg.dial_status == "ANSWER":
            self._drop(leg, channel, event)
        self.legs.settle(leg, cause, event, out)
        if leg.picked_up:
            self._fall_quiet(event, out)

    def _drop(self, leg: Leg, channel: Channel, event: Event) -> None:
        """Picked up and gone. That it hung up itself is only known where its line says so: the caller may be gone."""
        if leg.attempt.is_rescue:
            leg.dial_status = "" if self._is_taken_or_gone() else "CONGESTION"  # nothing rang that it could pick up
            return
        leg.picked_up = True
        if not self.waiting or self.caller.hangup_requested_at_us is not None:
            leg.dial_status = ""
        elif channel.hangup_requested_at_us is None:
            self.wait.fell_silent("CANCEL", event.at_us)
            self.wait.cut = leg.attempt
        else:
            self.wait.dial_status = ""

    def give_up(self, event: Event, out: Out) -> None:
        """The dialplan goes on to something that is no agent. After the caller's own hang-up its steps mean nothing."""
        over = self.caller.hangup_requested_at_us is not None or self.call.state is CallState.GIVEN_UP
        if over or not self.wait.tried or not self.waiting:
            return
        self.wait.queue = None
        self.record.signal(Signal.GAVE_UP, event, out, self.wait.quiet_since_us)
        self.record.note(event, "", "given up by the dialplan")
        self.record.tell(FactKind.CALL_CHANGED, event, out)

    # ---- the talk: the answer, hold, transfers to another agent

    def meet(self, person: Channel, event: Event, out: Out) -> None:
        """The caller is bridged with a person: the answer, or the other end of a transfer.

        Not the answer where the caller has hung up just before: the switch bridges what is left of the channel.
        """
        if self.waiting:
            if self.caller.hangup_requested_at_us is not None:
                return
            self._answer(person, event, out)
        else:
            self.talk.go_on_with(person, event, out)
        self.talk.person = person

    def _answer(self, person: Channel, event: Event, out: Out) -> None:
        self.legs.answer(person, self.unheard_since_us is None, event, out)
        self.record.signal(Signal.ANSWERED, event, out)
        self.call.answered_after_us = self.unheard_since_us
        if self.call.agent is None:
            self.call.agent = person.who
        self.wait.queue = None
        self.record.note(event, person.device, "answered")
        self.record.tell(FactKind.CALL_ANSWERED, event, out)

    def hold(self, signal: Signal, event: Event, out: Out) -> None:
        if self.record.signal(signal, event, out):
            self.record.tell(FactKind.CALL_CHANGED, event, out)

    def transfer(self, kind: TransferKind, from_agent: str, target: Channel | None, event: Event, out: Out) -> None:
        if not self.waiting:
            self.talk.transfer(kind, from_agent, target, event, out)

    def hand_over(self, other: Channel) -> None:
        """Who called hands the other side on: the call lasts as long as that does."""
        if other.owns is not None:
            return
        person = self.talk.person = self.caller
        self.caller = other
        person.owns, other.owns = None, person.owns

    # ---- the end: the caller's channel is gone, or was gone after a gap in the link

    def end(self, event: Event, out: Out) -> None:
        call, caller, asked_at_us = self.call, self.caller, self.caller.hangup_requested_at_us
        over_at_us = event.at_us if caller.over_at_us is None else caller.over_at_us
        answered = call.answered_at_us is not None
        left_us = asked_at_us if answered else self.wait.left_at_us(asked_at_us, over_at_us, caller.cut_off)
        if not answered and self.wait.left_alone(left_us):
            self.record.signal(Signal.LEFT_ALONE, event, out, self.wait.quiet_since_us)
        caller_left = left_us is not None and call.state is not CallState.GIVEN_UP
        self._settle(event, out)
        if caller_left and self.wait.cut is not None and left_us == self.wait.silent_at_us:
            self.wait.cut.outcome = Outcome.CANCELLED  # the caller's end, not its own
        if not answered:
            call.disposition = self.wait.disposition(call, caller_left)
        self._close(self.wait.end_us(left_us if caller_left else asked_at_us, event.at_us, caller_left), event, out)

    def lose(self, at_us: int, event: Event, out: Out) -> None:
        """Gone while the link was down; `at_us` is the last instant it was known to live."""
        self.call.measurement = Measurement.ESTIMATED
        self._settle(event._replace(at_us=at_us), out)
        if self.call.answered_at_us is None:
            self.call.disposition = Disposition.FAILED
        self.record.note(event, "", "gone after a gap in the link")
        self._close(at_us, event, out)

    def _settle(self, event: Event, out: Out) -> None:
        self.legs.settle_all(event, out)
        self.talk.end(event, out)

    def _close(self, at_us: int, event: Event, out: Out) -> None:
        self.record.signal(Signal.GONE, event, out, max(at_us, self.call.ring_ended_at_us or at_us))
        self.record.note(event, "", f"ended {self.call.disposition}")
        self.record.tell(FactKind.CALL_ENDED, event, out)
