"""The series that the recorder adds to, for the registry to show."""

from collections.abc import Iterator

from prometheus_client.metrics_core import Metric as LibraryMetric
from prometheus_client.registry import Collector

from metrics.calls.service_level import Policy
from metrics.prometheus import bounds
from metrics.prometheus import catalogue as declared
from metrics.prometheus.bounds import Bounds
from metrics.prometheus.counts import Children, Count, Tally, counter_family, histogram_family
from metrics.prometheus.metric import Metric


class Families(Collector):
    def __init__(self, policy: Policy) -> None:
        self._counters: list[Children[Count]] = []
        self._histograms: list[tuple[Children[Tally], Bounds]] = []
        self.calls = self._counter(declared.CALLS)
        self.counted = self._counter(declared.COUNTED)
        self.within_target = self._counter(declared.WITHIN_TARGET)
        self.not_counted = self._counter(declared.NOT_COUNTED)
        self.rescues = self._counter(declared.RESCUES)
        self.queue_calls = self._counter(declared.QUEUE_CALLS)
        self.attempts = self._counter(declared.ATTEMPTS)
        self.ring = self._histogram(declared.RING, bounds.below(bounds.RING_PERIODS, policy))
        self.wait = self._histogram(declared.WAIT, bounds.below(bounds.WAIT_PERIODS, policy))
        self.rings = self._histogram(declared.RINGS, bounds.rings(policy))
        self.talk = self._histogram(declared.TALK, bounds.below(bounds.TALK_PERIODS, policy))
        self.lag = self._histogram(declared.LAG, bounds.lag())

    def _counter(self, metric: Metric) -> Children[Count]:
        self._counters.append(Children(metric, Count))
        return self._counters[-1]

    def _histogram(self, metric: Metric, limits: Bounds) -> Children[Tally]:
        self._histograms.append((Children(metric, lambda: Tally(limits)), limits))
        return self._histograms[-1][0]

    def describe(self) -> Iterator[LibraryMetric]:
        """Lets the registry refuse a second metric of the same name."""
        return self.collect()

    def collect(self) -> Iterator[LibraryMetric]:
        yield from map(counter_family, self._counters)
        for children, limits in self._histograms:
            yield histogram_family(children, limits)
