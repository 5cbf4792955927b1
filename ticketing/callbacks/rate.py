"""The callback rate of a day (回访率).

Of the issues (问题) resolved on that local day that have somebody to call: those with a proven outbound call, same day
(connected before 24:00) and final (connected by now). An issue is a ticket whose category wants a follow-up: who
dialled a wrong number had none that was resolved. The others are shown beside it with the reason, and so is the ratio
of all. A ticket counts once, with its last resolution, and a call counts that began after it.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, tzinfo
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from kit.instants import day_end_us, local_day
from ticketing.callbacks.policy import CallbackPolicy, last_call_us, quiet_from_us

TARGET = Fraction(90, 100)
RULE, RULE_VERSION = "issues", 2
"""docs/callbacks.md says what it is; the version rises when what counts changes."""


class LeftOutWhy(StrEnum):
    NO_FOLLOW_UP = "no_follow_up"  # the category's rule
    NOBODY_TO_CALL = "nobody_to_call"  # no number of theirs is known, nor ever was


class Followed(NamedTuple):
    """A resolved ticket and the first proven outbound call about it, if there was one."""

    ticket: str
    resolved_at_us: int
    left_out: LeftOutWhy | None  # None: it counts
    connected_at_us: int | None
    category: str = ""
    any_hour: bool = False  # they may be called in quiet hours as well


class LeftOut(NamedTuple):
    category: str
    why: LeftOutWhy
    resolved_count: int


def left_out_why(*, follow_up: bool, somebody: bool) -> LeftOutWhy | None:
    """`follow_up`: the category wants one. `somebody`: there is a number to call."""
    if not follow_up:
        return LeftOutWhy.NO_FOLLOW_UP
    return None if somebody else LeftOutWhy.NOBODY_TO_CALL


class DayRate(NamedTuple):
    day: date
    resolved_count: int  # all tickets resolved that day, follow-up wanted or not
    eligible_count: int  # the denominator
    same_day_count: int
    final_count: int
    missing: tuple[str, ...]  # tickets not yet called, first resolved first
    more_by_midnight: int  # same-day calls still needed for the target; 0 when it is met
    can_be_met: bool  # the target is met, or enough are missing and may still be called today
    left_out: tuple[LeftOut, ...] = ()  # the rest of the resolved, the most frequent first
    same_day_of_all_count: int = 0  # whoever was called, of all resolved
    final_of_all_count: int = 0
    call_by_us: int | None = None  # until then enough can be called; None: nobody has to be, or it is too late

    @property
    def same_day_ratio(self) -> float | None:
        return self.same_day_count / self.eligible_count if self.eligible_count else None

    @property
    def ratio_then(self) -> float | None:
        """The same-day ratio after the calls that are still needed. None where it cannot be reached."""
        if not self.eligible_count or not self.can_be_met:
            return None
        return (self.same_day_count + self.more_by_midnight) / self.eligible_count

    @property
    def final_ratio(self) -> float | None:
        return self.final_count / self.eligible_count if self.eligible_count else None

    @property
    def same_day_of_all_ratio(self) -> float | None:
        return self.same_day_of_all_count / self.resolved_count if self.resolved_count else None

    @property
    def final_of_all_ratio(self) -> float | None:
        return self.final_of_all_count / self.resolved_count if self.resolved_count else None


def day_rate(
    tickets: Iterable[Followed], day: date, zone: tzinfo, now_us: int, policy: CallbackPolicy, target: Fraction = TARGET
) -> DayRate:
    midnight_us = day_end_us(day, zone)
    resolved = [ticket for ticket in tickets if local_day(ticket.resolved_at_us, zone) == day]
    eligible = [ticket for ticket in resolved if ticket.left_out is None]
    same_day, final = _called(eligible, midnight_us)
    missing = sorted((t for t in eligible if t.connected_at_us is None), key=lambda t: (t.resolved_at_us, t.ticket))
    until_us = quiet_from_us(policy, day, zone)
    callable_count = sum(now_us < (midnight_us if ticket.any_hour else until_us) for ticket in missing)
    wanted_count = -(-len(eligible) * target.numerator // target.denominator)  # rounded up, without floats
    more = max(0, wanted_count - same_day)
    return DayRate(
        day,
        len(resolved),
        len(eligible),
        same_day,
        final,
        tuple(ticket.ticket for ticket in missing),
        more,
        more <= callable_count,
        _left_out(resolved),
        *_called(resolved, midnight_us),
        _call_by_us(policy, day, zone, now_us) if 0 < more <= callable_count else None,
    )


def _call_by_us(policy: CallbackPolicy, day: date, zone: tzinfo, now_us: int) -> int:
    """New calls are offered until the latest time of the day; by hand one may call until the quiet hours; and in those
    whoever may be called at any hour."""
    ends_us = last_call_us(policy, day, zone), quiet_from_us(policy, day, zone), day_end_us(day, zone)
    return next(end_us for end_us in ends_us if now_us < end_us)


def _called(tickets: Iterable[Followed], midnight_us: int) -> tuple[int, int]:
    """Before midnight, and by now."""
    connected = [at_us for ticket in tickets if (at_us := ticket.connected_at_us) is not None]
    return sum(at_us < midnight_us for at_us in connected), len(connected)


def _left_out(resolved: Iterable[Followed]) -> tuple[LeftOut, ...]:
    counts = Counter((ticket.category, ticket.left_out) for ticket in resolved if ticket.left_out is not None)
    found = [LeftOut(category, why, count) for (category, why), count in counts.items()]
    return tuple(sorted(found, key=lambda one: (-one.resolved_count, one.category, one.why)))
