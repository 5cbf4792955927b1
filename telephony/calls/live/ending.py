"""The end: the caller's channel is gone, or was gone after a gap in the link."""

from telephony.calls.live.talking import TalkingCall
from telephony.calls.live.told import Out
from telephony.calls.states import GAVE_UP_AFTER_US, Parting, Signal, disposition_of, left_at_us
from telephony.events import Event
from telephony.facts import CallState, Disposition, FactKind, Measurement, Outcome


class LiveCall(TalkingCall):
    __slots__ = ()

    def end(self, event: Event, out: Out) -> None:
        """The caller's channel is gone."""
        call, asked_at_us = self.call, self.caller.hangup_requested_at_us
        left_us = asked_at_us if call.answered_at_us is not None else left_at_us(self._parting(event))
        if self._given_up_silently(left_us):
            self._signal(Signal.GAVE_UP, event, out, self.quiet_since_us)
        caller_left = left_us is not None and call.state is not CallState.GIVEN_UP
        self._settle_all(event, out)
        if caller_left and self.cut is not None and left_us == self.silent_at_us:
            self.cut.outcome = Outcome.CANCELLED  # the caller's end, not its own
        if call.answered_at_us is None:
            call.disposition = disposition_of(call, caller_left, self.tried, self.queue_status, self.congested)
        self._close(self._end_us(event, left_us if caller_left else asked_at_us, caller_left), event, out)

    def _parting(self, event: Event) -> Parting:
        caller = self.caller
        return Parting(
            caller.hangup_requested_at_us,
            event.at_us if caller.over_at_us is None else caller.over_at_us,
            self.tried,
            self.stepped,
            self.closed or caller.cut_off,
            self.queue_status,
            self.dial_status,
            self.silent_at_us,
            self.abandoned_at_us,
        )

    def _end_us(self, event: Event, said_us: int | None, caller_left: bool) -> int:
        at_us = event.at_us if said_us is None else said_us
        return at_us if caller_left or self.quiet_since_us is None else max(at_us, self.quiet_since_us)

    def _given_up_silently(self, left_us: int | None) -> bool:
        """The wait ended some time ago, by the switch, though no step of the dialplan said so."""
        if self.call.state is not CallState.ARRIVED or not self.tried or self.quiet_since_us is None:
            return False
        return left_us is None or left_us - self.quiet_since_us >= GAVE_UP_AFTER_US

    def lose(self, at_us: int, event: Event, out: Out) -> None:
        """Gone while the link was down; `at_us` is the last instant it was known to live."""
        self.call.measurement = Measurement.ESTIMATED
        self._settle_all(event._replace(at_us=at_us), out)
        if self.call.answered_at_us is None:
            self.call.disposition = Disposition.FAILED
        self._note(event, "", "gone after a gap in the link")
        self._close(at_us, event, out)

    def _settle_all(self, event: Event, out: Out) -> None:
        for leg in self.legs.values():
            if leg.dial_status == "ANSWER":
                leg.dial_status = ""
            self._settle(leg, "", event, out)
        self.legs.clear()
        if self.pending_transfer is not None:
            self.transferred(self.pending_transfer, event, out)

    def _close(self, at_us: int, event: Event, out: Out) -> None:
        call = self.call
        self._signal(Signal.GONE, event, out, max(at_us, call.answered_at_us or 0, call.ring_ended_at_us or 0))
        self._note(event, "", f"ended {call.disposition}")
        out.append(self._fact(FactKind.CALL_ENDED, event))
