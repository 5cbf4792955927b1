"""The metrics of calls and the ring target."""

from metrics.prometheus.labels import (
    AGENT,
    ANSWERED,
    DIRECTION,
    DISPOSITION,
    HOTLINE,
    IN_LEVEL,
    MEASUREMENT,
    OUTCOME,
    REASON,
    RESCUE,
    STATE,
)
from metrics.prometheus.metric import counter, gauge, histogram

CALLS = counter("calls", "calls", "Calls that ended, by what the switch saw.", DIRECTION, HOTLINE, DISPOSITION)
COUNTED = counter(
    "calls_counted",
    "calls",
    "Inbound calls that the target is judged on, within or missed; added when a call is answered or ends unanswered.",
    HOTLINE,
)
WITHIN_TARGET = counter(
    "calls_within_target", "calls", "Counted calls that were answered within the promised rings.", HOTLINE
)
NOT_COUNTED = counter(
    "calls_not_counted",
    "calls",
    "Inbound calls that are shown apart and not judged, by reason; short abandons are here.",
    HOTLINE,
    REASON,
)
RESCUES = counter(
    "rescues",
    "calls",
    "Calls that ended for which the service had more phones ring, by what became of them: asked (none of those phones "
    "had the call), taken (one had it, too late or not counted), saved (one had it in time); dry_run: phones would "
    "have rung.",
    HOTLINE,
    RESCUE,
)
RING = histogram(
    "call_ring_seconds",
    "seconds",
    "Ringing of counted calls from the first ring on, over all dial rounds; 0 where nothing rang.",
    HOTLINE,
    ANSWERED,
)
WAIT = histogram(
    "call_wait_seconds",
    "seconds",
    "Wait of counted calls from entering the hotline to the answer or the end of the wait.",
    HOTLINE,
    ANSWERED,
)
RINGS = histogram("call_rings", "rings", "Rings heard by callers of counted calls.", HOTLINE, ANSWERED)
TALK = histogram(
    "call_talk_seconds",
    "seconds",
    "From answer to end of answered inbound calls, hold and transfers included.",
    HOTLINE,
)
ATTEMPTS = counter(
    "attempts",
    "attempts",
    "Tries at one device for an inbound call, by how they ended; of helpers' phones those alone that had the call.",
    AGENT,
    OUTCOME,
)
BY_MEASUREMENT = counter(
    "calls_by_measurement", "calls", "Calls that ended, by how completely they were heard.", MEASUREMENT
)
COMPLETENESS = gauge(
    "measurement_completeness_ratio", "ratio", "Calls measured or recovered, of all that ended since the start."
)
QUEUE_CALLS = counter(
    "queue_calls",
    "calls",
    "Inbound calls that joined a queue and ended, counted as Asterisk's queues do: was it answered, and was the wait, "
    "in whole seconds, no longer than thirdring_queue_service_level_seconds?",
    HOTLINE,
    ANSWERED,
    IN_LEVEL,
)
QUEUE_SL = gauge("queue_sl_ratio", "ratio", "Asterisk's SL since the start: answered in level, of answered.", HOTLINE)
QUEUE_SL2 = gauge(
    "queue_sl2_ratio", "ratio", "Asterisk's SL2 since the start: answered or gone in level, of all queued.", HOTLINE
)
QUEUE_LEVEL = gauge(
    "queue_service_level_seconds", "seconds", "The wait up to which a queued call is in level for SL and SL2."
)
RING_PERIOD = gauge("ring_period_seconds", "seconds", "One cycle of the ringback tone.")
TARGET_LIMIT = gauge(
    "target_limit_seconds", "seconds", "Longest ringing that is within target; a bound of thirdring_call_ring_seconds."
)
IN_PROGRESS = gauge("calls_in_progress", "calls", "Inbound calls that have not ended, by state.", HOTLINE, STATE)
LONGEST_RINGING = gauge(
    "longest_ringing_seconds", "seconds", "How long the longest ringing call has rung; 0 when none rings.", HOTLINE
)
