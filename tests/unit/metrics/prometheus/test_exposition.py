"""Our text is the library's text: what its parsers read from both is the same."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Enum, Gauge, Histogram, Info, Summary, generate_latest
from prometheus_client.openmetrics import exposition, parser
from prometheus_client.parser import text_string_to_metric_families as read_prometheus

from metrics.prometheus.exposition import openmetrics_text, prometheus_text

read_openmetrics: Any = parser.text_string_to_metric_families  # the library leaves its OpenMetrics half untyped
library_openmetrics_text: Any = exposition.generate_latest


def filled(value: float = 1.5, word: str = 'back\\slash "quoted"\nsecond line 热线') -> CollectorRegistry:
    registry = CollectorRegistry()
    Counter("calls_total", 'Help with \\ and "quotes"\nand a line.', ["hotline"], registry=registry).labels(word).inc()
    Gauge("depth", "Depth.", registry=registry).set(value)
    histogram = Histogram("ring_seconds", "Ring.", ["b", "a"], registry=registry, buckets=[4.999999, 14.999999])
    histogram.labels(word, "x").observe(14.999999)
    Summary("sizes", "Sizes.", registry=registry).observe(2)
    Info("build", "Build.", registry=registry).info({"version": "1"})
    Enum("state", "State.", states=["on", "off"], registry=registry).state("off")
    return registry


VALUES = [0.0, 1.5, -2.0, 1e-7, 1e21, 123456789012.0, math.inf, -math.inf]


@pytest.mark.parametrize("value", VALUES)
def test_prometheus_text_reads_as_the_library_s(value: float) -> None:
    registry = filled(value)
    ours = list(read_prometheus(prometheus_text(registry).decode()))
    assert ours == list(read_prometheus(generate_latest(registry).decode()))


@pytest.mark.parametrize("value", VALUES)
def test_openmetrics_text_reads_as_the_library_s(value: float) -> None:
    registry = filled(value)
    ours = list(read_openmetrics(openmetrics_text(registry).decode()))
    assert ours == list(read_openmetrics(library_openmetrics_text(registry).decode()))


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e")))
def test_any_label_value_comes_back_as_it_was(word: str) -> None:
    families = read_prometheus(prometheus_text(filled(word=word)).decode())
    assert any(sample.labels.get("hotline") == word for family in families for sample in family.samples)


def test_nan_is_written_as_a_scraper_reads_it() -> None:
    assert b"depth NaN\n" in prometheus_text(filled(math.nan))


def test_an_empty_registry_is_an_empty_text_and_openmetrics_still_ends() -> None:
    assert prometheus_text(CollectorRegistry()) == b""
    assert openmetrics_text(CollectorRegistry()) == b"# EOF\n"
