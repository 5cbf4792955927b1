"""From the events of one PBX to the facts about its calls.

Pure: `step` takes an event and gives the facts that follow from it, in order; it reads no clock and never raises.
A call begins when its caller's channel enters a hotline (a configured number or queue) or when an agent's device dials
somebody, and belongs to that channel until the channel is gone. What other channels do reaches it by their linkedid.
"""

from collections.abc import Callable, Collection, Sequence

from telephony.channels import Channel, Switchboard
from telephony.clock import BOUND_US, PbxClock
from telephony.events import FORGED, LINK_CHECK, LINK_DOWN, LINK_UP, OUR_CLOCK, OUR_MARKS, PBX_CLOCK, Event
from telephony.facts import Call, ClockNews, ClockWord, Direction, Fact, Measurement, Unexpected
from telephony.layout import Layout
from telephony.live import LiveCall, Out
from telephony.snapshot import Snapshot
from telephony.steps import arrivals, bridges, clocks, dialling, endings, gaps, handovers, queues

Found = Sequence[Fact | Unexpected | ClockNews]
_Handler = Callable[["Tracker", Event, Out], None]

_NOTHING: Found = ()


class Tracker:
    """The calls of one PBX. `telephony.steps` says what each event does to it."""

    def __init__(self, pbx: str, layout: Layout, clock_bound_us: int = BOUND_US) -> None:
        self.pbx = pbx
        self.layout = layout
        self.board = Switchboard(layout.agent_of_device)
        self.live: dict[str, LiveCall] = {}
        self.snapshot = Snapshot()
        self.clock = PbxClock(clock_bound_us)
        self._anchor = (
            0  # the position from which a derivation knows the clock as it is now; 0: it needs to know nothing
        )

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

    @property
    def last_at_us(self) -> int:
        """The latest instant heard of the PBX."""
        return self.clock.last_at_us

    def note_anchor(self, position: int) -> None:
        self._anchor = position if self.clock.correction_us else 0

    @property
    def live_calls(self) -> Collection[Call]:
        return [live.call for live in self.live.values()]

    @property
    def oldest_live_position(self) -> int | None:
        """Where the oldest channel there is began; None when there is none."""
        first = next(iter(self.board.channels.values()), None)
        return None if first is None else first.position

    @property
    def resume_position(self) -> int | None:
        """Where a replay has to begin to know every channel there is, and the clock; None where there is nothing."""
        first = next(iter(self.board.channels.values()), None)
        oldest = self._anchor if first is None else first.anchor or first.position
        return oldest or None

    # what the steps need

    def who_is_dialled(self, live: LiveCall, dest: Channel) -> None:
        """A call to no hotline is internal or outbound by the first device it dials; an outbound one is its agent's."""
        if live.call.hotline is None and not live.call.attempts and not live.calls_back:
            live.call.direction = _direction_to(dest)
            if live.call.direction is Direction.OUTBOUND:
                live.call.agent = live.caller.agent

    def channel(self, event: Event, prefix: str = "") -> Channel | None:
        return self.board.learn(event.headers, prefix, event.position, self._anchor)

    def call_of(self, channel: Channel | None) -> LiveCall | None:
        """The call that this channel is part of, as its caller or by its linkedid."""
        if channel is None:
            return None
        return channel.owns or self.live.get(channel.linkedid)

    def begin_inbound(
        self, caller: Channel, hotline: str, event: Event, out: Out, late: bool = False
    ) -> LiveCall | None:
        direction = Direction.INBOUND if caller.agent is None else Direction.INTERNAL
        return self._begin(caller, direction, hotline, caller.exten, event, out, late)

    def begin_outbound(self, caller: Channel, dest: Channel, dialled: str, event: Event, out: Out) -> LiveCall | None:
        return self._begin(caller, _direction_to(dest), None, dialled, event, out, late=False)

    def begin_call_back(self, caller: Channel, dialled: str, event: Event, out: Out) -> LiveCall | None:
        """The PBX has called a customer by itself, who now waits for an agent."""
        caller.number = ""
        live = self._begin(caller, Direction.OUTBOUND, None, dialled, event, out, late=False)
        if live is not None:
            live.calls_back = True
        return live

    def _begin(
        self,
        caller: Channel,
        direction: Direction,
        hotline: str | None,
        dialled: str,
        event: Event,
        out: Out,
        late: bool,
    ) -> LiveCall | None:
        """None where the linkedid already is a call: (pbx, linkedid) is its key and stays unique."""
        if caller.linkedid in self.live or caller.owns is not None:
            out.append(Unexpected(event.name, "unknown"))
            return None
        call = Call(self.pbx, caller.linkedid, direction, hotline, caller.number, dialled, event.at_us)
        call.first_position = caller.position
        call.variables.update(caller.variables)
        if late:
            call.measurement = Measurement.ESTIMATED
        live = self.live[caller.linkedid] = caller.owns = LiveCall(call, caller)
        live.arrive(event, out)
        return live

    def hang_up(self, channel: Channel, cause: str, event: Event, out: Out) -> None:
        live = self.call_of(channel)
        if live is not None:
            if channel is live.caller and not self._goes_on(live):
                self._finish(live)
                live.end(event, out)
            else:
                live.drop_leg(channel.leg, cause, event, out)
        self.board.forget(channel)

    def _goes_on(self, live: LiveCall) -> bool:
        """A Local channel that is optimised away leaves its call to the device behind it."""
        device = live.caller.stands_for
        if device is None or device.bridge is None or self.board.person_with(device) is None:
            return False
        live.caller.owns, live.caller, device.owns = None, device, live
        return True

    def lose(self, channel: Channel, at_us: int, event: Event, out: Out) -> None:
        """The channel vanished while the link was down."""
        live = self.call_of(channel)
        if live is not None:
            if channel is live.caller:
                self._finish(live)
                live.lose(at_us, event, out)
            else:
                live.drop_leg(channel.leg, "", event._replace(at_us=at_us), out)
        self.board.forget(channel)

    def _finish(self, live: LiveCall) -> None:
        self.live.pop(live.call.linkedid, None)
        live.caller.owns = None

    def look_for_answer(self, channel: Channel, event: Event, out: Out) -> None:
        """After any change of bridges: can the caller of this channel's call talk with somebody now?"""
        live = self.call_of(channel)
        if live is None:
            return
        person = self.board.person_with(live.caller)
        if person is not None and person is not live.person:
            live.meet(person, event, out)


def _direction_to(dest: Channel) -> Direction:
    return Direction.INTERNAL if dest.is_local or dest.agent is not None else Direction.OUTBOUND


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
    "Status": gaps.show_dialled,
    "CoreShowChannel": gaps.show_channel,
    "CoreShowChannelsComplete": gaps.show_channels_complete,
    "QueueEntry": queues.queue_entry,
    LINK_UP: gaps.link_up,
    LINK_DOWN: gaps.link_down,
    LINK_CHECK: gaps.link_check,
    FORGED: gaps.forged,
    PBX_CLOCK: clocks.pbx_clock,
    OUR_CLOCK: clocks.our_clock,
}

_OUR_CLOCK = frozenset({*OUR_MARKS, "Status", "CoreShowChannel", "CoreShowChannelsComplete", "QueueEntry"})
"""Stamped at receipt, since the PBX does not stamp them: they must not push its own clock forward."""

_WITHOUT_BLOCK = frozenset({"Rename", "OriginateResponse"})
_NO_CHANNEL = "none"  # what a global variable is of
"""Such an event tells no channel's block, so that a caller might forge it, and it does not matter when it was. So its
stamp has no say in what the PBX's clock shows."""

HANDLED = frozenset(_STEPS)
"""The events the tracker has a use for; any other may be dropped before it is read."""
