"""Devices that are dialled: each is an attempt of the call, or the beginning of an outbound one."""

from __future__ import annotations

import re

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.steps.arrivals import known, seen
from telephony.events import Event

_NUMBER = re.compile(r"(?<![\w+-])\+?[0-9]{5,20}(?![\w-])", re.ASCII)
"""In a DialString such as 13800000001@trunk or g0/13800000001; what stands behind a hyphen is the channel's own."""


def dial_begin(tracker: CallBook, event: Event, out: Out) -> None:
    """Without a `Channel` it is an originated call's first leg or a consultation."""
    parent, dest = known(tracker, event, out), tracker.channel(event, "Dest")
    if dest is None:
        return
    seen(tracker, dest)
    dest.dialled = True
    dest.reached = _reached(event)
    if parent is not None and "DestLinkedid" not in event.headers:
        _link(tracker, parent, dest)
    dest.dialled_by = parent
    if parent is not None and parent.is_local and parent.stands_for is None and dest.agent is None:
        dest.agent = parent.agent  # a queue's member that is Local may be the agent's device
    live = tracker.call_of(parent) or tracker.call_of(dest)
    if live is None and parent is not None:
        live = _outbound(tracker, parent, dest, event, out)
    if live is not None and dest.is_device and dest is not live.caller:
        tracker.who_is_dialled(live, dest)
        live.begin_leg(dest, event, out)


def _outbound(tracker: CallBook, parent: Channel, dest: Channel, event: Event, out: Out) -> LiveCall | None:
    """An agent's device dials somebody, or what a program has called for the agent does: Local/1001@from-internal."""
    if not parent.is_first or not (dest.is_device or dest.is_local):
        return None
    if parent.is_local:
        stand_for(tracker, parent)
    if parent.agent is None:
        other = parent.stands_for if parent.is_local else parent
        if other is None or dest.agent is None or not parent.is_originated:
            return None
        number = parent.own_exten or other.reached or other.number
        return tracker.begin_call_back(parent, number, event, out)  # the customer was called first, now the agent is
    return tracker.begin_outbound(parent, dest, _dialled(parent, event), event, out)


def _link(tracker: CallBook, parent: Channel, dest: Channel) -> None:
    """Asterisk 13.0 does not tell the linkedid: what is dialled belongs to the call of who dials."""
    half = tracker.board.other_half(parent) if parent.is_local else None
    if half is not None and not half.is_first:
        parent.linkedid = half.linkedid
    dest.linkedid = parent.linkedid


def stand_for(tracker: CallBook, local: Channel) -> Channel | None:
    """The device that has answered behind this Local channel, whose agent and number it has from now on."""
    device = local.stands_for = tracker.board.device_behind(local)
    if device is not None:
        local.agent, local.number = device.agent, device.number or device.device.partition("/")[2]
    return device


def _dialled(parent: Channel, event: Event) -> str:
    headers = event.headers
    said = (parent.exten, headers.get("Exten", ""), _reached(event), headers.get("DestCallerIDNum", ""))
    return next((number for number in said if number not in ("", "s", parent.own_exten)), parent.exten)


def _reached(event: Event) -> str:
    number = _NUMBER.search(event.headers.get("DialString", ""))
    return "" if number is None else number[0]


def dial_state(tracker: CallBook, event: Event, out: Out) -> None:
    if event.headers.get("DialStatus") != "RINGING":
        return
    dest = tracker.channel(event, "Dest")
    live = tracker.call_of(dest)
    if dest is None or live is None or dest is live.caller:
        return
    if dest.is_device or dest.stands_for is not None:
        dest.dialled = True
        live.ring(dest.leg, event, out)


def dial_end(tracker: CallBook, event: Event, out: Out) -> None:
    """ANSWER names the channel that answered, which after a pick-up was never dialled."""
    dest = tracker.board.channels.get(event.headers.get("DestUniqueid", ""))
    if dest is None:
        return
    status = _first_cause(dest, event.headers.get("DialStatus", ""))
    if status == "ANSWER" and dest.dialled_by is not None and dest.dialled_by.answered_by is None:
        dest.dialled_by.answered_by = dest
    if dest.is_local:
        tracker.board.local_dial_ended(dest, status)
        if dest.stands_for is None:
            return
    if status == "ANSWER":
        dest.dialled = True
    live = tracker.call_of(dest)
    if live is not None:
        live.silence(dest.leg, status, event, out)


def _first_cause(dest: Channel, status: str) -> str:
    """A device behind a Local channel that rang out is told CANCEL; its Local channel was told NOANSWER before."""
    if status == "CANCEL" and dest.dialled_by is not None and dest.dialled_by.dial_status:
        return dest.dialled_by.dial_status
    return status
