"""The month of the paper sheet: each objective over its periods of that month. Pure.

A day belongs to its month, a week to the month of its Sunday (in which it ends), a month to itself. A year stands on
the sheet as it is. The figures of days and weeks are added up over those that are closed: (met, eligible) as they were
kept, or, where nobody kept one, as the sources have it now.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, tzinfo
from fractions import Fraction
from typing import NamedTuple

from kit.amounts import Amount
from metrics.objectives.kept import Kept
from metrics.objectives.objective import Objective, Period
from metrics.objectives.periods import Span, span_of
from metrics.objectives.standing import Standing, Status, Tally, stand


class Part(NamedTuple):
    """One period of the month: what its sources say now and, where it was kept, what it was."""

    span: Span
    now: Standing
    closed: bool  # nothing may come late any more
    kept: Kept | None = None

    @property
    def standing(self) -> Standing:
        return self.kept.standing if self.kept else self.now


class MonthLine(NamedTuple):
    objective: Objective
    span: Span  # from the first period's first day to the last one's end
    standing: Standing
    closed: bool
    parts: int  # periods of the month
    closed_parts: int
    met_parts: int  # of the closed ones that have data
    judged_parts: int  # closed ones that have data
    rule_versions: Sequence[int]
    recomputed: Tally | None  # what the sources say now, where that is not what was kept


def month_of(day: date, zone: tzinfo) -> Span:
    return span_of(Period.MONTH, day, zone)


def spans_in(objective: Objective, month: Span, zone: tzinfo) -> Iterator[Span]:
    """The periods of an objective in a month."""
    if objective.period is Period.DAY:
        return (span_of(Period.DAY, day, zone) for day in month.days)
    if objective.period is Period.WEEK:
        return (span_of(Period.WEEK, day, zone) for day in month.days if day.isoweekday() == 7)
    return iter([span_of(objective.period, month.first, zone)])


def month_line(objective: Objective, parts: Sequence[Part]) -> MonthLine:
    closed = [part for part in parts if part.closed or part.kept]
    judged = [part for part in closed if part.standing.status is not Status.NO_DATA]
    kept = [part.kept for part in parts if part.kept]
    added = objective.period in (Period.DAY, Period.WEEK)
    over = len(closed) == len(parts)
    return MonthLine(
        objective,
        parts[0].span._replace(last=parts[-1].span.last, until_us=parts[-1].span.until_us),
        _added(objective, closed, len(parts)) if added else parts[0].standing,
        over,
        len(parts),
        len(closed),
        sum(part.standing.status is Status.MET for part in judged),
        len(judged),
        sorted({one.rule_version for one in kept}) or [objective.version],
        _recomputed(closed) if kept else None,
    )


def _added(objective: Objective, closed: Sequence[Part], parts: int) -> Standing:
    """The sum of the closed days or weeks, which grows until the month is over, held to the latest target."""
    target = next((part.kept.standing.target for part in reversed(closed) if part.kept), objective.target)
    ahead = Fraction(parts - len(closed), len(closed)) if closed else None
    return stand(_sum(part.standing for part in closed), target, over=ahead == 0, grows=ahead != 0, ahead=ahead)


def _recomputed(closed: Sequence[Part]) -> Tally | None:
    now = _sum(part.now for part in closed)
    return None if now == _sum(part.standing for part in closed) else now


def _sum(standings: Iterable[Standing]) -> Tally:
    """The sum without open items, because a closed period has none."""
    eligible: Amount = 0
    met: Amount = 0
    for standing in standings:
        eligible += standing.tally.eligible
        met += standing.tally.met
    return Tally(eligible, met)
