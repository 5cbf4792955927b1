"""The calls of one PBX while they last, with its channels and its clock. Pure."""

from collections.abc import Collection

from telephony.calls.channels import Channel, Switchboard
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.snapshot import Snapshot
from telephony.clock import BOUND_US, PbxClock
from telephony.events import Event
from telephony.facts import Call, Direction, Measurement, Unexpected
from telephony.layout import Layout


class CallBook:
    """The calls of one PBX, and what the steps do to them."""

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
        """The position at which the oldest live channel began; None: there is none."""
        first = next(iter(self.board.channels.values()), None)
        return None if first is None else first.position

    @property
    def resume_position(self) -> int | None:
        """The position from which a replay learns every live channel and the clock; None: there is nothing to learn."""
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

    def owned(self, channel: Channel) -> LiveCall | None:
        """The call whose caller this channel is."""
        return channel.owns if isinstance(channel.owns, LiveCall) else None

    def call_of(self, channel: Channel | None) -> LiveCall | None:
        """The call that this channel is part of, as its caller or by its linkedid."""
        if channel is None:
            return None
        return self.owned(channel) or self.live.get(channel.linkedid) or self.live.get(channel.rescues)

    def channels_of(self, linkedid: str) -> list[str]:
        """The caller's, then those of the devices that are tried for it; none of a call that is over."""
        live = self.live.get(linkedid)
        return [] if live is None else [live.caller.uniqueid, *live.legs.channels]

    def begin_inbound(
        self, caller: Channel, hotline: str, event: Event, out: Out, late: bool = False
    ) -> LiveCall | None:
        is_outside = caller.agent is None and caller.exten not in self.layout.test_numbers
        direction = Direction.INBOUND if is_outside else Direction.INTERNAL
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
                if self.snapshot.hides_some_of(live.call.arrived_at_us):
                    live.doubt()  # it ended before the PBX had told where it was
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
        """The channel vanished while the link was down. It lived at `at_us`, and when its call was written of last."""
        live = self.call_of(channel)
        if live is not None:
            at_us = max(at_us, live.call.receipt[-1].at_us)
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
        if person is not None:
            live.meet(person, event, out)


def _direction_to(dest: Channel) -> Direction:
    return Direction.INTERNAL if dest.is_local or dest.agent is not None else Direction.OUTBOUND
