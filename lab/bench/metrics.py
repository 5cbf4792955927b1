"""What metrics cost: a call's updates, a scrape of 2,000 series, and whether that grows with the calls counted.

Reach: a call's updates together ≤ 10 µs; a scrape of 2,000 series ≤ 15 ms; 1,000 × the calls, < 1.3 × the scrape.
The facts and events are those of the recorded calls under tests/captures.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import UTC, date
from functools import partial
from pathlib import Path
from typing import NamedTuple

from prometheus_client import CollectorRegistry, generate_latest

from metrics.calls.service_level import Policy
from metrics.prometheus.desk_counts import DeskCounts
from metrics.prometheus.desk_figures import CallbackCount, CallbackDay, DeskFigures, TicketCount
from metrics.prometheus.desk_samples import SHOWN_STATUSES, of_desk
from metrics.prometheus.exposition import openmetrics_text, prometheus_text
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.setup import register_all
from telephony import replay
from telephony.calls.tracker import Tracker
from telephony.events import Event
from telephony.facts import Fact, FactKind
from telephony.layout import Layout
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.rate import day_rate
from ticketing.tickets.categories import CATEGORIES

CAPTURES = Path(__file__).parents[2] / "tests" / "captures"
AGENTS = [str(1001 + number) for number in range(40)]
UPDATES_REACH_US, SCRAPE_REACH_MS, GROWTH_REACH = 10.0, 15.0, 1.3


class Recorded(NamedTuple):
    calls: int
    facts: list[Fact]
    events: list[Event]


def recorded() -> Recorded:
    facts: list[Fact] = []
    events: list[Event] = []
    for capture in sorted(CAPTURES.glob("*.ami.gz")):
        site = json.loads(capture.with_name(capture.name.replace(".ami.gz", ".json")).read_text())
        tracker = Tracker("main", Layout(site["hotlines"]["numbers"], site["hotlines"]["queues"], site["agents"]))
        for event in replay.events(replay.chunks(capture)):
            events.append(event)
            facts += [result for result in tracker.step(event) if isinstance(result, Fact)]
    return Recorded(sum(fact.kind is FactKind.CALL_ENDED for fact in facts), facts, events)


def site_of(hotline_count: int) -> tuple[CollectorRegistry, Recorder]:
    """With the desk, at work: tickets of every category, callbacks, a day that goes on."""
    registry = CollectorRegistry()
    hotlines = ["service", *(f"hotline-{number}" for number in range(1, hotline_count))]
    DeskCounts(registry, CATEGORIES)
    tickets = [TicketCount(category, status, 7, 1, 2) for category in CATEGORIES for status in SHOWN_STATUSES]
    day = CallbackDay(day_rate([], date(2026, 11, 25), UTC, 0, CallbackPolicy()), 0)
    callbacks = [CallbackCount(reason, "pending", 3, 1) for reason in Reason]
    desk = DeskFigures(tickets, callbacks, 1, day, {"complaints_overdue": {(): 1}, "duties": {("due",): 3}})
    recorder = Recorder(registry, Policy(), hotlines, AGENTS)
    register_all(registry, recorder, AGENTS, tuple, lambda: 0, partial(of_desk, desk, CATEGORIES, 0))
    return registry, recorder


def site_of_series(wanted: int) -> tuple[CollectorRegistry, Recorder]:
    return next(site for count in range(1, 100) if series_count((site := site_of(count))[0]) >= wanted)


def series_count(registry: CollectorRegistry) -> int:
    return sum(len(family.samples) for family in registry.collect())


def tell(recorder: Recorder, facts: list[Fact], rounds: int) -> None:
    record = recorder.record
    for _ in range(rounds):
        for fact in facts:
            record(fact)


def count_events(recorder: Recorder, batches: list[list[Event]], rounds: int) -> None:
    for _ in range(rounds):
        for batch in batches:
            recorder.heard(batch, batch[-1].at_us)


def cpu_seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def microseconds_a_call(recording: Recorded, rounds: int, work: Callable[[int], object]) -> float:
    """Of the best of seven runs: what others do on this machine only adds."""
    work(20)
    return min(cpu_seconds(lambda: work(rounds)) for _ in range(7)) / (rounds * recording.calls) * 1e6


def scrape_ms(registry: CollectorRegistry, text: Callable[[CollectorRegistry], bytes]) -> float:
    return min(cpu_seconds(lambda: text(registry)) for _ in range(21)) * 1000


def updates(recording: Recorded, rounds: int) -> float:
    recorder = site_of(4)[1]
    facts_us = microseconds_a_call(recording, rounds, lambda count: tell(recorder, recording.facts, count))
    batches = [recording.events[first : first + 20] for first in range(0, len(recording.events), 20)]
    events_us = microseconds_a_call(recording, rounds, lambda count: count_events(recorder, batches, count))
    print(f"{recording.calls} recorded calls, {len(recording.facts) / recording.calls:.1f} facts and "
          f"{len(recording.events) / recording.calls:.1f} wanted events a call")  # fmt: skip
    print(f"updates of a call        {facts_us:8.2f} µs CPU, its verdict included")
    print(f"  and its events by name {events_us:8.2f} µs CPU, in batches of 20")
    print(f"  together               {facts_us + events_us:8.2f} µs CPU (reach ≤ {UPDATES_REACH_US:g})")
    return facts_us + events_us


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="fewer rounds: 10,000 calls rather than 1,000,000")
    short = parser.parse_args().short
    recording = recorded()
    update_us = updates(recording, 50 if short else 500)

    registry, recorder = site_of_series(2_000)
    tell(recorder, recording.facts, 1_000 // recording.calls)
    before_ms = scrape_ms(registry, prometheus_text)
    print(f"scrape of {series_count(registry)} series    {before_ms:8.2f} ms CPU (reach ≤ {SCRAPE_REACH_MS:g})")
    print(f"  as OpenMetrics         {scrape_ms(registry, openmetrics_text):8.2f} ms")
    print(f"  by the library's text  {scrape_ms(registry, generate_latest):8.2f} ms")
    print(f"  _created series        {prometheus_text(registry).count(b'_created'):8}")

    count = 10_000 if short else 1_000_000
    tell(recorder, recording.facts, count // recording.calls)
    growth = scrape_ms(registry, prometheus_text) / before_ms
    print(f"scrape after {count:,} calls rather than 1,000: {growth:.2f} × (reach < {GROWTH_REACH})")
    if update_us > UPDATES_REACH_US or before_ms > SCRAPE_REACH_MS or growth >= GROWTH_REACH:
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
