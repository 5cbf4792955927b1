"""Click-to-call: the agent's own device rings first, then the dialplan dials the customer."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from telephony.ami.actions import AmiError, Headers, Response
from telephony.ami.frames import parse
from telephony.clicked import ClickedChannels
from telephony.rescue_calls import fetch

CALLBACK_VARIABLE = "__TR_CALLBACK"
"""Inherited by whatever the call turns into; the events of the call tell it as TR_CALLBACK."""
HUNG_UP_VARIABLE = "TR_HUNG_UP"
"""Set to 1 on the agent's channel before it is hung up from the page, so that the events of the call tell it."""

_DEVICE = re.compile(r"[A-Za-z0-9]{1,20}/[\w.@:+/-]{1,100}", re.ASCII)
_NUMBER = re.compile(r"\+?[0-9]{1,32}", re.ASCII)
_CONTEXT = re.compile(r"[\w-]{1,79}", re.ASCII)
_UNSHOWN = re.compile(r'["<>\\\x00-\x1f\x7f]+')
_EVENT = b"Event: OriginateResponse"
_REFUSED = "permission denied"
_REMEMBERED = 100


class CannotCallError(AmiError):
    """Nothing was rung. The text is for people and holds no number."""


class MayNotHangUpError(AmiError):
    """The AMI user has no class that permits Hangup."""


class CallOverError(AmiError):
    """The PBX has no such channel any more."""


@dataclass(frozen=True, slots=True)
class Ring:
    device: str  # of the agent, as PJSIP/1001
    number: str  # for the outbound context to dial
    callback: int
    context: str
    shown: str = ""  # on the agent's phone
    ring_seconds: int = 30
    channel: str = ""  # the identifier that the agent's channel gets: `clicked.channel_for`; else the PBX's own


@dataclass(frozen=True, slots=True)
class Announcement:
    """A call that one person gets; whoever picks up hears what the context says."""

    device: str  # with its number, as PJSIP/13800000000@trunk
    context: str
    channel: str  # the identifier that its channel gets
    shown: str = ""  # the number that the telephone shows
    ring_seconds: int = 30


def announce(order: Announcement) -> Headers:
    """Raises CannotCallError. No dialplan dials: so it is nobody's outbound call."""
    _require((order.device, _DEVICE, "device"), (order.context, _CONTEXT, "context"))
    return [
        ("Action", "Originate"),
        ("Channel", order.device),
        ("Context", order.context),
        ("Exten", "s"),
        ("Priority", "1"),
        ("Timeout", str(order.ring_seconds * 1000)),
        *([("CallerID", f"<{order.shown}>")] if _NUMBER.fullmatch(order.shown) else []),
        ("Async", "true"),
        ("ChannelId", order.channel),
    ]


@dataclass(frozen=True, slots=True)
class Fetch:
    """A phone that rings beside the dialplan. Whoever answers it has the call that rings with the mark."""

    device: str
    channel: str  # rescue_calls.new_channel
    linkedid: str  # of the call
    mark: str
    ring_seconds: int


def pick_up(order: Fetch) -> Headers:
    """Raises CannotCallError."""
    _require((order.device, _DEVICE, "device"))
    return fetch(order.device, order.channel, order.linkedid, order.mark, order.ring_seconds)


def _require(*given: tuple[str, re.Pattern[str], str]) -> None:
    for text, form, what in given:
        if not form.fullmatch(text):
            raise CannotCallError(f"That is no {what} that can be called.")


def originate(ring: Ring) -> Headers:
    """Raises CannotCallError for whatever would mean more to the PBX than a device, a number and a context."""
    _require((ring.device, _DEVICE, "device"), (ring.number, _NUMBER, "number"), (ring.context, _CONTEXT, "context"))
    shown = _UNSHOWN.sub(" ", ring.shown).strip()[:80]
    return [
        ("Action", "Originate"),
        ("Channel", ring.device),
        ("Context", ring.context),
        ("Exten", ring.number),
        ("Priority", "1"),
        ("Timeout", str(ring.ring_seconds * 1000)),
        ("CallerID", f'"{shown}" <{ring.number}>'),
        ("Variable", f"{CALLBACK_VARIABLE}={ring.callback}"),
        ("Async", "true"),
        *([("ChannelId", ring.channel)] if ring.channel else []),
    ]


class Link(Protocol):
    hearers: list[Callable[[list[bytes]], None]]

    @property
    def up(self) -> bool: ...

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response: ...


class Originator:
    """Rings devices over one link, hears whether they were picked up, and hangs up what it rang."""

    def __init__(self, link: Link) -> None:
        self.channels = ClickedChannels()
        self._link = link
        self._waiting: dict[str, asyncio.Future[bool]] = {}
        self._early: OrderedDict[str, bool] = OrderedDict()  # answers that came before we knew whose they were
        link.hearers.append(self._hear)

    @property
    def up(self) -> bool:
        return self._link.up

    async def ring(self, ring: Ring) -> "asyncio.Future[bool]":
        """Returns when the PBX has taken the order; the future says whether the agent picked up. Raises AmiError.

        The future may never come where the link breaks: wait for it with a timeout.
        """
        return await self._order(originate(ring))

    async def announce(self, order: Announcement) -> "asyncio.Future[bool]":
        """Like `ring`, for a call to a single person."""
        return await self._order(announce(order))

    async def fetch(self, order: Fetch) -> "asyncio.Future[bool]":
        """Rings a phone that is to pick up a call: the future says whether anybody answered it. Raises AmiError."""
        return await self._order(pick_up(order))

    async def act(self, headers: Headers) -> bool:
        """Whether the PBX did it. Raises AmiError where it did not answer."""
        return (await self._link.action(headers)).success

    async def _order(self, headers: Headers) -> "asyncio.Future[bool]":
        answer = await self._link.action(headers)
        if not answer.success:
            raise CannotCallError(f"The PBX refused to call: {answer.message}")
        action_id = answer.headers.get("ActionID", "")
        picked_up: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        if action_id in self._early:
            picked_up.set_result(self._early.pop(action_id))
        else:
            self._waiting[action_id] = picked_up
            picked_up.add_done_callback(lambda _: self._waiting.pop(action_id, None))
        return picked_up

    async def hang_up(self, channel: str) -> None:
        """The agent's channel, and with it whatever it dialled or talks to. Raises AmiError."""
        await self._tell_hung_up(channel, "1")  # refused where the class is `system`: the call is hung up all the same
        answer = await self._link.action([("Action", "Hangup"), ("Channel", channel)])
        if answer.success:
            return
        if _REFUSED in answer.message.lower():
            await self._tell_hung_up(channel, "0")
            raise MayNotHangUpError(answer.message)
        raise CallOverError(answer.message)

    async def _tell_hung_up(self, channel: str, value: str) -> None:
        told = [("Action", "Setvar"), ("Channel", channel), ("Variable", HUNG_UP_VARIABLE), ("Value", value)]
        await self._link.action(told)

    def _hear(self, events: list[bytes]) -> None:
        for frame in events:
            self.channels.hear(frame)
            if frame.startswith(_EVENT):
                headers = parse(frame, 0).headers
                self._told(headers.get("ActionID", ""), headers.get("Response") == "Success")

    def _told(self, action_id: str, picked_up: bool) -> None:
        waiting = self._waiting.get(action_id)
        if waiting is None:
            self._early[action_id] = picked_up
            while len(self._early) > _REMEMBERED:
                self._early.popitem(last=False)
        elif not waiting.done():
            waiting.set_result(picked_up)
