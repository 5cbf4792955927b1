"""A call that changes hands: pick-up and transfers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telephony.facts import TransferKind
from telephony.steps.arrivals import known

if TYPE_CHECKING:
    from telephony.channels import Channel
    from telephony.events import Event
    from telephony.live import Out
    from telephony.tracker import Tracker


def pickup(tracker: Tracker, event: Event, out: Out) -> None:
    """The channel that picks up becomes part of the call it took; its linkedid changes without an event of its own."""
    picker = tracker.channel(event)
    target_linkedid = event.headers.get("TargetLinkedid")
    if picker is not None and target_linkedid:
        picker.dialled = True
        picker.linkedid = target_linkedid


def blind_transfer(tracker: Tracker, event: Event, out: Out) -> None:
    _transfer(tracker, TransferKind.BLIND, "Transferer", None, event, out)


def attended_transfer(tracker: Tracker, event: Event, out: Out) -> None:
    target = tracker.board.channels.get(event.headers.get("TransferTargetUniqueid", ""))
    _transfer(tracker, TransferKind.ATTENDED, "OrigTransferer", target, event, out)


def _transfer(tracker: Tracker, kind: TransferKind, by: str, target: Channel | None, event: Event, out: Out) -> None:
    if event.headers.get("Result") == "Fail":
        return
    transferer = tracker.channel(event, by)
    live = tracker.call_of(known(tracker, event, out, "Transferee")) or tracker.call_of(transferer)
    if live is None or transferer is None:
        return
    device = target if target is not None and not target.is_local and target is not live.caller else None
    live.transfer(kind, transferer.who, device, event, out)
