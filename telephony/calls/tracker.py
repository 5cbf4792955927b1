"""From the events of one PBX to the facts about its calls.

Pure: `step` takes an event and gives the facts that follow from it, in order; it reads no clock and never raises.
A call begins when its caller's channel enters a hotline (a configured number or queue) or when an agent's device dials
somebody, and belongs to that channel until the channel is gone. What other channels do reaches it by their linkedid.
"""

from collections.abc import Callable, Sequence

from telephony.calls.book import CallBook
from telephony.calls.record import Out
from telephony.calls.steps import arrivals, bridges, clocks, dialling, endings, gaps, handovers, queues, records
from telephony.events import (
    CEL_ROW,
    FORGED,
    LINK_CHECK,
    LINK_DOWN,
    LINK_KEPT,
    LINK_UP,
    LOG_RINGING,
    OUR_CLOCK,
    OUR_MARKS,
    PBX_CLOCK,
    RECORDED,
    RECOVERED,
    RECOVERY,
    Event,
)
from telephony.facts import ClockNews, ClockWord, Fact, Unexpected

Found = Sequence[Fact | Unexpected | ClockNews]
_Handler = Callable[[CallBook, Event, Out], None]

_NOTHING: Found = ()

_STEPS: dict[str, _Handler] = {
    "Newchannel": arrivals.new_channel,
    "Newstate": arrivals.new_state,
    "NewCallerid": arrivals.new_callerid,
    "Newexten": arrivals.new_exten,
    "Rename": arrivals.rename,
    "VarSet": arrivals.variable_set,
    "DialBegin": dialling.dial_begin,
    "DialState": dialling.dial_state,
    "DialEnd": dialling.dial_end,
    "QueueCallerJoin": queues.queue_join,
    "QueueCallerLeave": queues.queue_leave,
    "QueueCallerAbandon": queues.queue_leave,
    "BridgeEnter": bridges.bridge_enter,
    "BridgeLeave": bridges.bridge_leave,
    "BridgeMerge": bridges.bridge_merge,
    "LocalBridge": bridges.local_bridge,
    "Hold": bridges.hold,
    "Unhold": bridges.unhold,
    "Pickup": handovers.pickup,
    "BlindTransfer": handovers.blind_transfer,
    "AttendedTransfer": handovers.attended_transfer,
    "ParkedCall": handovers.parked,
    "UnParkedCall": handovers.fetched,
    "HangupRequest": endings.hangup_request,
    "SoftHangupRequest": endings.soft_hangup_request,
    "Hangup": endings.hangup,
    "ContactStatus": endings.contact_status,
    "Status": gaps.show_dialled,
    "CoreShowChannel": gaps.show_channel,
    "CoreShowChannelsComplete": gaps.show_channels_complete,
    "QueueEntry": queues.queue_entry,
    LINK_UP: gaps.link_up,
    LINK_DOWN: gaps.link_down,
    LINK_KEPT: gaps.link_kept,
    LINK_CHECK: gaps.link_check,
    RECOVERY: records.begin,
    CEL_ROW: records.cel_row,
    LOG_RINGING: records.log_ringing,
    RECOVERED: records.end,
    FORGED: gaps.forged,
    PBX_CLOCK: clocks.pbx_clock,
    OUR_CLOCK: clocks.our_clock,
}

_OUR_CLOCK = frozenset({*OUR_MARKS - RECORDED, "Status", "CoreShowChannel", "CoreShowChannelsComplete", "QueueEntry"})
"""Stamped at receipt, since the PBX does not stamp them: they must not push its own clock forward."""

_WITHOUT_BLOCK = frozenset({"Rename", "OriginateResponse"})
_NO_CHANNEL = "none"  # what a global variable is of
"""Such an event tells no channel's block, so that a caller might forge it, and it does not matter when it was. So its
stamp has no say in what the PBX's clock shows."""

HANDLED = frozenset(_STEPS)
"""The events the tracker has a use for; any other may be dropped before it is read."""


class Tracker(CallBook):
    """`telephony.calls.steps` says what each event does to the calls."""

    def step(self, event: Event) -> Found:
        """What follows from this event. An instant that runs backwards is taken as the latest one heard."""
        handler = _STEPS.get(event.name)
        if handler is None:
            return _NOTHING
        if event.name in _OUR_CLOCK:
            at_us: int | None = max(event.at_us, self.clock.last_at_us)
        elif event.name in _WITHOUT_BLOCK or event.headers.get("Uniqueid") == _NO_CHANNEL:
            at_us = self.clock.last_at_us
        else:
            at_us = self.clock.read(event.at_us, event.received_us)
        if at_us is None:
            return self._doubt(handler, event)
        if at_us != event.at_us:
            event = event._replace(at_us=at_us)
        out: Out = []
        handler(self, event, out)
        return out

    def _doubt(self, handler: _Handler, event: Event) -> Found:
        """Its stamp is not believed: the calls that it is about are estimated, or all of them where a clock was set."""
        at_us, change = self.clock.doubt(event.at_us, event.received_us)
        out: Out = []
        clocks.follow(self, change, event, out)
        touched = clocks.calls_of(self, event)
        handler(self, event._replace(at_us=at_us), out)
        if change is None:
            for live in touched | clocks.calls_of(self, event):
                live.doubt()
            out.append(ClockNews(ClockWord.REFUSED, self.pbx, event.at_us - at_us, event.position))
        return out
