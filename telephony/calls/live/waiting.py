"""The wait: the queues it joins, the devices that are tried, how they ring and end, and the dialplan that gives up."""

from telephony.calls.channels import Channel
from telephony.calls.live.told import Leg, Out, ToldCall
from telephony.calls.states import Signal, outcome_of
from telephony.events import Event
from telephony.facts import Attempt, CallState, FactKind


class WaitingCall(ToldCall):
    __slots__ = ()

    def join(self, queue: str, event: Event, out: Out) -> None:
        if not self.waiting:
            return  # transferred into a queue after the answer
        self.step()
        self.queue, self.tried, self.queue_status = queue, True, ""
        self._signal(Signal.JOINED, event, out)
        self._note(event, "", f"joined queue {queue}")
        out.append(self._fact(FactKind.CALL_QUEUED, event))

    def leave_queue(self, event: Event, out: Out) -> None:
        if event.name == "QueueCallerAbandon":
            self.abandoned_at_us = event.at_us
        if self.queue is None:
            return
        self._note(event, "", f"left queue {self.queue}")
        self.queue = None
        self._fall_quiet(event, out)

    def begin_leg(self, channel: Channel, event: Event, out: Out) -> Leg | None:
        """A device is tried. None once the call is answered: what is dialled then belongs to a transfer."""
        leg = self.legs.get(channel.uniqueid)
        if leg is not None or not self.waiting:
            return leg
        attempt = Attempt(channel.who, channel.device, event.at_us)
        leg = self.legs[channel.uniqueid] = Leg(attempt)
        self.tried = True
        self.call.attempts.append(attempt)
        self._note(event, channel.device, "dialled")
        out.append(self._fact(FactKind.ATTEMPT_BEGAN, event, attempt))
        return leg

    def ring(self, channel: Channel, event: Event, out: Out) -> None:
        leg = self.begin_leg(channel, event, out)
        if leg is None or leg.silent or leg.attempt.alerted_at_us is not None or not self.waiting:
            return
        first = self.call.alerted_at_us is None
        leg.attempt.alerted_at_us = event.at_us
        if self.unheard_since_us is not None:
            leg.attempt.is_timed = False
            if first:
                self.call.alerted_after_us = self.unheard_since_us
        self._signal(Signal.RANG, event, out)
        self._note(event, channel.device, "ringing")
        if first:
            out.append(self._fact(FactKind.CALL_ALERTED, event))
        out.append(self._fact(FactKind.ATTEMPT_ALERTED, event, leg.attempt))

    def silence(self, channel: Channel, dial_status: str, event: Event, out: Out) -> None:
        """The leg's dial has ended, or its device is picked up. Only the first end of a leg tells the truth."""
        leg = self.legs.get(channel.uniqueid)
        if leg is None or leg.silent:
            return
        leg.silent, leg.dial_status = True, dial_status
        leg.attempt.ended_at_us = event.at_us
        if dial_status != "ANSWER":
            self.dial_status, self.silent_at_us = dial_status, event.at_us
            self._note(event, channel.device, f"dial ended {dial_status or 'without a status'}")
            self._fall_quiet(event, out)

    def _fall_quiet(self, event: Event, out: Out) -> None:
        """After a leg or a queue has ended: does anything ring or wait still?"""
        self.quiet_since_us = event.at_us
        if not self.waiting or self._rings():
            return
        if self.queue is not None:
            self._signal(Signal.QUIET_IN_QUEUE, event, out)
        elif self.call.state is not CallState.GIVEN_UP:
            self._signal(Signal.QUIET, event, out)

    def _rings(self) -> bool:
        """A device rings, or has just been picked up and is about to be bridged."""
        return any(
            leg.attempt.alerted_at_us is not None and (not leg.silent or leg.dial_status == "ANSWER")
            for leg in self.legs.values()
        )

    def hear_cause(self, channel: Channel, cause: str) -> None:
        leg = self.legs.get(channel.uniqueid)
        if leg is not None:
            leg.cause = cause

    def drop_leg(self, channel: Channel, cause: str, event: Event, out: Out) -> None:
        """The device's channel is gone: the attempt's outcome is known."""
        self.silence(channel, "", event, out)
        leg = self.legs.pop(channel.uniqueid, None)
        if leg is None:
            return
        if leg.dial_status == "ANSWER":
            self._drop(leg, channel, event)
        self._settle(leg, cause, event, out)
        if leg.picked_up:
            self._fall_quiet(event, out)

    def _drop(self, leg: Leg, channel: Channel, event: Event) -> None:
        """Picked up and gone. That it hung up itself is only known where its line says so: the caller may be gone."""
        leg.picked_up = True
        if not self.waiting or self.caller.hangup_requested_at_us is not None:
            leg.dial_status = ""
        elif channel.hangup_requested_at_us is None:
            self.dial_status, self.silent_at_us, self.cut = "CANCEL", event.at_us, leg.attempt
        else:
            self.dial_status = ""

    def _settle(self, leg: Leg, cause: str, event: Event, out: Out) -> None:
        attempt = leg.attempt
        if attempt.outcome is not None:
            return
        if attempt.ended_at_us is None:
            attempt.ended_at_us = event.at_us
        attempt.outcome = outcome_of(leg.dial_status, cause or leg.cause, attempt.alerted_at_us is not None)
        self._note(event, attempt.device, f"attempt {attempt.outcome}")
        out.append(self._fact(FactKind.ATTEMPT_ENDED, event, attempt))

    def step(self) -> None:
        """The caller's wait goes on by a step of the dialplan: what ended before says nothing about the call's end."""
        self.closed, self.dial_status, self.abandoned_at_us = False, "", None

    def give_up(self, event: Event, out: Out) -> None:
        """The dialplan goes on to something that is no agent. After the caller's own hang-up its steps mean nothing."""
        if self.caller.hangup_requested_at_us is not None:
            return
        if not self.tried or not self.waiting or self.call.state is CallState.GIVEN_UP:
            return
        self.queue = None
        self._signal(Signal.GAVE_UP, event, out, event.at_us if self.quiet_since_us is None else self.quiet_since_us)
        self._note(event, "", "given up by the dialplan")
        out.append(self._fact(FactKind.CALL_CHANGED, event))
