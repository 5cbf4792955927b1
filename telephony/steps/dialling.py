"""Devices that are dialled: each is an attempt of the call, or the beginning of an outbound one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from telephony.steps.arrivals import known, seen

if TYPE_CHECKING:
    from telephony.channels import Channel
    from telephony.events import Event
    from telephony.live import LiveCall, Out
    from telephony.tracker import Tracker


def dial_begin(tracker: Tracker, event: Event, out: Out) -> None:
    """Without a `Channel` it is an originated call's first leg or a consultation."""
    parent, dest = known(tracker, event, out), tracker.channel(event, "Dest")
    if dest is None:
        return
    seen(tracker, dest)
    dest.dialled = True
    dest.dialled_by = parent
    live = tracker.call_of(parent) or tracker.call_of(dest)
    if live is None and parent is not None:
        live = _outbound(tracker, parent, dest, event, out)
    if live is not None and not dest.is_local and dest is not live.caller:
        tracker.who_is_dialled(live, dest)
        live.begin_leg(dest, event, out)


def _outbound(tracker: Tracker, parent: Channel, dest: Channel, event: Event, out: Out) -> LiveCall | None:
    """An agent's device dials somebody."""
    if parent.agent is None or not parent.is_root:
        return None
    exten = event.headers.get("Exten", "")
    dialled = parent.exten if parent.exten not in ("", "s") else exten
    return tracker.begin_outbound(parent, dest, dialled, event, out)


def dial_state(tracker: Tracker, event: Event, out: Out) -> None:
    if event.headers.get("DialStatus") != "RINGING":
        return
    dest = tracker.channel(event, "Dest")
    live = tracker.call_of(dest)
    if dest is not None and live is not None and not dest.is_local and dest is not live.caller:
        dest.dialled = True
        live.ring(dest, event, out)


def dial_end(tracker: Tracker, event: Event, out: Out) -> None:
    """ANSWER names the channel that answered, which after a pick-up was never dialled."""
    dest = tracker.board.channels.get(event.headers.get("DestUniqueid", ""))
    if dest is None:
        return
    status = _first_cause(dest, event.headers.get("DialStatus", ""))
    if dest.is_local:
        tracker.board.local_dial_ended(dest, status)
        return
    if status == "ANSWER":
        dest.dialled = True
    live = tracker.call_of(dest)
    if live is not None:
        live.silence(dest, status, event, out)


def _first_cause(dest: Channel, status: str) -> str:
    """A device behind a Local channel that rang out is told CANCEL; its Local channel was told NOANSWER before."""
    if status == "CANCEL" and dest.dialled_by is not None and dest.dialled_by.dial_status:
        return dest.dialled_by.dial_status
    return status
