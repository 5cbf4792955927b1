"""All metrics, declared once with help, unit and labels. docs/metrics.md is generated from this file."""

from metrics.prometheus.clock_catalogue import OWN_CLOCK_STEPS, PBX_CLOCK_AHEAD, PBX_CLOCK_STEPS, PBX_STAMPS_REFUSED
from metrics.prometheus.labels import (
    AGENT,
    AGENT_STATE,
    AGI_END,
    AGI_SCRIPT,
    ANSWERED,
    CALLBACK_OUTCOME,
    CALLBACK_REASON,
    CALLBACK_STATE,
    CATEGORY,
    DIRECTION,
    DISCLOSURE_LIMIT,
    DISCLOSURE_RULE,
    DISPOSITION,
    DUTY_STATE,
    EN,
    EVENT,
    EVENT_STATE,
    HOTLINE,
    IN_LEVEL,
    MEASUREMENT,
    NUMBER,
    OBJECTIVE,
    OUTCOME,
    PBX,
    PERIOD,
    REASON,
    ROW_KIND,
    STATE,
    STATUS,
    UPKEEP,
    ZH,
)
from metrics.prometheus.metric import Kind, Metric, counter, gauge, histogram

_CLOCKS = (OWN_CLOCK_STEPS, PBX_CLOCK_AHEAD, PBX_CLOCK_STEPS, PBX_STAMPS_REFUSED)

__all__ = ["CATALOGUE", "Kind", "Metric"]

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
    "attempts", "attempts", "Tries at one device for an inbound call, by how they ended.", AGENT, OUTCOME
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
EVENTS = counter("events", "events", "AMI events read, by name.", EVENT)
UNEXPECTED = counter(
    "unexpected_events", "events", "AMI events that fitted no state of their call.", EVENT, EVENT_STATE
)
LAG = histogram(
    "event_lag_seconds",
    "seconds",
    "From the PBX's own Timestamp of an event to its being applied here; a batch's oldest.",
)
LINK_UP = gauge("link_up", "1 or 0", "1 while events of this PBX come in.", PBX)
LINK_RECONNECTS = counter("link_reconnects", "connects", "Times that a lost link to this PBX was made again.", PBX)
LINK_FAILURES = counter("link_failures", "failures", "Links to this PBX that failed or broke.", PBX)
LINK_REFUSED = counter("link_logins_refused", "logins", "Logins that this PBX refused.", PBX)
LINK_FRAMES = counter("link_frames", "frames", "AMI frames received from this PBX, noise included.", PBX)
LINK_OVERSIZED = counter("link_oversized_frames", "frames", "AMI frames given up because they were too long.", PBX)
LINK_FORGED = counter(
    "link_forged", "attempts", "Events of this PBX into which a caller had written what looks like other events.", PBX
)
LINK_WAITING = gauge("link_waiting_frames", "frames", "Frames of this PBX that are received and not yet taken.", PBX)
LINK_LAG = gauge("link_lag_seconds", "seconds", "How long the first of them has waited; 0 when none waits.", PBX)
AGI_SESSIONS = counter("agi_sessions", "sessions", "AGI sessions that ended, by script and end.", AGI_SCRIPT, AGI_END)
AGI_FORGED = counter(
    "agi_forged",
    "sessions",
    "AGI sessions that began with lines which somebody else had written, by line breaks in a caller's number or name. "
    "They go on without the number.",
)
UNREADABLE_ROWS = counter(
    "unreadable_rows",
    "reads",
    "Tickets and callbacks in PostgreSQL that could not be read and were left out, such as one typed there by hand. "
    "The log names them.",
    ROW_KIND,
)
JOURNAL_EVENTS = gauge("journal_events", "events", "Events that the journal keeps: its depth.")
JOURNAL_BYTES = gauge("journal_size_bytes", "bytes", "Bytes that the journal takes on disk.")
JOURNAL_UNSAVED = gauge("journal_unsaved_events", "events", "Events that would be lost if the service ended now.")
JOURNAL_TROUBLE = gauge("journal_trouble", "1 or 0", "1 while the journal cannot write, as on a full disk.")
STORE_BEHIND_SECONDS = gauge(
    "store_behind_seconds",
    "seconds",
    "Applied lag: age of what PostgreSQL does not reflect yet; 0 when it reflects all.",
)
STORE_BEHIND = gauge(
    "store_behind_events", "events", "Applied lag: journaled events that PostgreSQL does not reflect yet."
)
STORE_WAITING = gauge("store_waiting_calls", "calls", "Calls with changes that are not in PostgreSQL yet.")
STORE_REJECTED = counter("store_rejected_calls", "calls", "Calls that PostgreSQL refused and that were left out.")
STORE_TROUBLE = gauge("store_trouble", "1 or 0", "1 while PostgreSQL cannot be written.")
TICKETS = gauge("tickets", "tickets", "Tickets that are neither closed nor cancelled, by status.", CATEGORY, STATUS)
TICKETS_OVERDUE = gauge("tickets_overdue", "tickets", "Tickets not resolved whose resolution is overdue.", CATEGORY)
TICKETS_DUE_SOON = gauge(
    "tickets_due_soon", "tickets", "Tickets not resolved whose resolution is due within the hour.", CATEGORY
)
TICKET_FIRST_RESPONSE = histogram(
    "ticket_first_response_seconds",
    "seconds",
    "From the opening of a ticket to the first response, pauses left out; counted when somebody responds.",
    CATEGORY,
)
TICKET_RESOLUTION = histogram(
    "ticket_resolution_seconds",
    "seconds",
    "From the opening of a ticket, or its last reopening, to its resolution, pauses left out; counted when it is "
    "resolved.",
    CATEGORY,
)
COMPLAINTS_OVERDUE = gauge("complaints_overdue", "tickets", "Complaints whose first answer is overdue.")
INCIDENTS_WITHOUT_REPORT = gauge(
    "incidents_without_report", "tickets", "Major incidents, not closed, whose report is not written or not sent."
)
CALLBACKS = gauge("callbacks", "callbacks", "Callbacks that are open, by state.", CALLBACK_REASON, CALLBACK_STATE)
CALLBACKS_OVERDUE = gauge(
    "callbacks_overdue",
    "callbacks",
    "Open callbacks that are overdue and may be made now; one that was tried counts again when its next attempt may be "
    "made.",
    CALLBACK_REASON,
)
CALLBACK_ATTEMPTS = counter(
    "callback_attempts", "attempts", "Attempts to call back, by how they ended.", CALLBACK_REASON, CALLBACK_OUTCOME
)
DAY_ELIGIBLE = gauge(
    "callback_day_eligible",
    "tickets",
    "Tickets resolved today that want a callback and have somebody to call: of them the rate is.",
)
DAY_RESOLVED = gauge(
    "callback_day_resolved", "tickets", "All tickets resolved today, those included that the rate leaves out."
)
DAY_REACHED = gauge("callback_day_reached", "tickets", "Of them, those with a proven callback today.")
DAY_MISSING = gauge("callback_day_missing", "tickets", "Of them, those not reached yet.")
DAY_NEEDED = gauge(
    "callback_day_needed", "tickets", "How many more have to be reached by midnight for the target; 0 when it is met."
)
DAY_REACHABLE = gauge(
    "callback_day_reachable",
    "1 or 0",
    "1 while the target is met, or enough are missing and may still be called today; as `can_be_met` in the API.",
)
DAY_LEFT = gauge(
    "callback_day_left_seconds", "seconds", "Until the latest time of day at which the site calls back; then 0."
)
DAY_RATIO = gauge("callback_day_ratio", "ratio", "Today's same-day callback rate; no series while nothing is eligible.")
DUTIES = gauge(
    "duties",
    "duties",
    "Recurring duties of this day, week and month that are due or done, and those whose time ended today and that are "
    "missed.",
    DUTY_STATE,
)
DISCLOSURES = counter(
    "disclosures",
    "numbers",
    "Masked phone numbers shown to somebody in full, by the rule; each person and number once, for a reason each time.",
    DISCLOSURE_RULE,
)
DISCLOSURES_USED_UP = gauge(
    "disclosures_used_up",
    "people",
    "People who have used up today's limit: `shown` of masked numbers, `looked_up` of numbers to look up.",
    DISCLOSURE_LIMIT,
)
AGENTS = gauge(
    "agents",
    "agents",
    "Agents of the settings by what they do; idle is whoever has no call, also with a phone that is switched off.",
    AGENT_STATE,
)
DISK_FREE = gauge("disk_free_bytes", "bytes", "Room that is left on the disk of data_dir.")
DISK_SIZE = gauge("disk_size_bytes", "bytes", "Size of the disk of data_dir.")
STARTED = gauge("start_timestamp_seconds", "seconds", "When the service started, in seconds since 1970.")
FIGURES_AGE = gauge(
    "figures_age_seconds",
    "seconds",
    "Age of what was last read from PostgreSQL for these figures, tickets, callbacks and objectives; since the start "
    "where nothing was.",
)
UPKEEP_DONE = gauge(
    "upkeep_last_success_timestamp_seconds",
    "seconds",
    "When it was last done, in seconds since 1970; absent where it never was.",
    UPKEEP,
)
SITE_DAYS = gauge(
    "site_days",
    "days",
    "Local days since the site began, today included; 0: it has not begun. Alerts on objectives begin with day 2.",
)
OBJECTIVE_INFO = gauge("objective_info", "1", "Always 1: number and titles of an objective.", OBJECTIVE, NUMBER, ZH, EN)
CATEGORY_INFO = gauge("category_info", "1", "Always 1: the titles of a category of tickets.", CATEGORY, ZH, EN)
OBJECTIVE_ELIGIBLE = gauge(
    "objective_eligible", "items", "What counts for the objective in its current period.", OBJECTIVE, PERIOD
)
OBJECTIVE_MET = gauge("objective_met", "items", "What of it met the objective.", OBJECTIVE, PERIOD)
OBJECTIVE_RATIO = gauge(
    "objective_ratio", "ratio", "Met of eligible; no series where nothing is eligible.", OBJECTIVE, PERIOD
)
OBJECTIVE_TARGET = gauge("objective_target_ratio", "ratio", "The ratio it is held to.", OBJECTIVE, PERIOD)
OBJECTIVE_STATUS = gauge(
    "objective_status",
    "0 to 3",
    "0: no data, 1: met, 2: at risk, 3: missed.",
    OBJECTIVE,
    PERIOD,
)
OBJECTIVE_LAST_RATIO = gauge(
    "objective_last_ratio", "ratio", "The ratio of the period that was closed last.", OBJECTIVE, PERIOD
)
OBJECTIVE_LAST_STATUS = gauge(
    "objective_last_status", "1 or 3", "1: that period met the objective, 3: it missed it.", OBJECTIVE, PERIOD
)
OBJECTIVE_LAST_AGE = gauge(
    "objective_last_age_seconds", "seconds", "How long ago that period was closed.", OBJECTIVE, PERIOD
)
OBJECTIVE_LEFT = gauge(
    "objective_left_seconds", "seconds", "Until the current period of the objective ends.", OBJECTIVE, PERIOD
)

CATALOGUE: tuple[Metric, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
BY_NAME = {metric.name: metric for metric in CATALOGUE}
