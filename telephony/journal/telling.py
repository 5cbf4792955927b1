"""The ear's end of the socket: tells services what is on disk, and takes from them how far they are."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from telephony.journal import Batch, Checkpoint, Journal
from telephony.journal.ear import Ear
from telephony.journal.wire import (
    APPLIED,
    CHECKPOINT,
    HELLO,
    MARK,
    STATUS,
    VERSION,
    Messages,
    WireError,
    group_of,
    packed_group,
    told,
    values_of,
)

UNSENT_BYTES_MAX = 8 << 20
"""A service that has more than this to take is told no more: it reads the journal when it has time."""
STATUS_SECONDS = 1.0
LISTENERS_MAX = 8
MARKS_MAX = 100


class Telling:
    """`state` is of the links."""

    def __init__(self, ear: Ear, journal: Journal, state: Callable[[], Mapping[str, Any]]) -> None:
        self.applied_position = 0
        self.listeners: set[Listener] = set()
        self._ear = ear
        self._journal = journal
        self._state = state
        self._checkpoint: Checkpoint | None = None
        self._marks: asyncio.Queue[list[Batch]] = asyncio.Queue(MARKS_MAX)
        self._next = ear.first_position
        ear.checkpoint = lambda: self._checkpoint or journal.checkpoint

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tell_groups())
            tasks.create_task(self._tell_state())
            tasks.create_task(self._write_marks())

    def begin(self, listener: "Listener") -> None:
        if len(self.listeners) >= LISTENERS_MAX:
            listener.close()
            return
        identity, position = self._journal.identity, self._next
        listener.send(told(HELLO, version=VERSION, identity=identity, next_position=position))
        listener.send(self._status())
        self.listeners.add(listener)

    def close(self) -> None:
        for listener in list(self.listeners):
            listener.close()

    def take(self, kind: bytes, content: bytes) -> None:
        """Raises WireError."""
        try:
            if kind == CHECKPOINT:
                values = values_of(content)
                self._checkpoint = Checkpoint(int(values["derived"]), int(values["resume"]))
            elif kind == APPLIED:
                self.applied_position = int(values_of(content)["position"])
            elif kind == MARK:
                self._marks.put_nowait(group_of(content).batches)
        except (KeyError, TypeError, ValueError, asyncio.QueueFull) as error:
            raise WireError("a message without what belongs into it") from error

    async def _write_marks(self) -> None:
        while True:
            for batch in await self._marks.get():
                await self._ear.offer(batch)

    async def _tell_groups(self) -> None:
        while True:
            group = await self._ear.groups.get()
            self._next = group.next_position
            self._send(packed_group(group))
            await self._ear.groups.done()

    async def _tell_state(self) -> None:
        while True:
            await asyncio.sleep(STATUS_SECONDS)
            self._send(self._status())

    def _status(self) -> bytes:
        health = self._journal.health._asdict()
        return told(STATUS, health=health, next_position=self._next, links=dict(self._state()))

    def _send(self, words: bytes) -> None:
        for listener in self.listeners:
            if listener.unsent_bytes < UNSENT_BYTES_MAX:
                listener.send(words)


class Listener(asyncio.Protocol):
    """One service at the socket."""

    def __init__(self, telling: Telling, refuse: Callable[[Any], None]) -> None:
        self._telling = telling
        self._refuse = refuse
        self._messages = Messages()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  tells the type checker
        self._transport = transport
        try:
            self._refuse(transport.get_extra_info("socket"))
        except PermissionError:
            transport.abort()
            return
        self._telling.begin(self)

    def data_received(self, data: bytes) -> None:
        try:
            self._messages.feed(data)
            for kind, content in self._messages.waiting():
                self._telling.take(kind, content)
        except WireError:
            self.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._telling.listeners.discard(self)

    @property
    def unsent_bytes(self) -> int:
        return 0 if self._transport is None else self._transport.get_write_buffer_size()

    def send(self, words: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(words)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
