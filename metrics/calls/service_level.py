"""Was the call answered within the rings that were promised? The rule, its name and its version.

Pure: a call's instants in, a verdict out. The definitions and worked examples are in docs/measurement.md.
A change of the arithmetic is a new version of the policy; a stored verdict keeps the version it was made with.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from enum import StrEnum
from typing import NamedTuple

from telephony.calls.cadence import Cadence, cadence, rings
from telephony.facts import Call, CallState, Direction, Disposition, Measurement


class Excluded(StrEnum):
    """Why a call is not counted."""

    OUTBOUND = "outbound"
    INTERNAL = "internal"
    TEST_CALL = "test_call"
    OUTSIDE_SERVICE_HOURS = "outside_service_hours"
    SHORT_ABANDON = "short_abandon"
    CALLBACK_REQUESTED = "callback_requested"  # asked for by key, and the policy counts it apart
    UNKNOWN_AFTER_GAP = "unknown_after_gap"  # in time so far when the link was lost; nobody knows what came then
    NO_MEASUREMENT = "no_measurement"  # a recording without times


class Requested(StrEnum):
    """How a caller counts who asked for a callback by key instead of waiting."""

    APART_IN_TIME = "apart_in_time"  # apart where the limit had not passed when they asked, missed afterwards
    APART = "apart"
    MISSED = "missed"


class Verdict(NamedTuple):
    rings: int | None  # None: not known
    within_target: bool | None  # None: not counted, or not decided yet
    excluded: Excluded | None
    policy: str
    version: int


def _before_next_ring(cycle: Cadence, count: int) -> int:
    return cycle.period_us * count


def _by_ring_end(cycle: Cadence, count: int) -> int:
    return cycle.period_us * (count - 1) + cycle.sound_us


def _by_ring_start(cycle: Cadence, count: int) -> int:
    return cycle.period_us * (count - 1)


class Rule(NamedTuple):
    """`limit_us(cadence, n)` of ringing is the first instant that is too late for an answer "within n rings"."""

    version: int
    limit_us: Callable[[Cadence, int], int]
    meaning: tuple[str, str]  # in Chinese and English, of the promised ring and the one after it


RULES: dict[str, Rule] = {
    "before_next_ring": Rule(
        2, _before_next_ring, ("在第 {after} 声响起之前接听", "answered before ring {after} begins")
    ),
    "by_ring_end": Rule(
        2, _by_ring_end, ("在第 {ring} 声结束之前接听", "answered before the sound of ring {ring} ends")
    ),
    "by_ring_start": Rule(2, _by_ring_start, ("在第 {ring} 声响起之前接听", "answered before ring {ring} begins")),
}


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Local opening hours of each weekday, Monday first; an empty day is closed. `until` is not included."""

    timezone: tzinfo
    days: tuple[tuple[tuple[time, time], ...], ...]

    def contain(self, at_us: int) -> bool:
        local = datetime.fromtimestamp(at_us / 1_000_000, self.timezone)
        return any(since <= local.time() < until for since, until in self.days[local.weekday()])


@dataclass(frozen=True, slots=True)
class Policy:
    ring_zone: str = "cn"
    rings_within: int = 3
    short_abandon_rings: int = 1
    name: str = "before_next_ring"
    test_numbers: frozenset[str] = frozenset()
    service_hours: ServiceHours | None = None  # None: day and night
    callback_requested: Requested = Requested.APART_IN_TIME
    test_lines: frozenset[str] = frozenset()  # numbers of the hotline that only test calls dial
    period_us: int = field(init=False)
    limit_us: int = field(init=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an unknown zone or rule and for counts that make no sense."""
        if self.name not in RULES:
            raise ValueError(f"unknown policy {self.name!r}; one of {', '.join(RULES)}")
        if self.rings_within < 1 or self.short_abandon_rings < 0:
            raise ValueError("rings_within must be 1 or more, short_abandon_rings 0 or more")
        cycle = cadence(self.ring_zone)
        object.__setattr__(self, "period_us", cycle.period_us)
        object.__setattr__(self, "limit_us", RULES[self.name].limit_us(cycle, self.rings_within))

    @property
    def version(self) -> int:
        return RULES[self.name].version

    @property
    def short_abandon_us(self) -> int:
        return self.short_abandon_rings * self.period_us


def judge(call: Call, policy: Policy, now_us: int | None = None) -> Verdict:
    """The verdict on a call; for a live one, on what is certain at `now_us`."""
    waited_us = _waited_us(call, now_us)
    heard: int | None = 0 if call.alerted_at_us is None else rings(waited_us, policy.period_us)
    in_time = call.alerted_at_us is None or waited_us < policy.limit_us
    excluded = _excluded(call, policy, in_time) or _within_margin(call, policy, waited_us)
    if not call.is_timed:
        heard, in_time = None, _longest_us(call, waited_us) < policy.limit_us
        excluded = excluded or _unsure(call, policy, waited_us, in_time)
    return Verdict(
        heard,
        None if excluded else _within(call, in_time),
        excluded,
        policy.name,
        policy.version,
    )


def _longest_us(call: Call, waited_us: int) -> int:
    """The longest possible ringing."""
    since_us = call.alerted_after_us
    if since_us is None and call.alerted_at_us is None:
        since_us = call.answered_after_us
    return waited_us if since_us is None else max(waited_us, (call.ring_ended_at_us or since_us) - since_us)


def _unsure(call: Call, policy: Policy, waited_us: int, in_time: bool) -> Excluded | None:
    """Whether the limit lies between the shortest and the longest possible ringing, so that no verdict is certain."""
    if not call.stamped:
        return Excluded.NO_MEASUREMENT
    if call.answered_at_us is None or in_time:
        return None
    unheard_us = 0 if call.answered_after_us is None else call.answered_at_us - call.answered_after_us
    return None if waited_us - unheard_us >= policy.limit_us else Excluded.UNKNOWN_AFTER_GAP


def _within_margin(call: Call, policy: Policy, waited_us: int) -> Excluded | None:
    """Whether the limit lies between the shortest and the longest ringing that the PBX's own records allow."""
    if not call.margin_us or call.alerted_at_us is None or call.answered_at_us is None:
        return None
    return Excluded.UNKNOWN_AFTER_GAP if abs(waited_us - policy.limit_us) <= call.margin_us else None


def _waited_us(call: Call, now_us: int | None) -> int:
    """Microseconds of ringing so far."""
    if call.alerted_at_us is None:
        return 0
    until_us = call.ring_ended_at_us or now_us or call.alerted_at_us
    return max(0, until_us - call.alerted_at_us)


def _within(call: Call, in_time: bool) -> bool | None:
    if call.answered_at_us is not None:
        return in_time
    if call.state is CallState.ENDED or not in_time:
        return False
    return None


def _excluded(call: Call, policy: Policy, in_time: bool) -> Excluded | None:
    if call.direction is Direction.OUTBOUND:
        return Excluded.OUTBOUND
    if call.dialled in policy.test_lines:
        return Excluded.TEST_CALL
    if call.direction is Direction.INTERNAL:
        return Excluded.INTERNAL
    if call.caller_raw in policy.test_numbers:
        return Excluded.TEST_CALL
    if policy.service_hours is not None and not policy.service_hours.contain(call.arrived_at_us):
        return Excluded.OUTSIDE_SERVICE_HOURS
    if call.answered_at_us is not None or call.state is not CallState.ENDED:
        return None
    if call.measurement is Measurement.ESTIMATED and in_time:
        return Excluded.UNKNOWN_AFTER_GAP
    if call.margin_us and policy.short_abandon_us and _nearly_short(call, policy):
        return Excluded.UNKNOWN_AFTER_GAP
    if call.disposition is Disposition.CALLBACK_REQUESTED and _apart(policy.callback_requested, in_time):
        return Excluded.CALLBACK_REQUESTED
    return Excluded.SHORT_ABANDON if _short_abandon(call, policy) else None


def _apart(how: Requested, in_time: bool) -> bool:
    return how is Requested.APART or (how is Requested.APART_IN_TIME and in_time)


def _short_abandon(call: Call, policy: Policy) -> bool:
    gone_after_us = call.gave_up_after_us
    return gone_after_us is not None and gone_after_us < policy.short_abandon_us


def _nearly_short(call: Call, policy: Policy) -> bool:
    """Whether it is no short abandon or one, by the margin of the PBX's own records."""
    gone_after_us = call.gave_up_after_us
    return gone_after_us is not None and abs(gone_after_us - policy.short_abandon_us) <= call.margin_us
