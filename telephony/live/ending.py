"""The end: the caller's channel is gone, or was gone after a gap in the link."""

from telephony.calls import Signal, disposition_of
from telephony.events import Event
from telephony.facts import CallState, Disposition, FactKind, Measurement
from telephony.live.talking import TalkingCall
from telephony.live.told import Out

GAVE_UP_AFTER_US = 1_000_000
"""A caller still there this long after the last attempt, with no other in sight, has been given up by the dialplan.
Used where the PBX does not show the dialplan's steps; a gap between two rounds of Dial lasts milliseconds."""


class LiveCall(TalkingCall):
    __slots__ = ()

    def end(self, event: Event, out: Out) -> None:
        """The caller's channel is gone."""
        call, asked_at_us = self.call, self.caller.hangup_requested_at_us
        at_us = event.at_us if asked_at_us is None else asked_at_us
        if self._given_up_silently(at_us):
            self._signal(Signal.GAVE_UP, event, out, self.quiet_since_us)
        caller_left = asked_at_us is not None and call.state is not CallState.GIVEN_UP
        self._settle_all(event, out)
        if call.answered_at_us is None:
            call.disposition = disposition_of(call, caller_left, self.tried, self.queue_status, self.congested)
        self._close(
            at_us if caller_left or self.quiet_since_us is None else max(at_us, self.quiet_since_us), event, out
        )

    def _given_up_silently(self, at_us: int) -> bool:
        """The wait ended some time ago, by the switch, though no step of the dialplan said so."""
        if self.call.state is not CallState.ARRIVED or not self.tried or self.quiet_since_us is None:
            return False
        return self.caller.hangup_requested_at_us is None or at_us - self.quiet_since_us >= GAVE_UP_AFTER_US

    def lose(self, at_us: int, event: Event, out: Out) -> None:
        """Gone while the link was down; `at_us` is the last instant it was known to live."""
        self.call.measurement = Measurement.ESTIMATED
        self._settle_all(event, out)
        if self.call.answered_at_us is None:
            self.call.disposition = Disposition.FAILED
        self._note(event, "", "gone after a gap in the link")
        self._close(at_us, event, out)

    def _settle_all(self, event: Event, out: Out) -> None:
        for leg in self.legs.values():
            self._settle(leg, "", event, out)
        self.legs.clear()
        if self.pending_transfer is not None:
            self.transferred(self.pending_transfer, event, out)

    def _close(self, at_us: int, event: Event, out: Out) -> None:
        call = self.call
        self._signal(Signal.GONE, event, out, max(at_us, call.answered_at_us or 0, call.ring_ended_at_us or 0))
        self._note(event, "", f"ended {call.disposition}")
        out.append(self._fact(FactKind.CALL_ENDED, event))
