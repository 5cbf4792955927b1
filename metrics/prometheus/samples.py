"""Samples of what the recorder has counted, of the calls that are live, and of the policy in use."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from metrics.prometheus import catalogue
from metrics.prometheus.labels import EVENT_NAMES, OTHER
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.scrape import Sample
from telephony.facts import Call, CallState, Direction, Measurement

_LIVE_STATES = tuple(state for state in CallState if state is not CallState.ENDED)


def of_policy(recorder: Recorder) -> Iterator[Sample]:
    yield Sample(catalogue.RING_PERIOD, recorder.policy.period_us / 1_000_000)
    yield Sample(catalogue.TARGET_LIMIT, (recorder.policy.limit_us - 1) / 1_000_000)
    yield Sample(catalogue.QUEUE_LEVEL, recorder.queue_level_seconds)


def of_counts(recorder: Recorder) -> Iterator[Sample]:
    for kind in Measurement:
        yield Sample(catalogue.BY_MEASUREMENT, recorder.measured[kind], (kind,))
    ended_count = recorder.measured.total()
    if ended_count:
        complete_count = ended_count - recorder.measured[Measurement.ESTIMATED]
        yield Sample(catalogue.COMPLETENESS, complete_count / ended_count)
    known = recorder.events.keys() & EVENT_NAMES
    for name in sorted(known):
        yield Sample(catalogue.EVENTS, recorder.events[name], (name,))
    yield Sample(catalogue.EVENTS, sum(recorder.events[name] for name in recorder.events.keys() - known), (OTHER,))
    for pair, count in recorder.unexpected.items():
        yield Sample(catalogue.UNEXPECTED, count, pair)


def of_queues(recorder: Recorder) -> Iterator[Sample]:
    for hotline, series in recorder.hotlines.items():
        answered, gone = series.answered, series.unanswered
        answered_count = answered.in_level.value + answered.out_of_level.value
        all_count = answered_count + gone.in_level.value + gone.out_of_level.value
        if answered_count:
            yield Sample(catalogue.QUEUE_SL, answered.in_level.value / answered_count, (hotline,))
        if all_count:
            yield Sample(catalogue.QUEUE_SL2, (answered.in_level.value + gone.in_level.value) / all_count, (hotline,))


def of_live_calls(
    recorder: Recorder, live_calls: Callable[[], Iterable[Call]], now_us: Callable[[], int]
) -> Iterator[Sample]:
    in_state: Counter[tuple[str, CallState]] = Counter()
    ringing_since_us: dict[str, int] = {}
    for call in live_calls():
        if call.direction is not Direction.INBOUND:
            continue
        hotline = call.hotline if call.hotline is not None and call.hotline in recorder.hotlines else OTHER
        in_state[hotline, call.state] += 1
        if call.state is CallState.RINGING and call.alerted_at_us is not None:
            ringing_since_us[hotline] = min(call.alerted_at_us, ringing_since_us.get(hotline, call.alerted_at_us))
    instant_us = now_us()
    for hotline in recorder.hotlines:
        for state in _LIVE_STATES:
            yield Sample(catalogue.IN_PROGRESS, in_state[hotline, state], (hotline, state))
        rung_us = instant_us - ringing_since_us.get(hotline, instant_us)
        yield Sample(catalogue.LONGEST_RINGING, max(0, rung_us) / 1_000_000, (hotline,))
