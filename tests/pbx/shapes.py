"""All shapes of calls that the lab can play."""

from tests.pbx import (
    shapes_dial,
    shapes_outbound,
    shapes_queue,
    shapes_rescue,
    shapes_restart,
    shapes_transfer,
    shapes_unanswered,
)

SHAPES = (
    *shapes_queue.SHAPES,
    *shapes_unanswered.SHAPES,
    *shapes_dial.SHAPES,
    *shapes_outbound.SHAPES,
    *shapes_transfer.SHAPES,
    *shapes_rescue.SHAPES,
    *shapes_restart.SHAPES,
)
