"""A call as callbacks look at it: copied from the live record once the call has ended."""

from typing import NamedTuple

from kit.amounts import whole
from telephony.facts import Call, CallRef, Direction, Disposition, Measurement, Outcome
from telephony.numbers import e164
from ticketing.callbacks.callback import AttemptOutcome

CALLBACK_VARIABLE = "TR_CALLBACK"
HUNG_UP_VARIABLE = "TR_HUNG_UP"
"""Set to 1 as the agent hangs up a call by click from the page."""
MACHINE_VARIABLE = "TR_AMD"
"""What the dialplan's answering machine detection said; MACHINE where it suspects one."""

_DIGITS_MAX = 20
"""15 digits make a number of the world; a prefix comes before it. More are no number of anybody."""

_ID_DIGITS_MAX = 18

MISSED = frozenset({Disposition.ABANDONED, Disposition.TIMEOUT, Disposition.NO_AGENT, Disposition.CALLBACK_REQUESTED})
"""Whoever called is to be called back."""
_OUTCOMES = {Outcome.BUSY: AttemptOutcome.BUSY, Outcome.FAILED: AttemptOutcome.FAILED}


class Numbering(NamedTuple):
    """How the site writes numbers. `outside` is what a phone dials before a number outside, such as 9 or 0."""

    region: str = "CN"
    area_code: str = ""
    outside: str = ""

    def of_caller(self, raw: str) -> str:
        """E.164, else the digits as they came: an intercom or an extension; '' where the caller withheld it."""
        return e164(raw, self.region, self.area_code) or _short(raw)

    def of_dialled(self, raw: str) -> str:
        number = e164(raw, self.region, self.area_code)
        if number is None and raw.startswith(self.outside):
            number = e164(raw[len(self.outside) :], self.region, self.area_code)
        return number or _short(raw)


def _short(raw: str) -> str:
    raw = raw.strip()
    return "" if whole(raw, _DIGITS_MAX) is None else raw


class Sighting(NamedTuple):
    call: CallRef
    direction: Direction
    number: str  # of the other side
    agent: str | None
    arrived_at_us: int
    answered_at_us: int | None
    talk_us: int
    outcome: AttemptOutcome  # how it went for whoever called; the policy's shortest talk is not looked at
    missed: bool  # an inbound call that nobody answered
    callback: int | None  # the callback id that travelled with it
    gave_up_after_us: int | None = None  # how long after the first ring the caller hung up; None: not so, or unknown


def sighting(call: Call, numbering: Numbering) -> Sighting:
    outbound = call.direction is Direction.OUTBOUND
    return Sighting(
        CallRef(call.pbx, call.linkedid),
        call.direction,
        numbering.of_dialled(call.dialled) if outbound else numbering.of_caller(call.caller_raw),
        call.agent,
        call.arrived_at_us,
        call.answered_at_us,
        call.talk_us,
        _outcome(call),
        call.direction is Direction.INBOUND and call.disposition in MISSED,
        _callback_id(call.variables.get(CALLBACK_VARIABLE, "")),
        None if call.measurement is Measurement.ESTIMATED else call.gave_up_after_us,
    )


def _outcome(call: Call) -> AttemptOutcome:
    if call.variables.get(MACHINE_VARIABLE) == "MACHINE":
        return AttemptOutcome.MACHINE_SUSPECTED
    if call.answered_at_us is not None:
        return AttemptOutcome.REACHED
    if call.variables.get(HUNG_UP_VARIABLE) == "1":
        return AttemptOutcome.HUNG_UP
    return outcome_from(call.attempts[-1].outcome if call.attempts else Outcome.FAILED)


def outcome_from(last: Outcome | None) -> AttemptOutcome:
    """The outcome of a call that was not answered, by how its last attempt ended."""
    return AttemptOutcome.NO_ANSWER if last is None else _OUTCOMES.get(last, AttemptOutcome.NO_ANSWER)


def _callback_id(text: str) -> int | None:
    return whole(text, _ID_DIGITS_MAX)
