"""One place in the stream, from which messages are read in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from telephony.journal import Entry
from telephony.stream.following import seek, take
from telephony.stream.message import Message, MessageError, decode
from telephony.stream.terms import State, Stored, StreamError

if TYPE_CHECKING:  # it imports NATS
    from telephony.stream.server import Stream

_ANEW = "the stream was removed and made again, or restored: the place in it is looked for again"


class Log(Protocol):
    def warning(self, event: str, **details: Any) -> Any: ...


class Cursor:
    """`sequence`: of the next message, in the stream that was made at that time. 0: the place has to be found first."""

    def __init__(self, stream: Stream, subject: str, pbxs: Sequence[str], log: Log) -> None:
        self.position = 0
        self.sequence = 0
        self.missing_events = 0
        self._stream = stream
        self._subject = subject
        self._pbxs = pbxs
        self._log = log
        self._made_us = 0

    async def move(self, position: int) -> None:
        """Raises StreamError."""
        if position == self.position and self.sequence:
            return
        self.sequence = 0
        state = await self._stream.state()
        seeking = seek(position, state.first_sequence, state.last_sequence)
        try:
            asked = next(seeking)
            while True:
                stored = await self._stream.next(self._subject, asked)
                asked = seeking.send(None if stored is None else (stored.sequence, last_of(stored)))
        except StopIteration as found:
            self.sequence = max(1, found.value)
        self.position, self._made_us = position, state.made_us

    async def read(self, events_max: int) -> list[Entry]:
        """Empty at the end. Raises StreamError: then move again."""
        entries: list[Entry] = []
        try:
            while len(entries) < events_max:
                stored = await self._stream.next(self._subject, self.sequence)
                if stored is None:
                    break
                entries += await self._taken(stored)
                self.sequence = stored.sequence + 1
            if not self.sequence:  # as somebody saw meanwhile
                raise StreamError(_ANEW)
        except StreamError:
            self.sequence = 0
            raise
        return entries

    def check(self, state: State, sequence: int) -> None:
        """`sequence` is what this one had before the state was asked for. A stream that is made again counts from 1."""
        if sequence and self.sequence and (state.made_us != self._made_us or state.last_sequence + 1 < sequence):
            self.sequence = 0
            self._log.warning(_ANEW)

    async def _taken(self, stored: Stored) -> Sequence[Entry]:
        try:
            message = decode(stored.content)
        except MessageError as error:  # the next message says that its events are missing
            self._log.warning("a message of the stream is damaged", sequence=stored.sequence, reason=str(error))
            return ()
        if self.sequence and self._lacks_events_before(message):
            sequence = self.sequence
            self.check(await self._stream.state(), sequence)
        if not self.sequence:
            raise StreamError(_ANEW)
        entries, self.position, missing = take(self.position, message, self._pbxs)
        if missing:
            self.missing_events += missing
            self._log.warning(
                "the stream lacks events: calls that were live are estimated",
                events=missing,
                up_to_position=message.after,
            )
        return entries

    def _lacks_events_before(self, message: Message) -> bool:
        return self.position > 1 and max(message.after, message.first - 1) >= self.position


def last_of(stored: Stored) -> int:
    """0 where it is damaged."""
    try:
        return decode(stored.content).last
    except MessageError:
        return 0
