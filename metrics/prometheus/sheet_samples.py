"""Samples of the quality sheet, as it was last looked at; a scrape asks no database."""

from collections.abc import Iterable, Iterator
from datetime import tzinfo
from typing import NamedTuple

from kit.instants import local_day
from metrics.objectives.kept import Kept
from metrics.objectives.objective import Objective
from metrics.objectives.standing import Standing, Status
from metrics.prometheus import catalogue
from metrics.prometheus.scrape import Sample

LIGHTS = {Status.NO_DATA: 0, Status.MET: 1, Status.AT_RISK: 2, Status.MISSED: 3}


class Line(NamedTuple):
    objective: Objective
    standing: Standing
    until_us: int  # the end of its period
    closed: Kept | None = None  # the last period that is over and kept


def of_site(begin_us: int | None, now_us: int, zone: tzinfo) -> Iterator[Sample]:
    days = 0 if begin_us is None else (local_day(now_us, zone) - local_day(begin_us, zone)).days + 1
    yield Sample(catalogue.SITE_DAYS, max(0, days))


def of_sheet(lines: Iterable[Line], now_us: int) -> Iterator[Sample]:
    for objective, standing, until_us, closed in lines:
        labels = (objective.key, objective.period.value)
        ratio = standing.tally.ratio
        yield Sample(catalogue.OBJECTIVE_ELIGIBLE, float(standing.tally.eligible), labels)
        yield Sample(catalogue.OBJECTIVE_MET, float(standing.tally.met), labels)
        yield Sample(catalogue.OBJECTIVE_TARGET, float(standing.target), labels)
        yield Sample(catalogue.OBJECTIVE_STATUS, LIGHTS[standing.status], labels)
        yield Sample(catalogue.OBJECTIVE_LEFT, max(0, until_us - now_us) / 1_000_000, labels)
        if ratio is not None:
            yield Sample(catalogue.OBJECTIVE_RATIO, float(ratio), labels)
        if closed is not None:
            yield from _of_closed(closed, labels, now_us)


def _of_closed(closed: Kept, labels: tuple[str, str], now_us: int) -> Iterator[Sample]:
    ratio = closed.standing.tally.ratio
    yield Sample(catalogue.OBJECTIVE_LAST_STATUS, LIGHTS[closed.standing.status], labels)
    yield Sample(catalogue.OBJECTIVE_LAST_AGE, max(0, now_us - closed.closed_at_us) / 1_000_000, labels)
    if ratio is not None:
        yield Sample(catalogue.OBJECTIVE_LAST_RATIO, float(ratio), labels)
