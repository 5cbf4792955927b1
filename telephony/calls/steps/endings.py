"""Channels that hang up, and phones that are gone."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.record import Out
from telephony.events import Event

_LINE, _PBX_STOPS, _BY_HAND = "1", "4", "32"
"""The `Cause` of a SoftHangupRequest: the line is dead (rtp_timeout), the PBX itself was told to stop or to restart, or
a supervisor, a program asked for it. When the dialplan ends a call, it is a cause of Q.850."""


_NOBODY_THERE = "CHANUNAVAIL"
"""The DialStatus of a device that is not there."""


def soft_hangup_request(tracker: CallBook, event: Event, out: Out) -> None:
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None or channel.over_at_us is not None or channel.hangup_requested_at_us is not None:
        return
    cause = event.headers.get("Cause")
    if cause == _LINE:
        channel.hangup_requested_at_us = event.at_us
    elif cause in (_PBX_STOPS, _BY_HAND):
        channel.cut_off = True


def hangup_request(tracker: CallBook, event: Event, out: Out) -> None:
    """On the caller's channel: the caller hung up. The dialplan's own hang-up sends only SoftHangupRequest.

    A line that the dialplan has told to be busy is hung up by its phone in answer: that is no hang-up of a caller.
    """
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None or (channel.owns is not None and event.headers.get("ChannelStateDesc") == "Busy"):
        return
    if channel.hangup_requested_at_us is None:
        channel.hangup_requested_at_us = event.at_us
    live = tracker.call_of(channel)
    if live is not None:
        live.legs.hear_cause(channel, event.headers.get("Cause", ""))


def hangup(tracker: CallBook, event: Event, out: Out) -> None:
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is not None:
        tracker.hang_up(channel, event.headers.get("Cause", ""), event, out)


def contact_status(tracker: CallBook, event: Event, out: Out) -> None:
    """A phone in a page is gone while it rings: the PBX goes on ringing nobody until its dial times out."""
    if event.headers.get("ContactStatus") != "Removed":
        return
    device = f"PJSIP/{event.headers.get('EndpointName', '')}"
    for channel in [each for each in tracker.board.channels.values() if each.device == device]:
        live = tracker.call_of(channel)
        leg = None if live is None else live.legs.get(channel)
        if live is not None and leg is not None and not leg.silent:
            live.silence(channel, _NOBODY_THERE, event, out)
            live.legs.settle(leg, "", event, out)
