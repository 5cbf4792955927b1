"""Registers everything that is read at a scrape."""

from collections.abc import Callable, Collection, Iterable
from functools import partial

from prometheus_client import CollectorRegistry

from metrics.prometheus import desk_samples, samples
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.scrape import Reader, register
from telephony.facts import Call


def register_all(
    registry: CollectorRegistry,
    recorder: Recorder,
    agents: Collection[str],
    live_calls: Callable[[], Iterable[Call]],
    now_us: Callable[[], int],
    *readers: Reader,
) -> None:
    """`readers`, of `metrics.prometheus.status`: the links, the journal, the store."""
    register(
        registry,
        partial(samples.of_policy, recorder),
        partial(samples.of_counts, recorder),
        partial(samples.of_queues, recorder),
        partial(samples.of_live_calls, recorder, live_calls, now_us),
        lambda: desk_samples.of_agents(live_calls(), agents),
        *readers,
    )
