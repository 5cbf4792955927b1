"""Samples of the desk as it was last looked at, and of agents; a scrape asks no database."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import product

from metrics.prometheus import catalogue
from metrics.prometheus.agents import AgentState, agent_states
from metrics.prometheus.desk_figures import CallbackCount, CallbackDay, DeskFigures, TicketCount
from metrics.prometheus.labels import OTHER
from metrics.prometheus.scrape import Sample
from telephony.facts import Call
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.states import OPEN
from ticketing.tickets.states import ACTIVE, Status

SHOWN_STATUSES = sorted({*ACTIVE, Status.RESOLVED})
SHOWN_STATES = sorted(OPEN)
_SECOND_US = 1_000_000


def of_desk(figures: DeskFigures | None, categories: Collection[str], now_us: int) -> Iterator[Sample]:
    """Empty before the figures were first read."""
    if figures is None:
        return
    yield from _of_tickets(figures.tickets, (*categories, OTHER))
    yield from _of_callbacks(figures.callbacks)
    yield Sample(catalogue.INCIDENTS_WITHOUT_REPORT, figures.incidents_without_report)
    yield from _of_day(figures.day, now_us)
    for name, values in figures.counted.items():
        for labels, value in values.items():
            yield Sample(catalogue.BY_NAME[f"thirdring_{name}"], value, labels)


def of_agents(calls: Iterable[Call], agents: Collection[str]) -> Iterator[Sample]:
    found = agent_states(calls, agents)
    for state in AgentState:
        yield Sample(catalogue.AGENTS, found[state], (state,))


def _of_tickets(counts: Iterable[TicketCount], categories: Collection[str]) -> Iterator[Sample]:
    """A removed category counts as `other`. Every category has a series, at zero without tickets."""
    known = frozenset(categories)
    tickets: Counter[tuple[str, str]] = Counter()
    overdue: Counter[str] = Counter()
    due_soon: Counter[str] = Counter()
    for one in counts:
        category = one.category if one.category in known else OTHER
        tickets[category, one.status] += one.tickets
        overdue[category] += one.overdue
        due_soon[category] += one.due_soon
    for category in sorted(known):
        for status in SHOWN_STATUSES:
            yield Sample(catalogue.TICKETS, tickets[category, status], (category, status))
        yield Sample(catalogue.TICKETS_OVERDUE, overdue[category], (category,))
        yield Sample(catalogue.TICKETS_DUE_SOON, due_soon[category], (category,))


def _of_callbacks(counts: Iterable[CallbackCount]) -> Iterator[Sample]:
    open_ones: Counter[tuple[str, str]] = Counter()
    overdue: Counter[str] = Counter()
    for one in counts:
        open_ones[one.reason, one.state] += one.callbacks
        overdue[one.reason] += one.overdue
    for reason, state in product(Reason, SHOWN_STATES):
        yield Sample(catalogue.CALLBACKS, open_ones[reason, state], (reason, state))
    for reason in Reason:
        yield Sample(catalogue.CALLBACKS_OVERDUE, overdue[reason], (reason,))


def _of_day(day: CallbackDay, now_us: int) -> Iterator[Sample]:
    rate = day.rate
    yield Sample(catalogue.DAY_ELIGIBLE, rate.eligible_count)
    yield Sample(catalogue.DAY_RESOLVED, rate.resolved_count)
    yield Sample(catalogue.DAY_REACHED, rate.same_day_count)
    yield Sample(catalogue.DAY_MISSING, len(rate.missing))
    yield Sample(catalogue.DAY_NEEDED, rate.more_by_midnight)
    yield Sample(catalogue.DAY_REACHABLE, int(rate.can_be_met))
    yield Sample(catalogue.DAY_LEFT, max(0, day.last_call_us - now_us) / _SECOND_US)
    if rate.same_day_ratio is not None:
        yield Sample(catalogue.DAY_RATIO, rate.same_day_ratio)
