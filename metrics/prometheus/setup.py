"""Registers everything that is scraped."""

from collections.abc import Callable, Iterable
from functools import partial

from prometheus_client import CollectorRegistry

from metrics.calls.service_level import Policy
from metrics.prometheus import desk_samples, samples
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.scrape import Reader, register
from telephony.facts import Call


def recorder_on(
    registry: CollectorRegistry,
    policy: Policy,
    hotlines: Iterable[str],
    agents: Iterable[str],
    live_calls: Callable[[], Iterable[Call]],
    now_us: Callable[[], int],
    *readers: Reader,
) -> Recorder:
    """Returns the recorder. `readers`, of `metrics.prometheus.status`: the links, the journal, the store."""
    agents = tuple(agents)
    recorder = Recorder(registry, policy, hotlines, agents)
    register(
        registry,
        partial(samples.of_policy, recorder),
        partial(samples.of_counts, recorder),
        partial(samples.of_queues, recorder),
        partial(samples.of_live_calls, recorder, live_calls, now_us),
        lambda: desk_samples.of_agents(live_calls(), agents),
        *readers,
    )
    return recorder
