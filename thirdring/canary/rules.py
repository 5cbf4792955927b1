"""How long the test telephone rings, and how a call was measured differently from what was played. Pure."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import NamedTuple

from kit.instants import SECOND_US
from metrics.calls.service_level import Excluded, Policy
from telephony.calls.cadence import rings
from telephony.facts import CallRef, Disposition, FactKind, Measurement

RING_ERROR_US_MAX = 250_000
"""Tolerance: a busy PBX may take this long to ring or to connect."""

_NEAR_US, _FAR_US = SECOND_US // 2, 2 * SECOND_US  # this side of the limit or that side of it
_RING_US_MIN = SECOND_US

LIVE_KINDS = (FactKind.CALL_ARRIVED, FactKind.CALL_ALERTED, FactKind.CALL_ANSWERED, FactKind.CALL_ENDED)


class Fault(StrEnum):
    """In order of weight: the first that applies often causes the others."""

    DISTURBED = "disturbed"
    REFUSED = "refused"
    NOT_HEARD = "not_heard"
    NOT_RUNG = "not_rung"
    NOT_ANSWERED = "not_answered"
    RING_WRONG = "ring_wrong"
    RINGS_WRONG = "rings_wrong"
    NOT_MEASURED = "not_measured"
    COUNTED = "counted"
    NOT_LIVE = "not_live"
    NOT_STORED = "not_stored"
    STORED_OTHERWISE = "stored_otherwise"
    NOT_IN_METRICS = "not_in_metrics"
    TICKET = "ticket"


class Heard(NamedTuple):
    """What the service made of the call as it ended."""

    ref: CallRef
    has_times: bool
    has_rung: bool
    ring_us: int
    rings: int | None
    disposition: Disposition | None
    measurement: Measurement
    excluded: Excluded | None


class Stored(NamedTuple):
    """The call's row."""

    ring_seconds: float | None
    rings: int | None
    disposition: str | None
    measurement: str
    excluded: str | None


class Evidence(NamedTuple):
    """All that there is of one call. `asked`: the test telephone rang, and asked how long it was to."""

    ring_us: int  # as it was played
    asked: bool
    heard: Heard | None
    refused: bool = False
    live: Sequence[str] = ()  # the kinds of its events in the live stream
    stored: Stored | None = None
    in_metrics: bool = False
    has_ticket: bool = False


class Result(NamedTuple):
    """Of one call. `error_us`: how much longer the ringing was measured than played; None: none was measured."""

    pbx: str
    at_us: int
    ring_us: int
    error_us: int | None
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        return not self.faults


def disturbed(pbx: str, at_us: int, ring_us: int) -> Result:
    """Others called the number during this call and those before it: nothing is known of the hotline."""
    return Result(pbx, at_us, ring_us, None, (Fault.DISTURBED,))


def ring_us_of(policy: Policy, chance: Callable[[], float]) -> int:
    """Half a second to two before the limit, or after it: near enough for a wrong time to be a wrong verdict.

    `chance` gives numbers from 0 to below 1.
    """
    away_us = int(_NEAR_US + chance() * (_FAR_US - _NEAR_US))
    return max(_RING_US_MIN, policy.limit_us + (away_us if chance() < 0.5 else -away_us))


def result_of(pbx: str, at_us: int, found: Evidence, policy: Policy) -> Result:
    heard = found.heard
    error_us = heard.ring_us - found.ring_us if heard is not None and heard.has_times and heard.has_rung else None
    return Result(pbx, at_us, found.ring_us, error_us, tuple(_faults(found, error_us, policy)))


def _faults(found: Evidence, error_us: int | None, policy: Policy) -> list[Fault]:
    heard = found.heard
    if heard is None:
        never_rung = Fault.REFUSED if found.refused else Fault.NOT_RUNG
        return [Fault.NOT_HEARD if found.asked else never_rung]
    holds = {
        Fault.NOT_RUNG: found.asked,
        Fault.NOT_ANSWERED: heard.disposition is Disposition.ANSWERED,
        Fault.RING_WRONG: error_us is None or abs(error_us) <= RING_ERROR_US_MAX,
        Fault.RINGS_WRONG: _right_rings(heard, found.ring_us, policy),
        Fault.NOT_MEASURED: heard.measurement is Measurement.MEASURED,
        Fault.COUNTED: heard.excluded is Excluded.TEST_CALL,
        Fault.NOT_LIVE: set(LIVE_KINDS) <= set(found.live),
        Fault.NOT_STORED: found.stored is not None,
        Fault.STORED_OTHERWISE: found.stored is None or found.stored == _as_stored(heard),
        Fault.NOT_IN_METRICS: found.in_metrics,
        Fault.TICKET: not found.has_ticket,
    }
    return [fault for fault, holding in holds.items() if not holding]


def _right_rings(heard: Heard, ring_us: int, policy: Policy) -> bool:
    """A ring more or less is right where the ringing ended as near to the next one as it may be wrong."""
    near = (ring_us - RING_ERROR_US_MAX, ring_us + RING_ERROR_US_MAX)
    return heard.rings in {rings(each_us, policy.period_us) for each_us in near}


def _as_stored(heard: Heard) -> Stored:
    return Stored(
        heard.ring_us / SECOND_US if heard.has_times else None,
        heard.rings,
        None if heard.disposition is None else heard.disposition.value,
        heard.measurement.value,
        None if heard.excluded is None else heard.excluded.value,
    )
