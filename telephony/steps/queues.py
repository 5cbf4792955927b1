"""Callers who wait in a queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telephony.facts import Measurement
from telephony.steps.arrivals import known, renumber

if TYPE_CHECKING:
    from telephony.channels import Channel
    from telephony.events import Event
    from telephony.live import LiveCall, Out
    from telephony.tracker import Tracker


def queue_join(tracker: Tracker, event: Event, out: Out) -> None:
    """The caller may wait behind a Local channel; whoever stands at its root is the caller."""
    channel = known(tracker, event, out)
    if channel is None:
        return
    queue = event.headers.get("Queue", "")
    live = tracker.call_of(channel) or enter_by_queue(tracker, channel, queue, event, out)
    if live is not None:
        if channel is live.caller:
            renumber(channel, event, out)
        live.join(queue, event, out)


def enter_by_queue(tracker: Tracker, channel: Channel, queue: str, event: Event, out: Out) -> LiveCall | None:
    hotline = tracker.layout.hotline_of_queue.get(queue)
    caller = channel if channel.is_root else tracker.board.channels.get(channel.linkedid)
    if hotline is None or caller is None:
        return None
    return tracker.begin_inbound(caller, hotline, event, out)


def queue_leave(tracker: Tracker, event: Event, out: Out) -> None:
    """QueueCallerAbandon comes for many reasons and says none: it only tells that the queue has been left."""
    live = tracker.call_of(tracker.board.channels.get(event.headers.get("Uniqueid", "")))
    if live is not None:
        live.leave_queue(event, out)


def queue_entry(tracker: Tracker, event: Event, out: Out) -> None:
    """A caller found waiting in a queue."""
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None:
        return
    queue = event.headers.get("Queue", "")
    live = tracker.call_of(channel) or enter_by_queue(tracker, channel, queue, event, out)
    if live is not None and live.waiting and live.queue != queue:
        live.call.measurement = Measurement.ESTIMATED
        live.join(queue, event, out)
