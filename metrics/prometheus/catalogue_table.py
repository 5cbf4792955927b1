"""docs/metrics.md, made of the catalogue: `python -m metrics.prometheus.catalogue_table` writes it."""

from pathlib import Path

from kit.markdown import made
from metrics.prometheus.catalogue import CATALOGUE, Metric
from metrics.prometheus.labels import Label

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"

_INTRODUCTION = """\
# Metrics

Served at `/metrics` in Prometheus' text format and in OpenMetrics. This page is made from
`metrics/prometheus/catalogue.py` by `./run docs`.
What a call, a ring and a verdict are is said in [measurement.md](measurement.md).

<!-- contents -->

Counters begin at 0 when the service starts. Every series of a configured hotline and agent exists from then on.
No label takes a value from outside: what is not configured or not known by name is counted under `other`.

## Within three rings, from the histogram

A Prometheus bucket holds what is ≤ its bound, and a call answered after exactly three periods has heard its fourth
ring. So the bounds of the ring, wait and talk histograms lie one microsecond below each multiple of the ring period:
for China's 5 s the third is `le="14.999999"`. Instants are whole microseconds, so nothing lies between. The limit of
the policy in use is always one of the bounds; `thirdring_target_limit_seconds` says which.

Share within target over a day, twice the same figure:

```
sum(increase(thirdring_calls_within_target_total[1d])) / sum(increase(thirdring_calls_counted_total[1d]))

sum(increase(thirdring_call_ring_seconds_bucket{answered="yes",le="14.999999"}[1d]))
  / sum(increase(thirdring_call_ring_seconds_count[1d]))
```

(`increase` of one and the same window and series: Prometheus extrapolates both alike.)

## Asterisk's own service levels

For reconciling with `queue show`: SL = answered in level / answered; SL2 = (answered in level + gone in level) / all,
of the calls that joined a queue. In level: the wait from joining to the answer or the end, by a clock of whole seconds,
is at most `thirdring_queue_service_level_seconds`. Set `servicelevel` of each queue in queues.conf to that number.
Asterisk counts for each queue that a call passes through, we for each call; Asterisk begins anew when its queues'
statistics are reset, we when the service starts.

```
sum by (hotline) (increase(thirdring_queue_calls_total{answered="yes",in_level="yes"}[1d]))
  / sum by (hotline) (increase(thirdring_queue_calls_total{answered="yes"}[1d]))
```

## Every metric

| metric | type | unit | labels | what |
|---|---|---|---|---|
"""


def document() -> str:
    labels = {label.name + label.source: label for metric in CATALOGUE for label in metric.labels}
    rows = "".join(map(_metric_row, CATALOGUE))
    label_rows = "".join(map(_label_row, labels.values()))
    return made(
        f"{_INTRODUCTION}{rows}\n## Where labels come from\n\n| label | source | values |\n|---|---|---|\n{label_rows}"
    )


def _metric_row(metric: Metric) -> str:
    labels = ", ".join(f"`{name}`" for name in metric.label_names)
    return f"| `{metric.name}` | {metric.kind} | {metric.unit} | {labels} | {metric.help} |\n"


def _label_row(label: Label) -> str:
    values = "as configured" if label.values is None else ", ".join(f"`{value}`" for value in sorted(label.values))
    return f"| `{label.name}` | {label.source} | {values} |\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
