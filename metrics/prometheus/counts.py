"""Plain counts, a few tenths of a microsecond an update, which the library's families show at each scrape.

For one thread: the service adds and is scraped on its event loop.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Generic, TypeVar

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily

from metrics.prometheus.bounds import Bounds
from metrics.prometheus.metric import Metric


class Count:
    __slots__ = ("value",)

    def __init__(self) -> None:
        self.value = 0


class Tally:
    """One series of a histogram: whole numbers, sorted into buckets."""

    __slots__ = ("_highest", "buckets", "total")

    def __init__(self, bounds: Bounds) -> None:
        self._highest = bounds.highest
        self.buckets = [0] * (len(bounds.highest) + 1)
        self.total = 0

    def add(self, value: int) -> None:
        self.buckets[bisect_left(self._highest, value)] += 1
        self.total += value


Child = TypeVar("Child")


class Children(Generic[Child]):
    """The series of one metric by labels. Callers keep the series that they add to."""

    def __init__(self, metric: Metric, make: Callable[[], Child]) -> None:
        self.metric = metric
        self._make = make
        self._children: dict[tuple[str, ...], Child] = {}

    def __call__(self, *labels: str) -> Child:
        return self._children.setdefault(labels, self._make())

    def items(self) -> Iterator[tuple[tuple[str, ...], Child]]:
        yield from self._children.items()


def counter_family(children: Children[Count]) -> CounterMetricFamily:
    metric = children.metric
    family = CounterMetricFamily(metric.name, metric.help, labels=metric.label_names)
    for labels, count in children.items():
        family.add_metric(labels, count.value)
    return family


def histogram_family(children: Children[Tally], bounds: Bounds) -> HistogramMetricFamily:
    metric, texts = children.metric, bounds.texts
    family = HistogramMetricFamily(metric.name, metric.help, labels=metric.label_names)
    for labels, tally in children.items():
        family.add_metric(labels, list(zip(texts, accumulate(tally.buckets), strict=True)), tally.total / bounds.unit)
    return family
