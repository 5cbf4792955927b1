"""What the desk does, counted as it happens: first responses, resolutions, attempts to call back."""

from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric as LibraryMetric
from prometheus_client.registry import Collector

from metrics.prometheus import bounds
from metrics.prometheus import catalogue as declared
from metrics.prometheus.counts import Children, Count, Tally, counter_family, histogram_family
from metrics.prometheus.labels import OTHER
from metrics.prometheus.metric import Metric
from ticketing.callbacks.callback import AttemptOutcome, CallbackAttempt, Reason
from ticketing.clocks.pauses import paused_us
from ticketing.disclosure import DISCLOSING, Rule
from ticketing.news import CallbackNews, Item, TicketNews
from ticketing.tickets.categories import SHORT_CALL
from ticketing.tickets.ticket import Ticket


class DeskCounts(Collector):
    """Hears the news of the desk. `categories` are the site's: a ticket of any other is counted as `other`.

    Every series is there from the start, at zero, so that the first is a rise.
    """

    def __init__(self, registry: CollectorRegistry, categories: Iterable[str]) -> None:
        names = (*categories, OTHER)
        self._response, self._responses = _tallies(declared.TICKET_FIRST_RESPONSE, names)
        self._resolution, self._resolutions = _tallies(declared.TICKET_RESOLUTION, names)
        self._attempts = Children(declared.CALLBACK_ATTEMPTS, Count)
        for reason in Reason:
            for outcome in AttemptOutcome:
                self._attempts(reason, outcome)
        self._disclosures = Children(declared.DISCLOSURES, Count)
        for rule in DISCLOSING:
            self._disclosures(rule)
        registry.register(self)

    def hear(self, item: Item) -> None:
        if isinstance(item, TicketNews) and item.before is not None:
            self.changed(item.before, item.after)
        elif isinstance(item, CallbackNews) and item.before is not None:
            for attempt in item.after.attempts[len(item.before.attempts) :]:
                self.tried(item.after.reason, attempt)

    def changed(self, before: Ticket, after: Ticket) -> None:
        """Compares a ticket before and after a change. Nobody works on a short call, so none is counted."""
        if after.category == SHORT_CALL:
            return
        if before.responded_at_us is None and after.responded_at_us is not None:
            self._of(self._responses, after).add(_worked_us(after, after.opened_at_us, after.responded_at_us))
        if before.resolved_at_us is None and after.resolved_at_us is not None:
            self._of(self._resolutions, after).add(_worked_us(after, after.runs_from_us, after.resolved_at_us))

    def tried(self, reason: Reason, attempt: CallbackAttempt) -> None:
        self._attempts(reason, attempt.outcome).value += 1

    def disclosed(self, rule: Rule) -> None:
        """Counts a masked number that was shown to somebody."""
        self._disclosures(rule).value += 1

    def describe(self) -> Iterator[LibraryMetric]:
        """Lets the registry refuse a second metric of the same name."""
        return self.collect()

    def collect(self) -> Iterator[LibraryMetric]:
        yield histogram_family(self._response, bounds.work())
        yield histogram_family(self._resolution, bounds.work())
        yield counter_family(self._attempts)
        yield counter_family(self._disclosures)

    def _of(self, tallies: dict[str, Tally], ticket: Ticket) -> Tally:
        return tallies.get(ticket.category) or tallies[OTHER]


def _tallies(metric: Metric, names: Iterable[str]) -> tuple[Children[Tally], dict[str, Tally]]:
    def make() -> Tally:
        return Tally(bounds.work())

    children = Children(metric, make)
    return children, {name: children(name) for name in names}


def _worked_us(ticket: Ticket, from_us: int, until_us: int) -> int:
    """The time worked, without pauses."""
    return max(0, until_us - from_us - paused_us(ticket.pauses, from_us, until_us))
