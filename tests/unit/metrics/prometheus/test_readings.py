"""What is read at each scrape: live calls, Asterisk's service levels, completeness."""

from collections.abc import Iterable

from prometheus_client import CollectorRegistry

from metrics.calls.service_level import Policy
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.setup import register_all
from telephony.calls.states import Signal, advance
from telephony.events import Event
from telephony.facts import Call, CallState, Direction, Measurement, Unexpected
from tests.unit.metrics.prometheus.shapes import T0_US, abandoned_call, answered_call, arrived, facts_of


class Scraped:
    def __init__(self, live: Iterable[Call] = (), now_us: int = T0_US, policy: Policy | None = None) -> None:
        self.registry = CollectorRegistry()
        self.recorder = Recorder(self.registry, policy or Policy(), ["service", "night"], ["1001"])
        register_all(self.registry, self.recorder, ["1001"], lambda: live, lambda: now_us)

    def tell(self, *calls: Call) -> "Scraped":
        for call in calls:
            for fact in facts_of(call):
                self.recorder.record(fact)
        return self

    def __call__(self, name: str, **labels: str) -> float | None:
        return self.registry.get_sample_value(f"thirdring_{name}", labels)


def ringing(since_us: int, hotline: str = "service") -> Call:
    call = arrived(hotline)
    advance(call, Signal.RANG, T0_US + since_us)
    return call


def test_live_calls_are_shown_by_hotline_and_state_and_every_other_state_is_zero() -> None:
    scraped = Scraped([ringing(0), ringing(1), arrived("night")])
    assert scraped("calls_in_progress", hotline="service", state="ringing") == 2
    assert scraped("calls_in_progress", hotline="night", state="arrived") == 1
    assert scraped("calls_in_progress", hotline="service", state="talking") == 0


def test_an_ended_call_is_not_in_progress() -> None:
    assert Scraped()("calls_in_progress", hotline="service", state=CallState.ENDED) is None


def test_an_outbound_call_is_not_among_the_calls_in_progress() -> None:
    scraped = Scraped([arrived(None, Direction.OUTBOUND)])
    assert scraped("calls_in_progress", hotline="other", state="arrived") == 0


def test_the_longest_ringing_call_is_told_in_seconds_by_hotline() -> None:
    scraped = Scraped([ringing(0), ringing(4_000_000), ringing(7_000_000, "night")], now_us=T0_US + 12_500_000)
    assert scraped("longest_ringing_seconds", hotline="service") == 12.5
    assert scraped("longest_ringing_seconds", hotline="night") == 5.5
    assert scraped("longest_ringing_seconds", hotline="other") == 0


def test_a_call_that_rings_ahead_of_our_clock_has_rung_for_no_time() -> None:
    assert Scraped([ringing(5_000_000)])("longest_ringing_seconds", hotline="service") == 0


def test_the_policy_says_where_the_target_lies_in_the_ring_histogram() -> None:
    scraped = Scraped(policy=Policy(ring_zone="us"))
    assert scraped("ring_period_seconds") == 6
    assert scraped("target_limit_seconds") == 17.999999
    assert scraped("queue_service_level_seconds") == 18


def test_sl_is_of_the_answered_and_sl2_of_all_that_queued() -> None:
    calls = [answered_call(3_000_000), answered_call(4_000_000), answered_call(40_000_000), abandoned_call(2_000_000)]
    scraped = Scraped().tell(*calls)
    assert scraped("queue_sl_ratio", hotline="service") == 2 / 3
    assert scraped("queue_sl2_ratio", hotline="service") == 3 / 4
    assert scraped("queue_calls_total", hotline="service", answered="yes", in_level="no") == 1


def test_of_no_queued_calls_there_is_no_service_level() -> None:
    assert Scraped()("queue_sl_ratio", hotline="service") is None
    assert Scraped()("queue_sl2_ratio", hotline="service") is None


def test_asterisk_s_level_is_in_whole_seconds_and_holds_its_bound() -> None:
    scraped = Scraped().tell(answered_call(15_799_999), answered_call(15_800_000))
    assert scraped("queue_calls_total", hotline="service", answered="yes", in_level="yes") == 1
    assert scraped("queue_calls_total", hotline="service", answered="yes", in_level="no") == 1


def test_completeness_is_the_share_that_was_not_estimated() -> None:
    guessed = answered_call(1)
    guessed.measurement = Measurement.ESTIMATED
    scraped = Scraped().tell(guessed, answered_call(1), answered_call(1), answered_call(1))
    assert scraped("measurement_completeness_ratio") == 0.75
    assert scraped("calls_by_measurement_total", measurement="estimated") == 1
    assert Scraped()("measurement_completeness_ratio") is None


def test_events_are_shown_by_name_and_unknown_ones_together() -> None:
    scraped = Scraped()
    scraped.recorder.heard([Event("Hangup", T0_US, {}), Event("Hangup", T0_US, {}), Event("Odd", T0_US, {})], T0_US)
    scraped.recorder.surprised(Unexpected("Hangup", "ended"))
    assert scraped("events_total", event="Hangup") == 2
    assert scraped("events_total", event="other") == 1
    assert scraped("unexpected_events_total", event="Hangup", state="ended") == 1
