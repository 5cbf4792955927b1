"""Readings of what the recorder has counted, of the calls that are live, and of the policy in use."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from metrics.prometheus import catalogue
from metrics.prometheus.labels import EVENT_NAMES, OTHER
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.scrape import Reading
from telephony.facts import Call, CallState, Direction, Measurement

_LIVE_STATES = tuple(state for state in CallState if state is not CallState.ENDED)


def of_policy(recorder: Recorder) -> Iterator[Reading]:
    yield Reading(catalogue.RING_PERIOD, recorder.policy.period_us / 1_000_000)
    yield Reading(catalogue.TARGET_LIMIT, (recorder.policy.limit_us - 1) / 1_000_000)
    yield Reading(catalogue.QUEUE_LEVEL, recorder.queue_level_seconds)


def of_counts(recorder: Recorder) -> Iterator[Reading]:
    for kind in Measurement:
        yield Reading(catalogue.BY_MEASUREMENT, recorder.measured[kind], (kind,))
    ended_count = recorder.measured.total()
    if ended_count:
        complete_count = ended_count - recorder.measured[Measurement.ESTIMATED]
        yield Reading(catalogue.COMPLETENESS, complete_count / ended_count)
    known = recorder.events.keys() & EVENT_NAMES
    for name in sorted(known):
        yield Reading(catalogue.EVENTS, recorder.events[name], (name,))
    yield Reading(catalogue.EVENTS, sum(recorder.events[name] for name in recorder.events.keys() - known), (OTHER,))
    for pair, count in recorder.unexpected.items():
        yield Reading(catalogue.UNEXPECTED, count, pair)


def of_queues(recorder: Recorder) -> Iterator[Reading]:
    for hotline, series in recorder.hotlines.items():
        answered, gone = series.answered, series.unanswered
        answered_count = answered.in_level.value + answered.out_of_level.value
        all_count = answered_count + gone.in_level.value + gone.out_of_level.value
        if answered_count:
            yield Reading(catalogue.QUEUE_SL, answered.in_level.value / answered_count, (hotline,))
        if all_count:
            yield Reading(catalogue.QUEUE_SL2, (answered.in_level.value + gone.in_level.value) / all_count, (hotline,))


def of_live_calls(
    recorder: Recorder, live_calls: Callable[[], Iterable[Call]], now_us: Callable[[], int]
) -> Iterator[Reading]:
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
            yield Reading(catalogue.IN_PROGRESS, in_state[hotline, state], (hotline, state))
        rung_us = instant_us - ringing_since_us.get(hotline, instant_us)
        yield Reading(catalogue.LONGEST_RINGING, max(0, rung_us) / 1_000_000, (hotline,))
