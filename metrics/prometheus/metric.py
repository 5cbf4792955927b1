"""What a metric is: its name, kind, unit, help and labels."""

from enum import StrEnum
from typing import NamedTuple

from metrics.prometheus.labels import Label


class Kind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Metric(NamedTuple):
    name: str
    kind: Kind
    unit: str
    help: str
    labels: tuple[Label, ...] = ()

    @property
    def label_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.labels)


def counter(name: str, unit: str, text: str, *labels: Label) -> Metric:
    return Metric(f"thirdring_{name}_total", Kind.COUNTER, unit, text, labels)


def gauge(name: str, unit: str, text: str, *labels: Label) -> Metric:
    return Metric(f"thirdring_{name}", Kind.GAUGE, unit, text, labels)


def histogram(name: str, unit: str, text: str, *labels: Label) -> Metric:
    return Metric(f"thirdring_{name}", Kind.HISTOGRAM, unit, text, labels)
