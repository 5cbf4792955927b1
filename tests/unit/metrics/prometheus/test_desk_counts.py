"""What the desk does, counted once it is committed."""

from dataclasses import replace

from prometheus_client import CollectorRegistry

from kit.instants import HOUR_US, MINUTE_US
from metrics.prometheus.desk_counts import DeskCounts
from tests.unit.metrics.prometheus.desk_shapes import NOON_US
from ticketing.callbacks.callback import AttemptOutcome, CallbackAttempt, Reason
from ticketing.clocks.pauses import Pause
from ticketing.disclosure import DISCLOSING, Rule
from ticketing.tickets.ticket import Source, Ticket

FRESH = Ticket("20261125-0001", NOON_US, Source.CALL, "repair")


class Scraped:
    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.counts = DeskCounts(self.registry, ["repair"])

    def __call__(self, name: str, **labels: str) -> float:
        value = self.registry.get_sample_value(f"thirdring_{name}", labels)
        assert value is not None, f"no series {name} {labels}"
        return value


def test_a_first_response_is_counted_once_and_by_its_category() -> None:
    scraped, responded = Scraped(), replace(FRESH, responded_at_us=NOON_US + 10 * MINUTE_US)
    scraped.counts.changed(FRESH, responded)
    scraped.counts.changed(responded, replace(responded, title="tap"))
    assert scraped("ticket_first_response_seconds_count", category="repair") == 1
    assert scraped("ticket_first_response_seconds_sum", category="repair") == 600
    assert scraped("ticket_resolution_seconds_count", category="repair") == 0


def test_a_response_at_the_very_end_of_its_term_is_too_late_in_the_buckets_as_well() -> None:
    scraped = Scraped()
    for over_us in (-1, 0):
        scraped.counts.changed(FRESH, replace(FRESH, responded_at_us=NOON_US + 30 * MINUTE_US + over_us))
    assert scraped("ticket_first_response_seconds_bucket", category="repair", le="1799.999999") == 1


def test_pauses_are_left_out_and_a_reopened_ticket_is_counted_from_its_reopening() -> None:
    scraped = Scraped()
    paused = replace(FRESH, pauses=(Pause(NOON_US + HOUR_US, NOON_US + 3 * HOUR_US),))
    scraped.counts.changed(paused, replace(paused, resolved_at_us=NOON_US + 4 * HOUR_US))
    reopened = replace(FRESH, clock_from_us=NOON_US + 9 * HOUR_US)
    scraped.counts.changed(reopened, replace(reopened, resolved_at_us=NOON_US + 10 * HOUR_US))
    assert scraped("ticket_resolution_seconds_count", category="repair") == 2
    assert scraped("ticket_resolution_seconds_sum", category="repair") == 3 * 3600


def test_a_category_of_which_the_site_knows_nothing_is_other() -> None:
    scraped, ticket = Scraped(), replace(FRESH, category="lifts")
    scraped.counts.changed(ticket, replace(ticket, responded_at_us=NOON_US))
    assert scraped("ticket_first_response_seconds_count", category="other") == 1


def test_attempts_are_counted_by_reason_and_outcome_from_zero_on() -> None:
    scraped = Scraped()
    assert scraped("callback_attempts_total", reason="requested", outcome="busy") == 0
    scraped.counts.tried(Reason.REQUESTED, CallbackAttempt(NOON_US, "1001", AttemptOutcome.BUSY))
    assert scraped("callback_attempts_total", reason="requested", outcome="busy") == 1


def test_numbers_that_are_shown_are_counted_by_their_rule_from_zero_on() -> None:
    scraped = Scraped()
    assert {rule: scraped("disclosures_total", rule=rule) for rule in DISCLOSING} == dict.fromkeys(DISCLOSING, 0)
    for rule in (Rule.QUEUE, Rule.REASON, Rule.QUEUE):
        scraped.counts.disclosed(rule)
    assert [scraped("disclosures_total", rule=rule) for rule in ("queue", "reason", "own_call")] == [2, 1, 0]
