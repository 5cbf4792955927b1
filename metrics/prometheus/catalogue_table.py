"""docs/metrics.md, made of the catalogue: `python -m metrics.prometheus.catalogue_table` writes it."""

from pathlib import Path

from kit.markdown import made
from metrics.prometheus.catalogue import CATALOGUE
from metrics.prometheus.labels import Label
from metrics.prometheus.metric import Metric

DOCUMENT = Path(__file__).parents[2] / "docs" / "metrics.md"

_INTRODUCTION = """\
# Metrics

Third Ring serves these at `/metrics`, in Prometheus' text format and in OpenMetrics. This page is generated from
`metrics/prometheus/*_catalogue.py` by `./run docs`.
[measurement.md](measurement.md) defines calls, rings and verdicts.

<!-- contents -->

Counters start at 0 when the service starts. From then on, every series of a configured hotline and agent exists. Labels
never take values from outside: anything that is not configured or known by name is counted under `other`.

## Within three rings, from the histogram

A Prometheus bucket counts values ≤ its bound. But a call answered after exactly three periods has heard its fourth
ring. So the bounds of the ring, wait and talk histograms are one microsecond below each multiple of the ring period.
For China's 5 s, the third bound is `le="14.999999"`. Instants are whole microseconds, so no value lies between. The
limit of the current policy is always one of the bounds. `thirdring_target_limit_seconds` contains it.

These two queries return the same share within target over a day:

```
sum(increase(thirdring_calls_within_target_total[1d])) / sum(increase(thirdring_calls_counted_total[1d]))

sum(increase(thirdring_call_ring_seconds_bucket{answered="yes",le="14.999999"}[1d]))
  / sum(increase(thirdring_call_ring_seconds_count[1d]))
```

(They agree because Prometheus extrapolates `increase` of the same window and series in the same way.)

## Asterisk's own service levels

To compare with `queue show`: SL = answered in level / answered; SL2 = (answered in level + gone in level) / all, for
calls that joined a queue. In level means that the wait from joining to the answer or the end, in whole seconds, is at
most `thirdring_queue_service_level_seconds`. Set `servicelevel` of each queue in queues.conf to that number. Asterisk
counts a call in each queue, Third Ring counts it once. Asterisk starts again when its queue statistics are reset, Third
Ring when the service starts.

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
