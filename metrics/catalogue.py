"""Every metric there is, declared once: its help, its unit, its labels and where the values of each label come from.

No label takes a value from outside: what is not configured or not known by name goes into `other`, so that nobody can
make series without end by dialling, and no phone number becomes a label. docs/metrics.md is made of this file.
"""

from enum import StrEnum
from typing import NamedTuple

from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Period
from metrics.service_level import Excluded
from telephony.ami.wanted import WANTED
from telephony.facts import CallState, Direction, Disposition, Measurement, Outcome
from telephony.tracker import HANDLED

OTHER = "other"
YES, NO = "yes", "no"
UNKNOWN_STATE = "unknown"
EVENT_NAMES = frozenset(name.decode() for name in WANTED) | HANDLED


class Kind(StrEnum):
    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"


class Label(NamedTuple):
    """`values` are all it can have; None: the names that the settings have under `source`, and `other`."""

    name: str
    source: str
    values: frozenset[str] | None = None


def _fixed(name: str, source: str, *values: str) -> Label:
    return Label(name, source, frozenset(values))


HOTLINE = Label("hotline", "`[[hotline]]` names; `other` for a call of none of them")
AGENT = Label("agent", "`[[agent]]` names; `other` for a device that nobody owns")
PBX = Label("pbx", "`[[pbx]]` names")
DIRECTION = _fixed("direction", "the directions of a call", *Direction)
DISPOSITION = _fixed("disposition", "what the switch can have seen", *Disposition)
OUTCOME = _fixed("outcome", "how an attempt can end", *Outcome)
ANSWERED = _fixed("answered", "yes or no", YES, NO)
IN_LEVEL = _fixed("in_level", "yes or no", YES, NO)
REASON = _fixed("reason", "why a call is not counted", *(set(Excluded) - {Excluded.OUTBOUND, Excluded.INTERNAL}))
STATE = _fixed("state", "the states of a live call", *(set(CallState) - {CallState.ENDED}))
EVENT = _fixed("event", "the AMI events that have a meaning here; `other`", *EVENT_NAMES, OTHER)
EVENT_STATE = _fixed("state", "the states of a call; `unknown` outside a call", *CallState, UNKNOWN_STATE)
OBJECTIVE = _fixed("objective", "the lines of the quality sheet, docs/objectives.md", *(one.key for one in OBJECTIVES))
PERIOD = _fixed("period", "what an objective is measured over", *Period)
MEASUREMENT = _fixed("measurement", "how completely a call was heard", *Measurement)


class Metric(NamedTuple):
    name: str
    kind: Kind
    unit: str
    help: str
    labels: tuple[Label, ...] = ()

    @property
    def label_names(self) -> tuple[str, ...]:
        return tuple(label.name for label in self.labels)


def _counter(name: str, unit: str, text: str, *labels: Label) -> Metric:
    return Metric(f"thirdring_{name}_total", Kind.COUNTER, unit, text, labels)


def _gauge(name: str, unit: str, text: str, *labels: Label) -> Metric:
    return Metric(f"thirdring_{name}", Kind.GAUGE, unit, text, labels)


def _histogram(name: str, unit: str, text: str, *labels: Label) -> Metric:
    return Metric(f"thirdring_{name}", Kind.HISTOGRAM, unit, text, labels)


CALLS = _counter("calls", "calls", "Calls that ended, by what the switch saw.", DIRECTION, HOTLINE, DISPOSITION)
COUNTED = _counter(
    "calls_counted",
    "calls",
    "Inbound calls that the target is judged on, within or missed; added when a call is answered or ends unanswered.",
    HOTLINE,
)
WITHIN_TARGET = _counter(
    "calls_within_target", "calls", "Counted calls that were answered within the promised rings.", HOTLINE
)
NOT_COUNTED = _counter(
    "calls_not_counted",
    "calls",
    "Inbound calls that are shown apart and not judged, by reason; short abandons are here.",
    HOTLINE,
    REASON,
)
RING = _histogram(
    "call_ring_seconds",
    "seconds",
    "Ringing of counted calls from the first ring on, over all dial rounds; 0 where nothing rang.",
    HOTLINE,
    ANSWERED,
)
WAIT = _histogram(
    "call_wait_seconds",
    "seconds",
    "Wait of counted calls from entering the hotline to the answer or the end of the wait.",
    HOTLINE,
    ANSWERED,
)
RINGS = _histogram("call_rings", "rings", "Rings heard by callers of counted calls.", HOTLINE, ANSWERED)
TALK = _histogram(
    "call_talk_seconds",
    "seconds",
    "From answer to end of answered inbound calls, hold and transfers included.",
    HOTLINE,
)
ATTEMPTS = _counter(
    "attempts", "attempts", "Tries at one device for an inbound call, by how they ended.", AGENT, OUTCOME
)
BY_MEASUREMENT = _counter(
    "calls_by_measurement", "calls", "Calls that ended, by how completely they were heard.", MEASUREMENT
)
COMPLETENESS = _gauge(
    "measurement_completeness_ratio", "ratio", "Calls measured or recovered, of all that ended since the start."
)
QUEUE_CALLS = _counter(
    "queue_calls",
    "calls",
    "Inbound calls that joined a queue and ended, counted as Asterisk's queues do: was it answered, and was the wait, "
    "in whole seconds, no longer than thirdring_queue_service_level_seconds?",
    HOTLINE,
    ANSWERED,
    IN_LEVEL,
)
QUEUE_SL = _gauge("queue_sl_ratio", "ratio", "Asterisk's SL since the start: answered in level, of answered.", HOTLINE)
QUEUE_SL2 = _gauge(
    "queue_sl2_ratio", "ratio", "Asterisk's SL2 since the start: answered or gone in level, of all queued.", HOTLINE
)
QUEUE_LEVEL = _gauge(
    "queue_service_level_seconds", "seconds", "The wait up to which a queued call is in level for SL and SL2."
)
RING_PERIOD = _gauge("ring_period_seconds", "seconds", "One cycle of the ringback tone.")
TARGET_LIMIT = _gauge(
    "target_limit_seconds", "seconds", "Longest ringing that is within target; a bound of thirdring_call_ring_seconds."
)
IN_PROGRESS = _gauge("calls_in_progress", "calls", "Inbound calls that have not ended, by state.", HOTLINE, STATE)
LONGEST_RINGING = _gauge(
    "longest_ringing_seconds", "seconds", "How long the longest ringing call has rung; 0 when none rings.", HOTLINE
)
EVENTS = _counter("events", "events", "AMI events read, by name.", EVENT)
UNEXPECTED = _counter(
    "unexpected_events", "events", "AMI events that fitted no state of their call.", EVENT, EVENT_STATE
)
LAG = _histogram(
    "event_lag_seconds",
    "seconds",
    "From the PBX's own Timestamp of an event to its being applied here; a batch's oldest.",
)
LINK_UP = _gauge("link_up", "1 or 0", "1 while events of this PBX come in.", PBX)
LINK_RECONNECTS = _counter("link_reconnects", "connects", "Times that a lost link to this PBX was made again.", PBX)
LINK_FAILURES = _counter("link_failures", "failures", "Links to this PBX that failed or broke.", PBX)
LINK_REFUSED = _counter("link_logins_refused", "logins", "Logins that this PBX refused.", PBX)
LINK_FRAMES = _counter("link_frames", "frames", "AMI frames received from this PBX, noise included.", PBX)
LINK_OVERSIZED = _counter("link_oversized_frames", "frames", "AMI frames given up because they were too long.", PBX)
LINK_WAITING = _gauge("link_waiting_frames", "frames", "Frames of this PBX that are received and not yet taken.", PBX)
LINK_LAG = _gauge("link_lag_seconds", "seconds", "How long the first of them has waited; 0 when none waits.", PBX)
JOURNAL_EVENTS = _gauge("journal_events", "events", "Events that the journal keeps: its depth.")
JOURNAL_BYTES = _gauge("journal_size_bytes", "bytes", "Bytes that the journal takes on disk.")
JOURNAL_UNSAVED = _gauge("journal_unsaved_events", "events", "Events that would be lost if the service ended now.")
JOURNAL_TROUBLE = _gauge("journal_trouble", "1 or 0", "1 while the journal cannot write, as on a full disk.")
STORE_BEHIND_SECONDS = _gauge(
    "store_behind_seconds",
    "seconds",
    "Applied lag: age of what PostgreSQL does not reflect yet; 0 when it reflects all.",
)
STORE_BEHIND = _gauge(
    "store_behind_events", "events", "Applied lag: journaled events that PostgreSQL does not reflect yet."
)
STORE_WAITING = _gauge("store_waiting_calls", "calls", "Calls with changes that are not in PostgreSQL yet.")
STORE_REJECTED = _counter("store_rejected_calls", "calls", "Calls that PostgreSQL refused and that were left out.")
STORE_TROUBLE = _gauge("store_trouble", "1 or 0", "1 while PostgreSQL cannot be written.")
OBJECTIVE_ELIGIBLE = _gauge(
    "objective_eligible", "items", "What counts for the objective in its current period.", OBJECTIVE, PERIOD
)
OBJECTIVE_MET = _gauge("objective_met", "items", "What of it met the objective.", OBJECTIVE, PERIOD)
OBJECTIVE_RATIO = _gauge(
    "objective_ratio", "ratio", "Met of eligible; no series where nothing is eligible.", OBJECTIVE, PERIOD
)
OBJECTIVE_TARGET = _gauge("objective_target_ratio", "ratio", "The ratio it is held to.", OBJECTIVE, PERIOD)
OBJECTIVE_STATUS = _gauge(
    "objective_status",
    "0 to 3",
    "0: no data, 1: met, 2: at risk, 3: missed.",
    OBJECTIVE,
    PERIOD,
)

CATALOGUE: tuple[Metric, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
