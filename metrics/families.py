"""The declared metrics as the library's objects, on a registry that is passed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics

from metrics import bounds
from metrics import catalogue as declared
from metrics.catalogue import Metric
from metrics.service_level import Policy

# A `_created` series beside each counter would double what is scraped.
disable_created_metrics()  # type: ignore[no-untyped-call]  # the library leaves this one function untyped


@dataclass(frozen=True, slots=True)
class Families:
    """What the recorder adds to. The rest of the catalogue is read at each scrape."""

    calls: Counter
    counted: Counter
    within_target: Counter
    not_counted: Counter
    ring: Histogram
    wait: Histogram
    rings: Histogram
    talk: Histogram
    attempts: Counter
    lag: Histogram


def families(registry: CollectorRegistry, policy: Policy) -> Families:
    def counter(metric: Metric) -> Counter:
        return Counter(metric.name, metric.help, metric.label_names, registry=registry)

    def histogram(metric: Metric, buckets: Sequence[float]) -> Histogram:
        return Histogram(metric.name, metric.help, metric.label_names, registry=registry, buckets=buckets)

    return Families(
        counter(declared.CALLS),
        counter(declared.COUNTED),
        counter(declared.WITHIN_TARGET),
        counter(declared.NOT_COUNTED),
        histogram(declared.RING, bounds.below(bounds.RING_PERIODS, policy)),
        histogram(declared.WAIT, bounds.below(bounds.WAIT_PERIODS, policy)),
        histogram(declared.RINGS, bounds.rings(policy)),
        histogram(declared.TALK, bounds.below(bounds.TALK_PERIODS, policy)),
        counter(declared.ATTEMPTS),
        histogram(declared.LAG, bounds.LAG_SECONDS),
    )
