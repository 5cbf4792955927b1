"""What is read at each scrape rather than added to: samples of declared metrics."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from metrics.prometheus.metric import Kind, Metric


class Sample(NamedTuple):
    metric: Metric
    value: float
    labels: tuple[str, ...] = ()


Reader = Callable[[], Iterable[Sample]]


class ScrapeCollector(Collector):
    def __init__(self, readers: Sequence[Reader]) -> None:
        self._readers = readers

    def describe(self) -> Iterable[CounterMetricFamily | GaugeMetricFamily]:
        """Empty, so that nothing is read at registration."""
        return ()

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        read: dict[str, CounterMetricFamily | GaugeMetricFamily] = {}
        for reader in self._readers:
            for metric, value, labels in reader():
                family = read.get(metric.name)
                if family is None:
                    family = read[metric.name] = _family(metric)
                family.add_metric(labels, value)
        yield from read.values()


def _family(metric: Metric) -> CounterMetricFamily | GaugeMetricFamily:
    kind = CounterMetricFamily if metric.kind is Kind.COUNTER else GaugeMetricFamily
    return kind(metric.name, metric.help, labels=metric.label_names)


def register(registry: CollectorRegistry, *readers: Reader) -> None:
    registry.register(ScrapeCollector(readers))
