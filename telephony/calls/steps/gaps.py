"""The link lost and found again: what the PBX tells of itself is held against what was known."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.record import Out
from telephony.calls.snapshot import Snapshot
from telephony.calls.steps.arrivals import enter_by_number, known
from telephony.events import Event
from telephony.facts import Call, Measurement, Unexpected


def link_down(tracker: CallBook, event: Event, out: Out) -> None:
    tracker.snapshot.open = False
    tracker.note_anchor(0)
    tracker.snapshot.gap_began_at_us = tracker.last_at_us
    tracker.snapshot.recovery = None


def link_up(tracker: CallBook, event: Event, out: Out) -> None:
    tracker.clock.receive(event.received_us)
    tracker.snapshot.begin(tracker.last_at_us)


def link_kept(tracker: CallBook, event: Event, out: Out) -> None:
    tracker.snapshot.gap_began_at_us = tracker.snapshot.recovery = None


def link_check(tracker: CallBook, event: Event, out: Out) -> None:
    """What is known is held against the PBX's own list. A snapshot that is under way does that and more."""
    if not tracker.snapshot.open:
        tracker.snapshot.begin_check()


def forged(tracker: CallBook, event: Event, out: Out) -> None:
    out.append(Unexpected(event.name, "unknown"))


def show_dialled(tracker: CallBook, event: Event, out: Out) -> None:
    """What a caller dialled stays with the channel, wherever a colleague or a supervisor has sent it since.

    So a call that began and was handed on while nobody listened is still known to be the hotline's.
    """
    if not tracker.snapshot.open or _only_confirms(tracker, event):
        return
    channel, dialled = known(tracker, event, out), event.headers.get("DNID", "")
    if channel is not None and channel.owns is None and dialled in tracker.layout.hotline_of_number:
        channel.exten = dialled
        enter_by_number(tracker, channel, event, out, late=True)


def show_channel(tracker: CallBook, event: Event, out: Out) -> None:
    """A channel the PBX has now. Its state may have changed while nobody listened."""
    if not tracker.snapshot.open or _only_confirms(tracker, event):
        return
    channel = known(tracker, event, out)
    if channel is None:
        return
    bridge_uniqueid = event.headers.get("BridgeId")
    if bridge_uniqueid:
        tracker.board.enter(channel, bridge_uniqueid, "")
    elif channel.bridge is not None:
        tracker.board.leave(channel)
    live = tracker.call_of(channel)
    ringing = event.headers.get("ChannelStateDesc") == "Ringing"
    if live is not None and channel is not live.caller and ringing and channel.is_device:
        live.unheard_since_us = tracker.snapshot.gap_began_at_us
        live.ring(channel, event, out)
        live.unheard_since_us = None


def show_channels_complete(tracker: CallBook, event: Event, out: Out) -> None:
    """1. Who was not named is gone. 2. Who is bridged was answered. 3. Who waited or talks with another: estimated."""
    snapshot = tracker.snapshot
    if not snapshot.open:
        return
    if snapshot.checks:
        _confirm(tracker, event, out)
        return
    for channel in tuple(tracker.board.channels.values()):
        if channel.uniqueid not in snapshot.seen:
            tracker.lose(channel, snapshot.gap_began_at_us or event.at_us, event, out)
    for live in tuple(tracker.live.values()):
        person, waited = live.talk.person, live.waiting
        live.unheard_since_us = snapshot.gap_began_at_us
        tracker.look_for_answer(live.caller, event, out)
        live.unheard_since_us = None
        if live.talk.person is not person:
            live.call.measurement = Measurement.ESTIMATED
        elif waited:
            _settle_waiting(snapshot, live.call)
    snapshot.end()


def _settle_waiting(snapshot: Snapshot, call: Call) -> None:
    """Who waits now, and waited before: where the PBX has written all of the gap, nothing else happened."""
    told = snapshot.tells_all_of(call.arrived_at_us)
    if told is False:
        call.measurement = Measurement.ESTIMATED
    elif told and call.measurement is Measurement.MEASURED:
        call.measurement = Measurement.RECOVERED


def _only_confirms(tracker: CallBook, event: Event) -> bool:
    snapshot = tracker.snapshot
    return snapshot.checks and snapshot.confirms(event.headers.get("Uniqueid", ""), tracker.board.channels)


def _confirm(tracker: CallBook, event: Event, out: Out) -> None:
    """Who is missing twice is gone: once may mean that its Hangup is still on the way."""
    for uniqueid in tracker.snapshot.end_check(tracker.board.channels):
        tracker.lose(tracker.board.channels[uniqueid], tracker.last_at_us, event, out)
