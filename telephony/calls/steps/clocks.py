"""Clocks that are set while calls are alive, and stamps that are not believed."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.clock import Change
from telephony.events import Event
from telephony.facts import ClockNews, ClockWord
from telephony.shifting import shifted


def pbx_clock(tracker: CallBook, event: Event, out: Out) -> None:
    """The PBX has answered what its clock shows."""
    shown_us, asked_us = _number(event, "Shown"), _number(event, "Asked")
    if shown_us is not None and asked_us is not None:
        received_us, correction_us = event.received_us, _number(event, "Correction") or 0
        change = tracker.clock.compare(shown_us, asked_us, received_us, correction_us)
        tracker.note_anchor(event.position)
        follow(tracker, change, event, out)


def our_clock(tracker: CallBook, event: Event, out: Out) -> None:
    step_us = _number(event, "Step")
    if step_us:
        follow(tracker, tracker.clock.set_ours(step_us), event, out)


def follow(tracker: CallBook, change: Change | None, event: Event, out: Out) -> None:
    """What is alive moves along. After a step of the PBX's clock its durations are sure no more."""
    if change is None:
        return
    _shift(tracker, change.shift_us)
    if change.step_us:
        _tell_step(tracker, change.step_us, event, out)
    elif change.ours:
        out.append(ClockNews(ClockWord.OURS, tracker.pbx, change.shift_us, event.position))
        _tell_all(tracker, f"our own clock was set by {change.shift_us / 1e6:+.1f} s", event, out)


def _tell_step(tracker: CallBook, step_us: int, event: Event, out: Out) -> None:
    out.append(ClockNews(ClockWord.STEPPED, tracker.pbx, step_us, event.position))
    for live in tracker.live.values():
        live.doubt()
    _tell_all(tracker, f"the clock of the PBX was set by {step_us / 1e6:+.1f} s", event, out)


def _tell_all(tracker: CallBook, effect: str, event: Event, out: Out) -> None:
    told = event._replace(at_us=tracker.clock.last_at_us)
    for live in tracker.live.values():
        live.tell_clock(effect, told, out)


def _shift(tracker: CallBook, by_us: int) -> None:
    if not by_us:
        return
    for live in tracker.live.values():
        live.shift(by_us)
    for channel in tracker.board.channels.values():
        channel.hangup_requested_at_us = shifted(channel.hangup_requested_at_us, by_us)
        channel.over_at_us = shifted(channel.over_at_us, by_us)
    tracker.snapshot.gap_began_at_us = shifted(tracker.snapshot.gap_began_at_us, by_us)


def calls_of(tracker: CallBook, event: Event) -> set[LiveCall]:
    """The calls that an event is about."""
    channels = (tracker.board.channels.get(event.headers.get(prefix + "Uniqueid", "")) for prefix in ("", "Dest"))
    return {live for channel in channels if (live := tracker.call_of(channel)) is not None}


def _number(event: Event, name: str) -> int | None:
    text = event.headers.get(name, "")
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 20 else None
