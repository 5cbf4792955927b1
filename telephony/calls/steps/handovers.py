"""A call that changes hands: pick-up and transfers."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.steps.arrivals import known
from telephony.events import Event
from telephony.facts import TransferKind


def pickup(tracker: CallBook, event: Event, out: Out) -> None:
    """The channel that picks up becomes part of the call it took; its linkedid changes without an event of its own."""
    picker = tracker.channel(event)
    target_linkedid = event.headers.get("TargetLinkedid")
    if picker is not None and target_linkedid:
        picker.dialled = True
        picker.linkedid = target_linkedid


def blind_transfer(tracker: CallBook, event: Event, out: Out) -> None:
    _transfer(tracker, TransferKind.BLIND, "Transferer", None, event, out)


def attended_transfer(tracker: CallBook, event: Event, out: Out) -> None:
    """Asterisk 13 does not name the target: it is whom the second transferer talked with, or who is there now."""
    target = tracker.board.channels.get(event.headers.get("TransferTargetUniqueid", ""))
    _transfer(tracker, TransferKind.ATTENDED, "OrigTransferer", target, event, out)


def _transfer(tracker: CallBook, kind: TransferKind, by: str, target: Channel | None, event: Event, out: Out) -> None:
    if event.headers.get("Result") == "Fail":
        return
    transferer = tracker.channel(event, by)
    transferee = known(tracker, event, out, "Transferee")
    live = tracker.call_of(transferee) or tracker.call_of(transferer)
    if live is None or transferer is None:
        return
    other = transferee or live.talk.person
    if transferer is live.caller and other is not None:
        live.hand_over(other)
    if target is None and kind is TransferKind.ATTENDED:
        target = _consulted(tracker, live, transferer, event)
    device = target if target is not None and target.is_device and target is not live.caller else None
    live.transfer(kind, transferer.who, device, event, out)


def _consulted(tracker: CallBook, live: LiveCall, transferer: Channel, event: Event) -> Channel | None:
    second = tracker.channel(event, "SecondTransferer")
    besides = (transferer, live.caller, second)
    for channel in (second, live.caller):
        found = None if channel is None else tracker.board.person_with(channel, besides)
        if found is not None and found.who != transferer.who:
            return found
    return None


def parked(tracker: CallBook, event: Event, out: Out) -> None:
    """Whoever talked with the caller has left them in a parking lot."""
    parkee = known(tracker, event, out, "Parkee")
    live = tracker.call_of(parkee)
    if live is None or live.talk.person is None:
        return
    person = parker = live.talk.person
    if person is parkee:  # the other side of an agent's own call
        parker = live.caller
        live.hand_over(person)
    live.transfer(TransferKind.PARKED, parker.who, None, event, out)


def fetched(tracker: CallBook, event: Event, out: Out) -> None:
    """Who fetches a parked caller is a person."""
    retriever = tracker.channel(event, "Retriever")
    if retriever is not None:
        retriever.dialled = True
        parkee = known(tracker, event, out, "Parkee")
        if parkee is not None:
            tracker.look_for_answer(parkee, event, out)
