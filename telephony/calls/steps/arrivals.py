"""Channels as they appear and move through the dialplan: where a caller enters a hotline."""

from __future__ import annotations

from telephony.calls.book import CallBook
from telephony.calls.channels import Channel
from telephony.calls.live import LiveCall
from telephony.calls.record import Out
from telephony.calls.steps import pools
from telephony.events import Event
from telephony.facts import Call
from telephony.rescue_calls import RESCUES_VARIABLE, is_rescue

_TRYING = frozenset({"Queue", "Dial"})
_NO_AGENT = frozenset({"VoiceMail", "Playback", "Background", "BackGround", "Hangup", "Congestion", "Busy"})
_IN_A_MACRO = "s"
"""Where a macro or subroutine runs, as in FreePBX: what was dialled stays what it was."""

_CONGESTED = frozenset({"Congestion", "Busy"})
_ENDS = frozenset({"Hangup", "Congestion", "Busy"})
_RAN_TO_ITS_END = {
    ("PLAYBACKSTATUS", "SUCCESS"),
    ("BACKGROUNDSTATUS", "SUCCESS"),
    ("READSTATUS", "TIMEOUT"),
    ("READSTATUS", "OK"),
}
"""After these a dialplan without a further step has run out."""

_PROMISED = ("TR_RESULT", "callback")
"""What AGI answers once a caller was promised a callback that they asked for by key."""


def seen(tracker: CallBook, channel: Channel) -> None:
    if tracker.snapshot.open:
        tracker.snapshot.seen.add(channel.uniqueid)


def known(tracker: CallBook, event: Event, out: Out, prefix: str = "") -> Channel | None:
    """The event's channel. One never seen before, already at a hotline's number, is a call whose start was missed."""
    is_new = event.headers.get(prefix + "Uniqueid") not in tracker.board.channels
    channel = tracker.channel(event, prefix)
    if channel is not None:
        seen(tracker, channel)
        if is_new:
            if channel.agent is not None:  # in mid-call it may show as its own the number of who is called
                channel.number = channel.device.partition("/")[2]
            enter_by_number(tracker, channel, event, out, late=True)
            _doubt_what_was_unheard(tracker, channel)
    return channel


def _doubt_what_was_unheard(tracker: CallBook, channel: Channel) -> None:
    """A phone that joined a call during a gap: how, and what else the call did meanwhile, is not known."""
    live = tracker.call_of(channel)
    if live is not None and tracker.snapshot.hides_some_of(live.call.arrived_at_us):
        live.doubt()


def enter_by_number(tracker: CallBook, channel: Channel, event: Event, out: Out, late: bool) -> None:
    """A caller's channel that stands at a hotline's number has arrived there."""
    if channel.owns is not None or not channel.is_root or channel.dialled:
        return
    hotline = tracker.layout.hotline_of_number.get(channel.exten)
    if hotline is not None and channel.linkedid not in tracker.live:
        tracker.begin_inbound(channel, hotline, event, out, late)


def new_channel(tracker: CallBook, event: Event, out: Out) -> None:
    channel = tracker.channel(event)
    if channel is not None:
        seen(tracker, channel)
        enter_by_number(tracker, channel, event, out, late=False)


def new_callerid(tracker: CallBook, event: Event, out: Out) -> None:
    """A number that the line says after its first ring, or that the dialplan writes with Set(CALLERID(num)=…)."""
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))  # it may come after the channel's end
    if channel is not None:
        renumber(channel, event, out)


def renumber(channel: Channel, event: Event, out: Out) -> None:
    """An agent's device may show any number outside: it stays what it was."""
    number = event.headers.get("CallerIDNum", "")
    if not number or channel.agent is not None:
        return
    channel.number = number
    if isinstance(channel.owns, LiveCall):
        channel.owns.number(number, event, out)


def new_state(tracker: CallBook, event: Event, out: Out) -> None:
    """A device's own ringing may be told before its DialBegin."""
    channel = known(tracker, event, out)
    if channel is None or not channel.is_device:
        return
    live = tracker.call_of(channel)
    if live is None or channel is live.caller:
        return
    state = event.headers.get("ChannelStateDesc")
    if state == "Ringing":
        live.ring(channel, event, out)
    elif state == "Up":
        live.silence(channel, "ANSWER", event, out)


def new_exten(tracker: CallBook, event: Event, out: Out) -> None:
    """The dialplan's steps of the caller's own channel: try somebody, or go on to something that is no agent."""
    channel = known(tracker, event, out)
    if channel is None:
        return
    extension = event.headers.get("Extension") or event.headers.get("Exten") or channel.exten
    live = tracker.owned(channel)
    if extension == "h":  # only what is over is cleaned up there
        channel.over_at_us = event.at_us
    if channel.over_at_us is not None:
        return
    if extension != _IN_A_MACRO:
        channel.exten = extension
    application = event.headers.get("Application", "")
    if application == "AgentLogin":
        pools.log_in(tracker, channel, event)
    elif application == "AgentRequest":
        pools.request(tracker, channel, event, out)
    if live is None:
        enter_by_number(tracker, channel, event, out, late=False)
        live = tracker.owned(channel)
    if live is not None:
        _go_on(tracker, live, application, event, out)


def _go_on(tracker: CallBook, live: LiveCall, application: str, event: Event, out: Out) -> None:
    """The caller's own channel is at the next step of the dialplan."""
    live.wait.step()
    live.wait.stepped, live.wait.closed = True, application in _ENDS
    if application in _TRYING:
        live.wait.tried = True
        if application == "Dial":
            _dial_housekeeper(tracker, live.call, event.headers.get("AppData", ""))
    elif application in _NO_AGENT:
        live.wait.congested = application in _CONGESTED
        live.give_up(event, out)


def _dial_housekeeper(tracker: CallBook, call: Call, data: str) -> None:
    """AGI has named the devices of the household's own agent; one that is not signed in shows no attempt."""
    devices = call.variables.get("TR_HOUSEKEEPER_DEVICE", "")
    if data.partition(",")[0] == devices:
        call.housekeeper = tracker.layout.agent_of_device.get(devices.partition("&")[0])


def rename(tracker: CallBook, event: Event, out: Out) -> None:
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    name = event.headers.get("Newname", "")
    if channel is not None and name and not name.endswith("<ZOMBIE>"):
        tracker.board.rename(channel, name)


def variable_set(tracker: CallBook, event: Event, out: Out) -> None:
    """QUEUESTATUS tells how a queue ended or refused a call; variables named TR_… are carried with the call."""
    channel = tracker.board.channels.get(event.headers.get("Uniqueid", ""))
    if channel is None:
        return
    live = tracker.call_of(channel)
    name, value = event.headers.get("Variable", "").lstrip("_"), event.headers.get("Value", "")
    if name == RESCUES_VARIABLE and is_rescue(channel.uniqueid) and value in tracker.live:
        channel.rescues = value
        return
    if name.startswith("TR_"):  # an originated call has them before it dials
        variables = channel.variables if live is None else live.call.variables
        variables[name] = value
        if (name, value) == _PROMISED and live is not None and channel is live.caller:
            live.wait.called_back = live.call.queued_at_us is not None
    elif live is not None:
        if name == "QUEUESTATUS":
            live.wait.queue_status = value
        elif (name, value) in _RAN_TO_ITS_END and channel is live.caller:
            live.wait.closed = True
