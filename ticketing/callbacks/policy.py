"""When a callback is due, when the next attempt may be made, and when it is given up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta, tzinfo

from kit.instants import HOUR_US, MINUTE_US, SECOND_US, day_end_us, local_day, local_time, wall_us
from kit.wrong import WrongValueError
from ticketing.callbacks.callback import AttemptOutcome, CallbackAttempt, Reason

_OWN_FAULT = frozenset(
    {AttemptOutcome.AGENT_NO_ANSWER, AttemptOutcome.HUNG_UP, AttemptOutcome.FAILED, AttemptOutcome.QUIET_HOURS}
)
"""They had no chance to answer, or should not have been called: no attempt at them, nor a reason to wait long."""

_SOON_AGAIN = _OWN_FAULT | {AttemptOutcome.BUSY, AttemptOutcome.TOO_SHORT}
_HOURS_AHEAD_MAX = 72


@dataclass(frozen=True, slots=True)
class CallbackPolicy:
    talk_us_min: int = 5 * SECOND_US
    attempts_max: int = 4
    distance_us: int = 2 * HOUR_US  # between two attempts at somebody who does not answer
    busy_distance_us: int = 10 * MINUTE_US
    different_hours: bool = True  # who does not answer at ten may answer at six
    quiet_from: time = time(21)
    quiet_until: time = time(8)
    latest_same_day: time = time(20, 30)  # no attempt after it; what is left is tried the next day
    missed_within_us: int = 30 * MINUTE_US
    requested_within_us: int = 60 * MINUTE_US
    merge_window_us: int = 2 * HOUR_US
    claim_us: int = 10 * MINUTE_US

    def __post_init__(self) -> None:
        if not self.quiet_until < min(self.quiet_from, self.latest_same_day):
            raise WrongValueError(
                "quiet hours must end before they begin again and before the latest time of the day", "quiet_until"
            )
        if self.attempts_max < 1 or min(self.talk_us_min, self.distance_us, self.busy_distance_us) < 0:
            raise WrongValueError("callbacks need at least one attempt, and no negative times", "attempts")


def callable_from_us(policy: CallbackPolicy, at_us: int, zone: tzinfo) -> int:
    """The first instant from `at_us` on at which the desk may call."""
    wall = local_time(at_us, zone)
    if wall.time() < policy.quiet_until:
        return max(at_us, _morning_us(policy, wall.date(), zone))
    if wall.time() >= min(policy.quiet_from, policy.latest_same_day):
        return max(at_us, _morning_us(policy, wall.date() + timedelta(days=1), zone))
    return at_us


def may_call(policy: CallbackPolicy, at_us: int, zone: tzinfo) -> bool:
    return callable_from_us(policy, at_us, zone) == at_us


def is_quiet(policy: CallbackPolicy, at_us: int, zone: tzinfo) -> bool:
    """The hours in which a call of ours is no proof. New calls end earlier: see `callable_from_us`."""
    return not policy.quiet_until <= local_time(at_us, zone).time() < policy.quiet_from


def quiet_from_us(policy: CallbackPolicy, day: date, zone: tzinfo) -> int:
    """The end of the hours in which a call of that day can be proof."""
    return wall_us(day, policy.quiet_from, zone)


def last_call_us(policy: CallbackPolicy, day: date, zone: tzinfo) -> int:
    """The instant from which on nobody new is called that day."""
    return wall_us(day, min(policy.latest_same_day, policy.quiet_from), zone)


def due_at_us(policy: CallbackPolicy, reason: Reason, born_at_us: int, zone: tzinfo) -> int:
    """A resolved ticket's is due by 24:00 of its day, since that is what is measured; the others soon."""
    if reason is Reason.RESOLVED_TICKET:
        return day_end_us(local_day(born_at_us, zone), zone)
    within_us = policy.missed_within_us if reason is Reason.MISSED_CALL else policy.requested_within_us
    return callable_from_us(policy, born_at_us, zone) + within_us


def next_attempt_us(policy: CallbackPolicy, attempts: Iterable[CallbackAttempt], zone: tzinfo) -> int | None:
    """When to try again; None: they are unreachable."""
    attempts = sorted(attempts, key=lambda attempt: attempt.at_us)
    at_them = [attempt for attempt in attempts if attempt.outcome not in _OWN_FAULT]
    if len(at_them) >= policy.attempts_max:
        return None
    last = attempts[-1]
    if last.outcome in _SOON_AGAIN:
        return callable_from_us(policy, last.at_us + policy.busy_distance_us, zone)
    at_us = callable_from_us(policy, last.at_us + policy.distance_us, zone)
    tried = {local_time(attempt.at_us, zone).hour for attempt in at_them}
    return _at_another_hour(policy, at_us, tried, zone) if policy.different_hours else at_us


def _at_another_hour(policy: CallbackPolicy, at_us: int, tried: set[int], zone: tzinfo) -> int:
    """Falls back to `at_us` itself where every hour in which it may call was tried."""
    candidate_us = at_us
    for _ in range(_HOURS_AHEAD_MAX):
        wall = local_time(candidate_us, zone)
        if wall.hour not in tried:
            return candidate_us
        into_hour = timedelta(minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)
        candidate_us = callable_from_us(policy, candidate_us + HOUR_US - into_hour // timedelta(microseconds=1), zone)
    return at_us


def _morning_us(policy: CallbackPolicy, day: date, zone: tzinfo) -> int:
    return wall_us(day, policy.quiet_until, zone)
