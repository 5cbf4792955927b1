"""One PBX for the board of agents: hears it, asks it for phones, pauses members of its queues."""

import asyncio
import re
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from telephony.agents.board import AgentBoard
from telephony.ami.actions import AmiError, Headers, Response
from telephony.ami.frames import parse
from telephony.ami.wanted import is_presence

_MARKS = (b"Event: LinkUp", b"Event: LinkDown", b"Event: QueueStatusComplete")
_UP = _MARKS[0]
_DEVICE_STATE = re.compile(rb"Event: DeviceStateChange\r\n[^\0]*\r\nDevice: ([^\r]*)\r\nState: (\w+)")
"""A third of what a PBX says of a call is this, three times over."""

_REFUSED = "permission denied"


class NotPermittedError(AmiError):
    """The AMI user may not pause members of queues."""


class NoMemberError(AmiError):
    """The queues have no such member any more."""


class Link(Protocol):
    hearers: list[Callable[[list[bytes]], None]]

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response: ...


class AgentSwitch:
    def __init__(
        self, pbx: str, link: Link, board: AgentBoard, devices: Collection[str], now_us: Callable[[], int]
    ) -> None:
        self._pbx = pbx
        self._link = link
        self._board = board
        self._devices = devices
        self._now_us = now_us
        self._linked = asyncio.Event()
        link.hearers.append(self._hear)

    async def run(self) -> None:
        """After each connect asks how each phone is: what changed before is told by no event."""
        while True:
            await self._linked.wait()
            self._linked.clear()
            for device in self._devices:
                try:
                    answer = await self._link.action({"Action": "Getvar", "Variable": f"DEVICE_STATE({device})"})
                except AmiError:
                    break  # the link is gone, and tells so by itself
                if answer.success:
                    self._board.phone(self._pbx, device, answer.headers.get("Value", ""), self._now_us())

    async def pause(self, interfaces: Sequence[str], reason: str) -> None:
        """Pauses members in all queues of this PBX. Raises AmiError."""
        for interface in interfaces:
            await self._act([("Interface", interface), ("Paused", "true"), ("Reason", reason)])

    async def unpause(self, interfaces: Sequence[str]) -> None:
        """Raises AmiError."""
        for interface in interfaces:
            await self._act([("Interface", interface), ("Paused", "false")])

    async def _act(self, headers: list[tuple[str, str]]) -> None:
        answer = await self._link.action([("Action", "QueuePause"), *headers])
        if answer.success:
            return
        if _REFUSED in answer.message.lower():
            raise NotPermittedError(answer.message)
        raise NoMemberError(answer.message)

    def _hear(self, frames: list[bytes]) -> None:
        for frame in frames:
            if found := _DEVICE_STATE.fullmatch(frame):
                device, state = (part.decode(errors="replace") for part in found.groups())
                self._board.phone(self._pbx, device, state, self._now_us())
            elif is_presence(frame) or frame.startswith(_MARKS):
                now_us = self._now_us()
                self._board.heard(self._pbx, parse(frame, now_us)._replace(at_us=now_us), now_us)
                if frame.startswith(_UP):
                    self._linked.set()
