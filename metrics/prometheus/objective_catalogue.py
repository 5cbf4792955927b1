"""The metrics of the objectives."""

from metrics.prometheus.labels import EN, NUMBER, OBJECTIVE, PERIOD, ZH
from metrics.prometheus.metric import gauge

SITE_DAYS = gauge(
    "site_days",
    "days",
    "Local days since the site began, today included; 0: it has not begun. Alerts on objectives begin with day 2.",
)
OBJECTIVE_INFO = gauge("objective_info", "1", "Always 1: number and titles of an objective.", OBJECTIVE, NUMBER, ZH, EN)
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
