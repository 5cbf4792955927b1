"""Rows of the PBX's own record about where a caller goes: Dial, Queue, bridges, other hands."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.record import Out
from telephony.calls.recovery import Recovery, Tried
from telephony.calls.steps import arrivals, bridges, handovers, queues
from telephony.events import Event

REFUSED_US = 1_000_000
"""A queue that is left so soon, before anybody was tried, has refused the caller."""

_TRYING = frozenset({"Dial", "Queue"})


def app_start(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    app, data = event.headers.get("Application", ""), event.headers.get("AppData", "")
    if app in _TRYING:
        recovery.tried[channel.uniqueid] = Tried(app, data, event.at_us)
        recovery.left_us.pop(channel.uniqueid, None)
    arrivals.new_exten(tracker, event, out)
    queue = data.partition(",")[0]
    live = tracker.call_of(channel)
    if app == "Queue" and (live is None or live.wait.queue != queue):
        headers = {**event.headers, "Queue": queue}
        queues.queue_join(tracker, event._replace(headers=headers), out)


def app_end(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    if event.headers.get("Application") not in _TRYING:
        return
    tried, live = recovery.tried.pop(channel.uniqueid, None), tracker.call_of(channel)
    recovery.left_us[channel.uniqueid] = event.at_us
    if live is None or event.headers.get("Application") != "Queue":
        return
    if tried is not None and live.waiting and event.at_us - tried.at_us < REFUSED_US:
        began_us = [attempt.began_at_us for attempt in live.call.attempts]
        if not any(at_us >= tried.at_us for at_us in began_us):
            live.wait.queue_status = "JOINEMPTY"
            if live.call.queued_at_us == tried.at_us:
                live.call.queued_at_us = None
    queues.queue_leave(tracker, event, out)


def bridge_enter(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    bridges.bridge_enter(tracker, event, out)


def bridge_exit(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    bridges.bridge_leave(tracker, event, out)


def pickup(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    picker = event.headers.get("PickupUniqueid", "")
    if picker in tracker.board.channels:
        headers = {"Uniqueid": picker, "TargetLinkedid": channel.linkedid}
        handovers.pickup(tracker, event._replace(headers=headers), out)


def park_start(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    handovers.parked(tracker, event._replace(headers={"ParkeeUniqueid": channel.uniqueid}), out)


def park_end(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    retriever = tracker.board.named(event.headers.get("Retriever", ""))
    if retriever is not None:
        headers = {"ParkeeUniqueid": channel.uniqueid, "RetrieverUniqueid": retriever.uniqueid}
        handovers.fetched(tracker, event._replace(headers=headers), out)


def forward(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    recovery.forwarded_us[channel.uniqueid] = event.at_us


def blind_transfer(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    handovers.blind_transfer(tracker, event._replace(headers=_parties(tracker, channel, event, "Transferer")), out)


def attended_transfer(tracker: CallBook, recovery: Recovery, channel: Channel, event: Event, out: Out) -> None:
    """Its row comes when all have changed bridges already."""
    headers = _parties(tracker, channel, event, "OrigTransferer")
    handovers.attended_transfer(tracker, event._replace(headers=headers), out)
    handed_on = tracker.board.channels.get(headers.get("TransfereeUniqueid", ""))
    if handed_on is not None:
        tracker.look_for_answer(handed_on, event, out)


def _parties(tracker: CallBook, channel: Channel, event: Event, by: str) -> dict[str, str]:
    names = ("TransfereeUniqueid", "SecondTransfererUniqueid", "TransferTargetUniqueid")
    known = {name: event.headers.get(name, "") for name in names}
    return {f"{by}Uniqueid": channel.uniqueid} | {
        name: uniqueid for name, uniqueid in known.items() if uniqueid in tracker.board.channels
    }
