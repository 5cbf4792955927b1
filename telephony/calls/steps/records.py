"""What the PBX itself has written of a gap in the link, told before the LinkUp that ends the gap.

A row of its record (CEL) does to calls what the events of AMI would have done that nobody heard: it is handed to the
steps of those. The rows that say something, and what they mean:

| row | as |
|---|---|
| CHAN_START | a channel appears; where the call began with another one, that one dials it |
| APP_START, APP_END | the caller's dialplan comes to Dial, Queue or an announcement, and leaves it |
| ANSWER, HANGUP of a device that is dialled | the end of its dial |
| HANGUP_REQUEST (our own, see `telephony.cel.order`) | the caller hangs up |
| BRIDGE_ENTER, BRIDGE_EXIT, PICKUP, PARK_START, PARK_END, BLINDTRANSFER, ATTENDEDTRANSFER | as their names say |
| a line of the log; without a log what the device needs as a rule, with its margin | a device rings |

Rows overlap with what was heard before the gap. So each of them changes nothing where its effect is there already, and
none but CHAN_START makes a channel known.
"""

from __future__ import annotations

from collections.abc import Callable

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.recovery import GAVE_UP_US, Recovery
from telephony.calls.steps import dialling, row_legs, row_moves
from telephony.events import Event
from telephony.facts import Measurement

_Row = Callable[[CallBook, Recovery, Channel, Event, Out], None]


def begin(tracker: CallBook, event: Event, out: Out) -> None:
    snapshot = tracker.snapshot
    if snapshot.gap_began_at_us is None:
        snapshot.gap_began_at_us = tracker.last_at_us
    tracker.clock.receive(event.received_us)
    snapshot.recovery = Recovery(event.headers.get("Log") == "yes", _margin_us(event), snapshot.gap_began_at_us)


def _margin_us(event: Event) -> int:
    margin = event.headers.get("Margin", "")
    return int(margin) if margin.isdecimal() and len(margin) < 10 else 0


def end(tracker: CallBook, event: Event, out: Out) -> None:
    """Gives up calls whose dialplan left its last Dial or Queue well before the end of the gap."""
    recovery = tracker.snapshot.recovery
    if recovery is None:
        return
    recovery.until_us = tracker.last_at_us
    for live in tuple(tracker.live.values()):
        if recovery.left_us.get(live.caller.uniqueid, event.at_us) < recovery.until_us - GAVE_UP_US:
            live.give_up(event, out)


def cel_row(tracker: CallBook, event: Event, out: Out) -> None:
    recovery = tracker.snapshot.recovery
    if recovery is None:
        return
    kind, headers = event.headers.get("Type", ""), event.headers
    channel = tracker.board.channels.get(headers.get("Uniqueid", ""))
    event = event._replace(name=f"CEL {kind}")
    if kind == "CHAN_START" and (channel is None or not (channel.is_first or channel.dialled)):
        live = row_legs.chan_start(tracker, recovery, event, out)
        waited = live is not None and live.waiting
    elif channel is not None and (step := _ROWS.get(kind)) is not None:
        live = tracker.call_of(channel)
        waited = live is not None and live.waiting
        step(tracker, recovery, channel, event, out)
        live = live or tracker.call_of(channel)
    else:
        return
    if live is not None:
        _recovered(live, recovery, waited)


def log_ringing(tracker: CallBook, event: Event, out: Out) -> None:
    recovery, channel = tracker.snapshot.recovery, tracker.board.named(event.headers.get("Channel", ""))
    live = tracker.call_of(channel)
    if recovery is None or channel is None or live is None:
        return
    if "Margin" in event.headers and channel.device not in tracker.layout.agent_of_device:
        return  # a trunk: how long it needs, whoever is called behind it decides
    dest = {"DestUniqueid": channel.uniqueid, "DialStatus": "RINGING"}
    waited, margin_us = live.waiting and live.call.alerted_at_us is None, _margin_us(event)
    name = "no log: rings by now, as before" if margin_us else "log: is ringing"
    dialling.dial_state(tracker, event._replace(name=name, headers=dest), out)
    _recovered(live, recovery, waited)
    if margin_us and live.waiting and live.call.alerted_at_us is not None:
        earliest_us = max(event.at_us - margin_us, recovery.since_us)
        live.call.margin_us = max(live.call.margin_us, live.call.alerted_at_us - earliest_us)


def _recovered(live: LiveCall, recovery: Recovery, waited: bool) -> None:
    """Where the wait itself was told late, its length has the margin of what told it."""
    call = live.call
    if call.measurement is Measurement.MEASURED:
        call.measurement = Measurement.RECOVERED
    if waited:
        call.margin_us = max(call.margin_us, recovery.margin_us)


_ROWS: dict[str, _Row] = {
    "APP_START": row_moves.app_start,
    "APP_END": row_moves.app_end,
    "ANSWER": row_legs.answer,
    "HANGUP_REQUEST": row_legs.hangup_request,
    "HANGUP": row_legs.hangup,
    "BRIDGE_ENTER": row_moves.bridge_enter,
    "BRIDGE_EXIT": row_moves.bridge_exit,
    "PICKUP": row_moves.pickup,
    "PARK_START": row_moves.park_start,
    "PARK_END": row_moves.park_end,
    "FORWARD": row_moves.forward,
    "BLINDTRANSFER": row_moves.blind_transfer,
    "ATTENDEDTRANSFER": row_moves.attended_transfer,
}
