"""Recorded history for Prometheus, as OpenMetrics: what two hotlines and twelve agents leave in so many days.

What boards look at over a day has a sample every five seconds, as scraped, for the last day, and one every half hour
before, since no board looks there; what rules record for looking back has one a minute all the time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import NamedTuple, TextIO

from dashboards.promql import RECORDED_STANDINGS, recorded_buckets
from dashboards.tiles import Board
from metrics.calls.service_level import Policy
from metrics.objectives.catalogue import OBJECTIVES
from metrics.prometheus import bounds, catalogue
from metrics.prometheus.labels import AGENT, CATEGORY, HOTLINE, OTHER, PBX, SHIFT, Label
from metrics.prometheus.metric import Kind, Metric
from ticketing.tickets.categories import CATEGORIES

DAY = 86_400
BLOCK_SECONDS = 162 * 3600  # as large as Prometheus itself makes them in 90 days
SCRAPE, SPARSE, RECORDED = 5, 1800, 60
_MOST_UNEXPECTED = 12  # pairs of event and state: most never come
_AGENTS = tuple(str(1001 + number) for number in range(12))
_NAMES: Mapping[Label, Sequence[str]] = {
    HOTLINE: ("service", "sales", OTHER),
    AGENT: (*_AGENTS, OTHER),
    PBX: ("main",),
    SHIFT: ("day", "night"),
    CATEGORY: tuple(CATEGORIES),  # has `other`
}
_A_CALL_SECONDS = 1 / 60  # calls a second
_WITHIN = 0.93  # of the counted calls
_GAUGES = {  # as a site has them that runs well; others are small numbers
    catalogue.LINK_UP: 1,
    catalogue.JOURNAL_TROUBLE: 0,
    catalogue.STORE_TROUBLE: 0,
    catalogue.SHIFT_SHORT: 0,
    catalogue.LONGEST_RINGING: 0,
    catalogue.RING_PERIOD: 5,
    catalogue.FIGURES_AGE: 5,
    catalogue.DAY_REACHABLE: 1,
    catalogue.OBJECTIVE_LEFT: DAY,
    catalogue.OBJECTIVE_ELIGIBLE: 100,
    catalogue.OBJECTIVE_MET: 93,
    catalogue.JOURNAL_EVENTS: 9_000_000,
    catalogue.JOURNAL_BYTES: 900_000_000,
    catalogue.DISK_FREE: 400_000_000_000,
    catalogue.DISK_SIZE: 1_000_000_000_000,
}
_NEVER = {
    catalogue.LINK_RECONNECTS,
    catalogue.LINK_FAILURES,
    catalogue.LINK_REFUSED,
    catalogue.LINK_OVERSIZED,
    catalogue.STORE_REJECTED,
    catalogue.UNEXPECTED,
}


class Series(NamedTuple):
    text: str  # with its labels
    rate: float  # by which it grows each second; 0: a gauge
    value: float
    back: bool = False  # boards look back over it


def all_series(boards: Sequence[Board], policy: Policy) -> list[Series]:
    """All series of the metrics that the boards ask for."""
    asked = " ".join(query.expr for board in boards for tile in board.tiles for query in tile.queries)
    names = {re.sub("_(bucket|sum|count)$", "", name) for name in re.findall(r"thirdring_\w+", asked)}
    wanted = [metric for metric in catalogue.CATALOGUE if metric.name in names]
    found = [made for metric in wanted for made in _of_metric(metric, policy)]
    return [*found, *_recorded(), Series('up{job="thirdring"}', 0, 1)]


def _recorded() -> Iterator[Series]:
    """As deploy/prometheus/rules has them."""
    for metric in (catalogue.TICKET_FIRST_RESPONSE, catalogue.TICKET_RESOLUTION):
        limits = bounds.work().texts
        for at, limit in enumerate(limits, 1):
            yield Series(_text(recorded_buckets(metric), [("le", limit)]), _A_CALL_SECONDS * at / len(limits), 0)
    for number, one in enumerate(OBJECTIVES):
        yield Series(_text(RECORDED_STANDINGS, [("objective", one.key)]), 0, _standing(number), True)


def _of_metric(metric: Metric, policy: Policy) -> Iterator[Series]:
    most = _MOST_UNEXPECTED if metric is catalogue.UNEXPECTED else None
    for number, labels in enumerate(islice(_labels(metric), most)):
        rate = _A_CALL_SECONDS / (1 + number % 7)
        if metric.kind is Kind.GAUGE:
            yield Series(_text(metric.name, labels), 0, _gauge(metric, number))
        elif metric.kind is Kind.COUNTER:
            part = _WITHIN if metric is catalogue.WITHIN_TARGET else 0 if metric in _NEVER else 1
            yield Series(_text(metric.name, labels), rate * part, 0)
        else:
            limits = _bounds(metric, policy)
            for at, limit in enumerate(limits, 1):
                yield Series(_text(f"{metric.name}_bucket", [*labels, ("le", limit)]), rate * at / len(limits), 0)
            yield Series(_text(f"{metric.name}_sum", labels), rate * 20, 0)
            yield Series(_text(f"{metric.name}_count", labels), rate, 0)


def _gauge(metric: Metric, number: int) -> float:
    if metric is catalogue.OBJECTIVE_STATUS:
        return _standing(number)
    return _GAUGES.get(metric, 0.93 if metric.unit == "ratio" else number % 4)


def _standing(number: int) -> int:
    """Met, at risk, missed: where there is a ratio there is a light."""
    return 1 + number % 3


def _labels(metric: Metric) -> Iterator[list[tuple[str, str]]]:
    if metric.label_names == ("objective", "period"):
        return ([("objective", one.key), ("period", one.period)] for one in OBJECTIVES)
    values = (sorted(label.values) if label.values is not None else _NAMES[label] for label in metric.labels)
    return (list(zip(metric.label_names, chosen, strict=True)) for chosen in product(*values))


def _bounds(metric: Metric, policy: Policy) -> Sequence[str]:
    return {
        catalogue.RING: bounds.below(bounds.RING_PERIODS, policy),
        catalogue.WAIT: bounds.below(bounds.WAIT_PERIODS, policy),
        catalogue.TALK: bounds.below(bounds.TALK_PERIODS, policy),
        catalogue.RINGS: bounds.rings(policy),
        catalogue.LAG: bounds.lag(),
    }.get(metric, bounds.work()).texts


def _text(name: str, labels: Sequence[tuple[str, str]]) -> str:
    return name + "{" + ",".join(f'{key}="{value}"' for key, value in labels) + "}"


class Reach(NamedTuple):
    """In whole seconds since 1970."""

    since: int
    until: int
    as_scraped: int  # from here on
    scrape: int = SCRAPE
    sparse: int = SPARSE
    recorded: int = RECORDED

    def blocks(self) -> Iterator["Reach"]:
        """One by one, each within the bounds that Prometheus gives its blocks."""
        for block in range(self.since // BLOCK_SECONDS, self.until // BLOCK_SECONDS + 1):
            begin, end = block * BLOCK_SECONDS, (block + 1) * BLOCK_SECONDS
            if max(self.since, begin) < min(self.until, end):
                yield self._replace(since=max(self.since, begin), until=min(self.until, end))

    def instants(self) -> list[str]:
        before = range(self.since // self.sparse * self.sparse, min(self.until, self.as_scraped), self.sparse)
        after = range(max(self.since, self.as_scraped) // self.scrape * self.scrape, self.until, self.scrape)
        return [*map(str, before), *map(str, after)]


def write(file: TextIO, found: Sequence[Series], block: Reach, whole: Reach) -> int:
    """OpenMetrics of a block; how many samples."""
    plain = block.instants()
    back = [str(at) for at in range(block.since // block.recorded * block.recorded, block.until, block.recorded)]
    for one in found:
        instants = back if one.back else plain
        if one.rate:
            file.writelines([f"{one.text} {int((int(at) - whole.since) * one.rate)} {at}\n" for at in instants])
        else:
            file.writelines([f"{one.text} {one.value} {at}\n" for at in instants])
    file.write("# EOF\n")
    return sum(len(back if one.back else plain) for one in found)
