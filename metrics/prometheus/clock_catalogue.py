"""The metrics of clocks."""

from metrics.prometheus.labels import PBX
from metrics.prometheus.metric import counter, gauge

PBX_CLOCK_STEPS = counter(
    "pbx_clock_steps",
    "steps",
    "Times that the clock of this PBX was set, forth or back; calls alive were estimated.",
    PBX,
)
PBX_STAMPS_REFUSED = counter(
    "pbx_stamps_refused", "events", "Events of this PBX whose time stamp was not believed; their receipt stood in.", PBX
)
PBX_CLOCK_AHEAD = gauge(
    "pbx_clock_ahead_seconds", "seconds", "The clock of this PBX less ours, when it was last asked.", PBX
)
OWN_CLOCK_STEPS = counter(
    "own_clock_steps", "steps", "Times that the clock of this machine was set while it listened to this PBX.", PBX
)
