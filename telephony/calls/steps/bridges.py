"""Who can talk with whom: bridges, Local halves, hold."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.record import Out
from telephony.calls.states import Signal
from telephony.calls.steps.arrivals import known, seen
from telephony.events import Event


def bridge_enter(tracker: CallBook, event: Event, out: Out) -> None:
    channel = known(tracker, event, out)
    bridge_uniqueid = event.headers.get("BridgeUniqueid")
    if channel is None or not bridge_uniqueid:
        return
    bridge = tracker.board.enter(channel, bridge_uniqueid, event.headers.get("BridgeTechnology", ""))
    tracker.look_for_answer(channel, event, out)
    for member in tuple(bridge.members.values()):
        if member.owns is not None and member is not channel:
            tracker.look_for_answer(member, event, out)


def bridge_leave(tracker: CallBook, event: Event, out: Out) -> None:
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None or channel.bridge is None:
        return
    if channel.bridge.uniqueid == event.headers.get("BridgeUniqueid"):
        tracker.board.leave(channel)


def bridge_merge(tracker: CallBook, event: Event, out: Out) -> None:
    headers = event.headers
    bridge = tracker.board.merge(headers.get("FromBridgeUniqueid", ""), headers.get("ToBridgeUniqueid", ""))
    for member in tuple(bridge.members.values()) if bridge is not None else ():
        if member.owns is not None:
            tracker.look_for_answer(member, event, out)


def local_bridge(tracker: CallBook, event: Event, out: Out) -> None:
    one, two = tracker.channel(event, "LocalOne"), tracker.channel(event, "LocalTwo")
    if one is not None and two is not None and "LocalTwoLinkedid" not in event.headers:
        two.linkedid = one.linkedid  # Asterisk 13.0 does not tell it
    for channel in (one, two):
        if channel is not None:
            seen(tracker, channel)
            tracker.look_for_answer(channel, event, out)


def hold(tracker: CallBook, event: Event, out: Out) -> None:
    _hold(tracker, Signal.HELD, event, out)


def unhold(tracker: CallBook, event: Event, out: Out) -> None:
    _hold(tracker, Signal.RESUMED, event, out)


def _hold(tracker: CallBook, signal: Signal, event: Event, out: Out) -> None:
    live = tracker.call_of(known(tracker, event, out))
    if live is not None:
        live.hold(signal, event, out)
