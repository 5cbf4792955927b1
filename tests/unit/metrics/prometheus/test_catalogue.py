"""The catalogue is all there is to be scraped, and no label can take a value from outside."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from functools import partial
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from kit.database.unreadable import Unreadable
from metrics.calls.service_level import Policy
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.kept import Kept
from metrics.objectives.standing import stand
from metrics.prometheus import status
from metrics.prometheus.catalogue import CATALOGUE
from metrics.prometheus.catalogue_table import DOCUMENT, document
from metrics.prometheus.clocks import ClockCounts
from metrics.prometheus.desk_counts import DeskCounts
from metrics.prometheus.desk_figures import CallbackCount, DeskFigures, TicketCount
from metrics.prometheus.desk_samples import SHOWN_STATES, SHOWN_STATUSES, of_desk
from metrics.prometheus.exposition import prometheus_text
from metrics.prometheus.labels import OTHER
from metrics.prometheus.metric import Kind
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.scrape import register
from metrics.prometheus.setup import register_all
from metrics.prometheus.sheet_samples import Line, of_sheet, of_site
from metrics.prometheus.titles import of_titles
from telephony.agi.counts import Counts, End
from telephony.ami.observer import LinkStats
from telephony.events import Event
from telephony.facts import Attempt, Call, CallState, Direction, Disposition, Fact, FactKind, Outcome, Unexpected
from telephony.journal import JournalHealth
from tests.unit.metrics.prometheus.desk_shapes import DAY, figures
from tests.unit.metrics.prometheus.shapes import T0_US, abandoned_call, answered_call, facts_of
from thirdring.canary.rules import Result
from ticketing.callbacks.callback import Reason
from ticketing.tickets import categories
from ticketing.tickets.ticket import Source, Ticket

HOTLINES, AGENTS, PBXS = ["service", "night"], ["1001", "1002"], ["main"]
CATEGORIES = {key: categories.CATEGORIES[key] for key in ("repair", "complaint")}
CONFIGURED = {
    "hotline": {*HOTLINES, OTHER},
    "agent": {*AGENTS, OTHER},
    "pbx": set(PBXS),
    "shift": {"day", "night"},
    "category": {*CATEGORIES, OTHER},
    "zh": {*(one.title.zh for one in OBJECTIVES), *(one.zh for one in CATEGORIES.values())},
    "en": {*(one.title.en for one in OBJECTIVES), *(one.en for one in CATEGORIES.values())},
}
BY_NAME = {metric.name: metric for metric in CATALOGUE}
STOOD = [(one, stand(one.example, one.target, over=False)) for one in OBJECTIVES]
SHEET = [Line(one, standing, T0_US, Kept(DAY, DAY, standing, 1, T0_US)) for one, standing in STOOD]

ONE_OF_TWO = figures(eligible=2, reached=1)


def agi_counts() -> Counts:
    counts = Counts()
    for script in ("arrive", ""):
        counts.ended(script, End.LATE, None)
    return counts


class Store:
    trouble, behind_events, behind_us, waiting_calls, rejected_calls = "", 1, 1_500_000, 2, 3


def everything(
    live: list[Call],
    desk: DeskFigures = ONE_OF_TWO,
    tickets: Iterable[tuple[Ticket, Ticket]] = (),
) -> tuple[CollectorRegistry, Recorder]:
    registry = CollectorRegistry()
    recorder = Recorder(registry, Policy(), HOTLINES, AGENTS)
    register_all(
        registry,
        recorder,
        AGENTS,
        lambda: live,
        lambda: T0_US,
        partial(status.of_link, "main", True, LinkStats(connects=3), 7, 0.25),
        partial(status.of_journal, JournalHealth("", 11, 20, 4096, 0)),
        partial(status.of_stream, 5, True, 3),
        partial(status.of_room, 4096, 8192, 3, 2),
        partial(status.of_store, Store()),
        partial(status.of_disk, 1, 2),
        partial(status.of_agi, agi_counts()),
        partial(status.of_rows, Unreadable()),
        partial(status.of_canary, {"main": Result("main", T0_US, 14_000_000, -3_000, ())}, 1_800.0),
        partial(status.of_shifts, lambda: {"day": True, "night": False}),
        partial(status.of_start, T0_US),
        partial(status.of_charge, SimpleNamespace(now=True)),
        partial(status.of_figures, 15_000_000),
        partial(status.of_upkeep, {"backup": 1_764_000_000.0, "purge": 0.0}),
        partial(of_site, T0_US, T0_US, UTC),
        partial(of_sheet, SHEET, T0_US),
        partial(of_titles, OBJECTIVES, CATEGORIES),
        partial(of_desk, desk, CATEGORIES, T0_US),
    )
    register(registry, ClockCounts(["main"], lambda _pbx: 90_000_000).samples)
    counts = DeskCounts(registry, CATEGORIES)
    for before, after in tickets:
        counts.changed(before, after)
    return registry, recorder


def busy() -> CollectorRegistry:
    registry, recorder = everything([])
    for call in (answered_call(1), answered_call(40_000_000), abandoned_call(9_000_000)):
        for fact in facts_of(call):
            recorder.record(fact)
    recorder.heard([Event("Hangup", T0_US, {})], T0_US)
    recorder.surprised(Unexpected("Hangup", "talking"))
    return registry


def test_what_is_scraped_is_what_is_declared_and_nothing_is_missing() -> None:
    scraped = {family.name + ("_total" if family.type == "counter" else ""): family.type for family in busy().collect()}
    assert scraped == {metric.name: metric.kind for metric in CATALOGUE}


def test_labels_are_those_declared() -> None:
    for family in busy().collect():
        metric = BY_NAME[family.name + ("_total" if family.type == "counter" else "")]
        for sample in family.samples:
            assert set(sample.labels) - {"le"} == set(metric.label_names), metric.name


def test_there_is_no_created_series() -> None:
    assert b"_created" not in prometheus_text(busy())


def test_every_metric_has_help_and_a_unit_and_a_name_that_says_it() -> None:
    for metric in CATALOGUE:
        assert re.fullmatch(r"thirdring_[a-z0-9_]+", metric.name)
        assert metric.help.endswith((".", "?"))
        assert metric.unit
        if metric.unit in ("seconds", "bytes", "ratio"):
            assert metric.name.removesuffix("_total").endswith(f"_{metric.unit}"), metric.name
        assert metric.name.endswith("_total") == (metric.kind is Kind.COUNTER)


def test_names_are_declared_once() -> None:
    assert len(BY_NAME) == len(CATALOGUE)


def test_the_page_of_metrics_is_current() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == document(), "run: python -m metrics.prometheus.catalogue_table"


WORDS = st.text(max_size=8)
CALLS = st.builds(
    Call,
    pbx=WORDS,
    linkedid=WORDS,
    direction=st.sampled_from(Direction),
    hotline=st.none() | st.sampled_from(HOTLINES) | WORDS,
    caller_raw=WORDS,
    dialled=WORDS,
    arrived_at_us=st.integers(0, 2**51),
    state=st.sampled_from(CallState),
    queued_at_us=st.none() | st.integers(0, 2**51),
    alerted_at_us=st.none() | st.integers(0, 2**51),
    answered_at_us=st.none() | st.integers(0, 2**51),
    ring_ended_at_us=st.none() | st.integers(0, 2**51),
    ended_at_us=st.none() | st.integers(0, 2**51),
    disposition=st.none() | st.sampled_from(Disposition),
    agent=st.none() | WORDS,
)
ATTEMPTS = st.builds(
    Attempt, agent=WORDS, device=WORDS, began_at_us=st.just(0), outcome=st.none() | st.sampled_from(Outcome)
)
FACTS = st.builds(Fact, st.sampled_from(FactKind), st.integers(0, 2**51), st.just(1), CALLS, st.none() | ATTEMPTS)


COUNTS = st.integers(0, 9)
CATEGORY = WORDS | st.sampled_from([*CATEGORIES])
DESKS = st.builds(
    figures,
    tickets=st.lists(st.builds(TicketCount, CATEGORY, st.sampled_from(SHOWN_STATUSES), COUNTS, COUNTS, COUNTS)),
    callbacks=st.lists(st.builds(CallbackCount, st.sampled_from(Reason), st.sampled_from(SHOWN_STATES), COUNTS)),
)
TICKETS = CATEGORY.map(lambda category: Ticket("20261125-0001", T0_US, Source.HAND, category)).map(
    lambda ticket: (ticket, replace(ticket, responded_at_us=T0_US, resolved_at_us=T0_US))
)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(FACTS, max_size=20),
    st.lists(WORDS, max_size=5),
    st.lists(st.tuples(WORDS, WORDS), max_size=5),
    DESKS,
    st.lists(TICKETS, max_size=3),
)
def test_whatever_is_told_no_label_leaves_its_declared_values(
    facts: list[Fact],
    events: list[str],
    surprises: list[tuple[str, str]],
    desk: DeskFigures,
    tickets: list[tuple[Ticket, Ticket]],
) -> None:
    registry, recorder = everything([fact.call for fact in facts], desk, tickets)
    for fact in facts:
        recorder.record(fact)
    recorder.heard([Event(name, T0_US, {}) for name in events], T0_US)
    for surprise in surprises:
        recorder.surprised(Unexpected(*surprise))
    for family in registry.collect():
        metric = BY_NAME[family.name + ("_total" if family.type == "counter" else "")]
        for sample in family.samples:
            for label in metric.labels:
                allowed = CONFIGURED[label.name] if label.values is None else label.values
                assert sample.labels[label.name] in allowed, (metric.name, sample.labels)
