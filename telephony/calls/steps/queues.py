"""Callers who wait in a queue."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.steps.arrivals import known, renumber
from telephony.calls.steps.dialling import stand_for
from telephony.events import Event
from telephony.facts import Measurement


def queue_join(tracker: CallBook, event: Event, out: Out) -> None:
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


def enter_by_queue(tracker: CallBook, channel: Channel, queue: str, event: Event, out: Out) -> LiveCall | None:
    hotline = tracker.layout.hotline_of_queue.get(queue)
    caller = channel if channel.is_root else tracker.board.channels.get(channel.linkedid)
    if hotline is None or caller is None:
        return None
    if caller.is_originated and caller.agent is None:
        return _call_back(tracker, channel, caller, hotline, event, out)
    return tracker.begin_inbound(caller, hotline, event, out)


def _call_back(
    tracker: CallBook, channel: Channel, first: Channel, hotline: str, event: Event, out: Out
) -> LiveCall | None:
    """The PBX has called somebody by itself and puts them into a queue: a call to a customer, or an agent's own.

    None where it puts the other half of a Local channel there: it looks for an agent first and calls the customer then.
    """
    if channel is not first:
        return None
    other = stand_for(tracker, first) if first.is_local else first
    if other is None:
        return None
    if other.agent is not None:
        return tracker.begin_inbound(first, hotline, event, out)
    return tracker.begin_call_back(first, first.own_exten or other.reached or other.number, event, out)


def queue_leave(tracker: CallBook, event: Event, out: Out) -> None:
    """QueueCallerAbandon comes for many reasons and says none: it only tells that the queue has been left."""
    live = tracker.call_of(tracker.board.channels.get(event.headers.get("Uniqueid", "")))
    if live is not None:
        live.leave_queue(event, out)


def queue_entry(tracker: CallBook, event: Event, out: Out) -> None:
    """A caller found waiting in a queue. No row says that a dialplan went from one queue straight to another."""
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None:
        return
    queue = event.headers.get("Queue", "")
    live = tracker.call_of(channel) or enter_by_queue(tracker, channel, queue, event, out)
    if live is not None and live.waiting and live.wait.queue != queue:
        if live.call.measurement is not Measurement.RECOVERED:
            live.call.measurement = Measurement.ESTIMATED
        live.join(queue, event, out)
