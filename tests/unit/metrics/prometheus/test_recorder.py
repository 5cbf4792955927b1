"""What a call adds to the series, read back as a scraper would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from metrics.calls.service_level import Policy
from metrics.prometheus.recorder import Recorder
from telephony.events import Event
from telephony.facts import Call, Direction, Disposition, Fact, FactKind, Outcome, Unexpected
from tests.unit.metrics.prometheus.shapes import (
    SECOND_US,
    T0_US,
    abandoned_call,
    answered_call,
    arrived,
    attempt,
    facts_of,
    told,
)


class Scraped:
    """A recorder on its own registry, and the values of its series by name and labels."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.registry = CollectorRegistry()
        self.recorder = Recorder(self.registry, policy or Policy(), ["service", "night"], ["1001", "1002"])

    def tell(self, *calls: Call) -> "Scraped":
        for call in calls:
            for fact in facts_of(call):
                self.recorder.record(fact)
        return self

    def __call__(self, name: str, **labels: str) -> float:
        value = self.registry.get_sample_value(f"thirdring_{name}", labels)
        assert value is not None, f"no series {name} {labels}"
        return value


def test_a_call_is_counted_by_hotline_and_disposition() -> None:
    scraped = Scraped().tell(answered_call(3_000_000), abandoned_call(9_000_000), answered_call(1, hotline="night"))
    assert scraped("calls_total", direction="inbound", hotline="service", disposition="answered") == 1
    assert scraped("calls_total", direction="inbound", hotline="service", disposition="abandoned") == 1
    assert scraped("calls_total", direction="inbound", hotline="night", disposition="answered") == 1


def test_every_series_of_a_hotline_stands_at_zero_before_its_first_call() -> None:
    scraped = Scraped()
    for disposition in Disposition:
        assert scraped("calls_total", direction="inbound", hotline="service", disposition=disposition) == 0
    assert scraped("call_ring_seconds_count", hotline="service", answered="yes") == 0
    assert scraped("attempts_total", agent="1002", outcome="busy") == 0


@pytest.mark.parametrize(("ring_us", "within"), [(0, 1), (14_999_999, 1), (15_000_000, 0), (15_000_001, 0)])
def test_an_answer_at_exactly_three_periods_is_late_in_counter_and_histogram_alike(ring_us: int, within: int) -> None:
    scraped = Scraped().tell(answered_call(ring_us))
    assert scraped("calls_counted_total", hotline="service") == 1
    assert scraped("calls_within_target_total", hotline="service") == within
    assert scraped("call_ring_seconds_bucket", hotline="service", answered="yes", le="14.999999") == within
    assert scraped("call_rings_bucket", hotline="service", answered="yes", le="3.0") == within


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 70 * SECOND_US)), max_size=30))
def test_within_three_rings_is_exact_from_the_histogram(calls: list[tuple[bool, int]]) -> None:
    scraped = Scraped().tell(*(answered_call(us) if answered else abandoned_call(us) for answered, us in calls))
    count = sum(scraped("call_ring_seconds_count", hotline="service", answered=word) for word in ("yes", "no"))
    within = scraped("call_ring_seconds_bucket", hotline="service", answered="yes", le="14.999999")
    assert count == scraped("calls_counted_total", hotline="service")
    assert within == scraped("calls_within_target_total", hotline="service")


@given(st.sampled_from(["before_next_ring", "by_ring_end", "by_ring_start"]), st.sampled_from(["cn", "us", "uk", "es"]))
def test_the_limit_of_any_policy_is_a_bound_of_the_ring_histogram(name: str, zone: str) -> None:
    policy = Policy(name=name, ring_zone=zone)
    scraped = Scraped(policy).tell(answered_call(policy.limit_us - 1), answered_call(policy.limit_us))
    bound = str((policy.limit_us - 1) / 1_000_000)
    assert scraped("call_ring_seconds_bucket", hotline="service", answered="yes", le=bound) == 1
    assert scraped("calls_within_target_total", hotline="service") == 1


def test_a_short_abandon_is_shown_apart_and_is_in_no_histogram() -> None:
    scraped = Scraped().tell(abandoned_call(4_999_999))
    assert scraped("calls_not_counted_total", hotline="service", reason="short_abandon") == 1
    assert scraped("calls_counted_total", hotline="service") == 0
    assert scraped("call_ring_seconds_count", hotline="service", answered="no") == 0
    assert scraped("calls_total", direction="inbound", hotline="service", disposition="abandoned") == 1


def test_wait_and_talk_are_seconds() -> None:
    scraped = Scraped().tell(answered_call(3_000_000, talk_us=90_500_000))
    assert scraped("call_wait_seconds_sum", hotline="service", answered="yes") == 3.2
    assert scraped("call_talk_seconds_sum", hotline="service") == 90.5
    assert scraped("call_ring_seconds_sum", hotline="service", answered="yes") == 3.0


def test_an_answered_call_is_judged_at_its_answer_and_not_again_at_its_end() -> None:
    scraped, call = Scraped(), answered_call(3_000_000)
    scraped.recorder.record(told(FactKind.CALL_ANSWERED, call))
    assert scraped("calls_within_target_total", hotline="service") == 1
    assert scraped("calls_total", direction="inbound", hotline="service", disposition="answered") == 0
    scraped.recorder.record(told(FactKind.CALL_ENDED, call))
    assert scraped("calls_counted_total", hotline="service") == 1


def test_outbound_and_internal_calls_are_counted_by_direction_alone() -> None:
    scraped = Scraped()
    for direction in (Direction.OUTBOUND, Direction.INTERNAL):
        call = arrived(hotline=None, direction=direction)
        call.disposition = Disposition.ANSWERED
        scraped.tell(call)
        assert scraped("calls_total", direction=direction, hotline="other", disposition="answered") == 1
    assert scraped("calls_counted_total", hotline="other") == 0


def test_attempts_are_counted_by_agent_and_outcome_and_a_device_of_nobody_is_other() -> None:
    call = answered_call(8_000_000)
    call.attempts = [attempt(Outcome.NO_ANSWER), attempt(Outcome.ANSWERED, "1002"), attempt(Outcome.BUSY, "PJSIP/7")]
    scraped = Scraped().tell(call)
    assert scraped("attempts_total", agent="1001", outcome="no_answer") == 1
    assert scraped("attempts_total", agent="1002", outcome="answered") == 1
    assert scraped("attempts_total", agent="other", outcome="busy") == 1


def test_a_phone_that_helps_is_counted_where_it_had_the_call_and_never_as_one_that_rang_in_vain() -> None:
    call = answered_call(8_000_000)
    call.attempts = [attempt(outcome) for outcome in Outcome]
    for each in call.attempts:
        each.is_rescue = True
    scraped = Scraped().tell(call)
    counted = {outcome: scraped("attempts_total", agent="1001", outcome=outcome) for outcome in Outcome}
    assert counted == {**dict.fromkeys(Outcome, 0), Outcome.ANSWERED: 1}


def test_an_attempt_of_an_outbound_call_is_no_attempt_at_an_agent() -> None:
    scraped, call = Scraped(), arrived(hotline=None, direction=Direction.OUTBOUND)
    scraped.recorder.record(Fact(FactKind.ATTEMPT_ENDED, T0_US, 1, call, attempt(Outcome.BUSY)))
    assert scraped("attempts_total", agent="1001", outcome="busy") == 0


def test_a_call_that_ends_without_a_disposition_is_not_lost() -> None:
    scraped, call = Scraped(), arrived()
    scraped.recorder.record(told(FactKind.CALL_ENDED, call))
    assert scraped("calls_total", direction="inbound", hotline="service", disposition="failed") == 1


def test_the_lag_of_a_batch_is_its_oldest_event_s() -> None:
    scraped = Scraped()
    scraped.recorder.heard([Event("Hangup", T0_US, {}), Event("Hangup", T0_US + 3000, {})], now_us=T0_US + 4000)
    assert scraped("event_lag_seconds_sum") == 0.004
    assert scraped("event_lag_seconds_count") == 1


def test_a_clock_of_the_pbx_that_runs_ahead_makes_no_negative_lag() -> None:
    scraped = Scraped()
    scraped.recorder.heard([Event("Hangup", T0_US, {})], now_us=T0_US - 4000)
    assert scraped("event_lag_seconds_sum") == 0


def test_an_empty_batch_is_nothing() -> None:
    scraped = Scraped()
    scraped.recorder.heard([], now_us=T0_US)
    assert scraped("event_lag_seconds_count") == 0


def test_unknown_event_names_take_no_memory_however_many_come() -> None:
    recorder = Scraped().recorder
    for number in range(1000):
        recorder.heard([Event(f"Made{number}", T0_US, {})], now_us=T0_US)
        recorder.surprised(Unexpected(f"Made{number}", f"state{number}"))
    assert len(recorder.events) < 150
    assert recorder.events.total() == 1000
    assert recorder.unexpected == {("other", "unknown"): 1000}
