"""The case list, and how often each case comes."""

from collections.abc import Callable

from lab.sim import outward, plays, rare
from lab.sim.stage import Stage

Play = Callable[[Stage], None]

INSIDE = "an agent's phone"
CLICK = "an agent's click"

CASES: dict[str, tuple[Play, str, float]] = {
    "queue_answered": (plays.queue_answered, "number", 40),
    "queue_answered_late": (plays.queue_answered_late, "number", 4),
    "queue_after_answer": (plays.queue_after_answer, "number", 8),
    "menu_first": (plays.menu_first, "menu_number", 8),
    "abandoned_in_menu": (plays.abandoned_in_menu, "menu_number", 1),
    "one_at_a_time": (plays.one_at_a_time, "number", 4),
    "no_answer_then_next": (plays.no_answer_then_next, "number", 2),
    "busy_then_next": (plays.busy_then_next, "number", 2),
    "rejected_then_next": (plays.rejected_then_next, "number", 2),
    "dead_phone_beside_one": (plays.dead_phone_beside_one, "number", 1),
    "answered_without_ringing": (plays.answered_without_ringing, "number", 1),
    "abandoned_early": (plays.abandoned_early, "number", 3),
    "abandoned_late": (plays.abandoned_late, "number", 2),
    "queue_timeout": (plays.queue_timeout, "number", 1),
    "queue_timeout_announcement": (rare.queue_timeout_announcement, "number", 1),
    "queue_timeout_zero": (rare.queue_timeout_zero, "number", 1),
    "hang_up_at_answer": (rare.hang_up_at_answer, "number", 1),
    "redirected_while_waiting": (rare.redirected_while_waiting, "number", 1),
    "forwarded": (rare.forwarded, "number", 1),
    "forwarded_dial": (rare.forwarded_dial, "direct_number", 1),
    "overflow": (plays.overflow, "number", 1),
    "local_members": (plays.local_members, "number", 3),
    "local_members_optimized": (rare.local_members_optimized, "number", 1),
    "picked_up": (plays.picked_up, "number", 1),
    "held": (plays.held, "number", 2),
    "blind_transfer": (plays.blind_transfer, "number", 2),
    "attended_transfer": (plays.attended_transfer, "number", 2),
    "dial_one": (plays.dial_one, "direct_number", 5),
    "dial_group": (plays.dial_group, "group_number", 5),
    "dial_no_answer": (plays.dial_no_answer, "group_number", 1),
    "dial_voicemail": (rare.dial_voicemail, "direct_number", 1),
    "dial_busy": (plays.dial_busy, "direct_number", 1),
    "not_a_hotline": (plays.not_a_hotline, "other_number", 3),
    "internal": (plays.internal, INSIDE, 3),
    "outbound": (outward.outbound, INSIDE, 3),
    "outbound_busy": (outward.outbound_busy, INSIDE, 0.5),
    "outbound_given_up": (outward.outbound_given_up, INSIDE, 0.5),
    "callback_reached": (outward.callback_reached, CLICK, 1),
    "callback_busy": (outward.callback_busy, CLICK, 0.5),
    "callback_no_answer": (outward.callback_no_answer, CLICK, 0.5),
    "callback_agent_no_answer": (outward.callback_agent_no_answer, CLICK, 0.5),
    "callback_agent_refuses": (outward.callback_agent_refuses, CLICK, 0.5),
    "agent_calls_hotline": (rare.agent_calls_hotline, INSIDE, 1),
}
"""Name → (play, which of the site's numbers is dialled, how often among a hundred or so)."""
