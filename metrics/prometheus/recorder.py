"""From facts to Prometheus: what each fact adds to which series.

A call is judged once: when it is answered, or when it ends unanswered. Counters begin at 0 with the process; facts that
a replay repeats are not brought here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter

from prometheus_client import CollectorRegistry

from metrics.calls.rescued import rescue_of
from metrics.calls.service_level import Policy, judge
from metrics.prometheus.families import Families
from metrics.prometheus.labels import DRY_RUN, EVENT_NAMES, OTHER, UNKNOWN_STATE
from metrics.prometheus.series import HotlineSeries, attempts_of
from telephony.events import RECORDED, Event
from telephony.facts import Call, CallState, Direction, Disposition, Fact, FactKind, Measurement, Outcome, Unexpected

_STATES = frozenset(CallState)
_SECOND_US = 1_000_000
_name_of = itemgetter(Event._fields.index("name"))


class Recorder:
    """`hotlines` and `agents` are the configured names: whatever else a fact names is counted under `other`.

    Plain counts are public: `metrics.prometheus.samples` shows them at each scrape.
    """

    def __init__(
        self,
        registry: CollectorRegistry,
        policy: Policy,
        hotlines: Iterable[str],
        agents: Iterable[str],
    ) -> None:
        self.policy = policy
        self.queue_level_seconds = policy.limit_us // _SECOND_US
        self.events: Counter[str] = Counter()
        self.unexpected: Counter[tuple[str, str]] = Counter()
        self.measured: Counter[Measurement] = Counter()
        series = Families(policy)
        self.hotlines = {name: HotlineSeries(name, series) for name in (*hotlines, OTHER)}
        self._agents = {name: attempts_of(name, series) for name in (*agents, OTHER)}
        self._other_directions = {
            (direction, disposition): series.calls(direction, OTHER, disposition)
            for direction in (Direction.OUTBOUND, Direction.INTERNAL)
            for disposition in Disposition
        }
        self._lag = series.lag()
        self._handlers: dict[FactKind, Callable[[Fact], None]] = {
            FactKind.ATTEMPT_ENDED: self._attempt_ended,
            FactKind.CALL_ANSWERED: self._answered,
            FactKind.CALL_ENDED: self._ended,
        }
        registry.register(series)

    def record(self, fact: Fact) -> None:
        handler = self._handlers.get(fact.kind)
        if handler is not None:
            handler(fact)

    def heard(self, events: Sequence[Event], now_us: int) -> None:
        """Applies a batch of live events in order."""
        if events:
            self.events.update(map(_name_of, events))
            if events[0].name not in RECORDED:
                self._lag.add(max(0, now_us - events[0].at_us))
            if len(self.events) > 2 * len(EVENT_NAMES):
                self._fold_unknown_events()

    def would_rescue(self, call: Call) -> None:
        """More phones would have rung for it, if it were not a dry run."""
        self._series(call).rescues[DRY_RUN].value += 1

    def surprised(self, unexpected: Unexpected) -> None:
        event = unexpected.event if unexpected.event in EVENT_NAMES else OTHER
        state = unexpected.state if unexpected.state in _STATES else UNKNOWN_STATE
        self.unexpected[event, state] += 1

    def _fold_unknown_events(self) -> None:
        unknown = self.events.keys() - EVENT_NAMES
        self.events[OTHER] = sum(self.events.pop(name) for name in unknown)

    def _attempt_ended(self, fact: Fact) -> None:
        attempt = fact.attempt
        if attempt is None or attempt.outcome is None or fact.call.direction is not Direction.INBOUND:
            return
        if attempt.is_rescue and attempt.outcome is not Outcome.ANSWERED:
            return  # it rang beside the desk's phones: that others were faster is no ringing in vain
        (self._agents.get(attempt.agent) or self._agents[OTHER])[attempt.outcome].value += 1

    def _answered(self, fact: Fact) -> None:
        if fact.call.direction is Direction.INBOUND:
            self._judge(fact.call, self._series(fact.call), answered=True)

    def _ended(self, fact: Fact) -> None:
        call = fact.call
        self.measured[call.measurement] += 1
        disposition = call.disposition or Disposition.FAILED
        if call.direction is not Direction.INBOUND:
            self._other_directions[call.direction, disposition].value += 1
            return
        series = self._series(call)
        series.calls[disposition].value += 1
        rescued = rescue_of(call, judge(call, self.policy))
        if rescued is not None:
            series.rescues[rescued].value += 1
        if call.answered_at_us is None:
            self._judge(call, series, answered=False)
        elif call.is_timed:
            series.talk.add(call.talk_us)
        if call.queued_at_us is not None:
            self._count_as_queue(call, series, call.queued_at_us)

    def _judge(self, call: Call, series: HotlineSeries, answered: bool) -> None:
        verdict = judge(call, self.policy)
        if verdict.excluded is not None:
            series.not_counted[verdict.excluded].value += 1
            return
        series.counted.value += 1
        if verdict.within_target:
            series.within_target.value += 1
        if verdict.rings is None:  # not known: certain to be in time, or late, all the same
            return
        judged = series.answered if answered else series.unanswered
        judged.ring.add(call.ring_us)
        judged.wait.add(call.wait_us)
        judged.rings.add(verdict.rings)

    def _count_as_queue(self, call: Call, series: HotlineSeries, queued_at_us: int) -> None:
        """Counts as app_queue does: the wait since the first join, in whole seconds."""
        waited_until_us = call.ring_ended_at_us or call.ended_at_us or queued_at_us
        waited_seconds = waited_until_us // _SECOND_US - queued_at_us // _SECOND_US
        half = series.unanswered if call.answered_at_us is None else series.answered
        (half.in_level if waited_seconds <= self.queue_level_seconds else half.out_of_level).value += 1

    def _series(self, call: Call) -> HotlineSeries:
        return self.hotlines.get(call.hotline or OTHER) or self.hotlines[OTHER]
