"""The metrics of the service desk: tickets, callbacks, duties, numbers shown, agents."""

from metrics.prometheus.labels import (
    AGENT_STATE,
    CALLBACK_OUTCOME,
    CALLBACK_REASON,
    CALLBACK_STATE,
    CATEGORY,
    DISCLOSURE_LIMIT,
    DISCLOSURE_RULE,
    DUTY_STATE,
    EN,
    STATUS,
    ZH,
)
from metrics.prometheus.metric import counter, gauge, histogram

TICKETS = gauge("tickets", "tickets", "Tickets that are neither closed nor cancelled, by status.", CATEGORY, STATUS)
TICKETS_OVERDUE = gauge("tickets_overdue", "tickets", "Tickets whose resolution or next step is overdue.", CATEGORY)
TICKETS_DUE_SOON = gauge(
    "tickets_due_soon", "tickets", "Tickets whose resolution or next step is due within the hour.", CATEGORY
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
CATEGORY_INFO = gauge("category_info", "1", "Always 1: the titles of a category of tickets.", CATEGORY, ZH, EN)
