"""Rows of the PBX's own record about the caller's channel and the devices that are dialled: they begin, answer, end."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.recovery import GAVE_UP_US, Recovery
from telephony.calls.steps import arrivals, dialling, endings
from telephony.events import Event

FORWARDED_US = 300_000
"""The phone that forwarded is hung up within so long after its FORWARD."""

SILENT_US = 250_000
"""A device that answers, refuses or is given up so soon has not rung for longer than rows are sure."""

_BUSY = frozenset({"17", "21"})
_ELSEWHERE = "26"


def chan_start(tracker: CallBook, recovery: Recovery, event: Event, out: Out) -> LiveCall | None:
    """A channel may be known already, and not that it is dialled."""
    if event.headers.get("Uniqueid") not in tracker.board.channels:
        arrivals.new_channel(tracker, event, out)
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None:
        return None
    if not channel.is_first:
        return _dialled(tracker, recovery, channel, event, out)
    channel.dialled = channel.exten == "s" and channel.agent is not None  # called by a program
    return tracker.owned(channel)


def _dialled(tracker: CallBook, recovery: Recovery, dest: Channel, event: Event, out: Out) -> LiveCall | None:
    if dest.is_local and dest.name.endswith(";2"):
        return tracker.call_of(dest)
    parent = recovery.who_dials(dest, tracker.board.channels)
    headers = {"DestUniqueid": dest.uniqueid, "DestLinkedid": dest.linkedid}
    headers["Timestamp"] = event.headers.get("Timestamp", "")
    if parent is not None:
        headers["Uniqueid"] = parent.uniqueid
        headers["DialString"] = recovery.tried[parent.uniqueid].data if parent.uniqueid in recovery.tried else ""
    dialling.dial_begin(tracker, event._replace(headers=headers), out)
    return tracker.call_of(dest)


def answer(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    live = tracker.call_of(channel)
    if live is not None and channel is live.caller:
        return
    if live is not None:
        _rang_somewhen(live, recovery, channel, event, out)
    _dial_end(tracker, channel, "ANSWER", event, out)


def hangup_request(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    """Not while waiting where the dialplan had left its last Dial or Queue before: it played an announcement then.

    Who is bridged just then may have been answered.
    """
    live, left_us = tracker.owned(channel), recovery.left_us.get(channel.uniqueid)
    if live is not None and left_us is not None and left_us < event.at_us - GAVE_UP_US:
        live.give_up(event, out)
    if live is not None and live.waiting and "Bridged" in event.headers:
        live.doubt()
    endings.hangup_request(tracker, event, out)


def hangup(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    live, cause = tracker.call_of(channel), event.headers.get("Cause", "")
    if live is not None and channel is live.caller:
        _end_of_caller(live, event)
    elif live is not None:
        _end_of_leg(tracker, recovery, live, channel, event, out)
    endings.hangup(tracker, event._replace(headers={**event.headers, "Cause": cause}), out)
    tracker.board.gone.add(channel.uniqueid)
    recovery.tried.pop(channel.uniqueid, None)


def _end_of_caller(live: LiveCall, event: Event) -> None:
    """Who did not hang up was hung up by the dialplan. Where nobody is named, the PBX itself was told to stop.

    Of other technologies than PJSIP it is not known whether they name a caller who hangs up.
    """
    if live.caller.hangup_requested_at_us is None and live.waiting:
        live.wait.closed = True
        is_named = "Source" in event.headers or live.caller.name.startswith("PJSIP/")
        if not is_named and live.wait.tried and not live.wait.queue_status:
            live.doubt()


def _end_of_leg(
    tracker: CallBook, recovery: Recovery, live: LiveCall, channel: Channel, event: Event, out: Out
) -> None:
    cause = event.headers.get("Cause", "")
    leg = live.legs.get(channel)
    _rang_somewhen(live, recovery, channel, event, out)
    live.legs.hear_cause(channel, cause)
    if leg is None or not leg.silent or channel.is_local:
        _dial_end(tracker, channel, _status(live, recovery, cause, event.at_us), event, out)


def _status(live: LiveCall, recovery: Recovery, cause: str, at_us: int) -> str:
    """How the dial of a device ended that nobody picked up."""
    if cause in _BUSY:
        return "BUSY"
    answered = any(leg.dial_status == "ANSWER" for leg in live.legs)
    left = live.caller.hangup_requested_at_us is not None or not live.waiting
    forwarded = recovery.was_forwarded(live.caller.uniqueid, at_us - FORWARDED_US)
    return "CANCEL" if cause == _ELSEWHERE or answered or left or forwarded else "NOANSWER"


def _dial_end(tracker: CallBook, channel: Channel, status: str, event: Event, out: Out) -> None:
    headers = {"DestUniqueid": channel.uniqueid, "DialStatus": status}
    dialling.dial_end(tracker, event._replace(headers=headers), out)


def _rang_somewhen(live: LiveCall, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    """Without the log, a device that was called unheard may have rung from then on, later, or, where it was not picked
    up, not at all. That matters where it may have been the first to ring.
    """
    leg, call = live.legs.get(channel), live.call
    if recovery.has_log or leg is None or leg.silent or leg.attempt.alerted_at_us is not None:
        return
    is_sure = recovery.margin_us <= SILENT_US  # whole seconds do not say that it was so soon
    if is_sure and event.at_us - leg.attempt.began_at_us < SILENT_US:
        return
    since_us = max(leg.attempt.began_at_us, recovery.since_us)
    is_first = call.alerted_at_us is None or since_us < call.alerted_at_us - call.margin_us
    after_us = call.alerted_after_us
    if event.name == "CEL ANSWER":
        live.unheard_since_us = since_us
        live.ring(channel, event._replace(name=f"{event.name}: may have rung"), out)
        live.unheard_since_us = None
    else:
        leg.attempt.alerted_at_us, leg.attempt.is_timed = event.at_us, False
    if is_first and live.waiting:
        call.alerted_after_us = since_us if after_us is None else min(after_us, since_us)
        live.doubt()
