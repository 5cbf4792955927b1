"""A stream of a JetStream server, as messages with sequences. Everything raises StreamError.

What is read is read from the stream's leader, so it is what a majority of the servers has.
"""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from nats.js.api import DiscardPolicy, RetentionPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from telephony.stream.line import Line
from telephony.stream.terms import Options, State, Stored, StreamError

DUPLICATES_SECONDS = 120.0
_NO_MESSAGE = 10037


class Stream:
    def __init__(self, line: Line, options: Options) -> None:
        self.options = options
        self._line = line

    async def make(self) -> None:
        """Creates the stream if there is none. A stream that discards old messages is refused: it would lose calls."""
        wanted = self.options

        async def found_or_made(jet: JetStreamContext) -> StreamInfo:
            try:
                return await jet.stream_info(wanted.stream)
            except NotFoundError:
                return await jet.add_stream(_config(wanted))

        info = await self._line.ask(found_or_made)
        if info.config.discard != DiscardPolicy.NEW:
            raise StreamError(f"the stream {wanted.stream} gives up old messages when it is full: set discard to new")

    async def send(self, subject: str, content: bytes, message_id: str, after_sequence: int) -> int:
        """Returns its sequence, once a majority has it. Sent again, it is stored once."""
        headers = {"Nats-Msg-Id": message_id, "Nats-Expected-Last-Subject-Sequence": str(after_sequence)}
        answer = await self._line.ask(lambda jet: jet.publish(subject, content, headers=headers))
        return answer.seq

    async def last(self, subject: str) -> Stored | None:
        return await self._get(subject=subject)

    async def next(self, subject: str, sequence: int) -> Stored | None:
        """The first of the subject from that sequence on."""
        return await self._get(subject=subject, seq=sequence, next=True)

    async def subjects(self, pattern: str) -> Sequence[str]:
        name = self.options.stream
        info = await self._line.ask(lambda jet: jet.stream_info(name, subjects_filter=pattern))
        return sorted(info.state.subjects or ())

    async def state(self) -> State:
        info = await self._line.ask(lambda jet: jet.stream_info(self.options.stream))
        others = [] if info.cluster is None else info.cluster.replicas or []
        return State(
            info.state.first_seq,
            info.state.last_seq,
            info.state.bytes,
            info.config.max_bytes or -1,
            1 + len(others),
            1 + sum(bool(other.current) and not other.offline for other in others),
            0 if info.created is None else round(info.created.timestamp() * 1e6),
        )

    async def hint(self, subject: str, hear: Callable[[], None]) -> None:
        """`hear` is called when something is sent there. It may not be stored yet, and one call may be missing."""
        await self._line.hint(subject, hear)

    async def _get(self, **wanted: Any) -> Stored | None:
        async def found(jet: JetStreamContext) -> Stored | None:
            try:
                message = await jet.get_msg(self.options.stream, **wanted)
            except NotFoundError as error:
                if error.err_code == _NO_MESSAGE:
                    return None
                raise
            return Stored(message.seq or 0, message.data or b"")

        return await self._line.ask(found)


def _config(wanted: Options) -> StreamConfig:
    return StreamConfig(
        name=wanted.stream,
        description="Events that Third Ring has heard",
        subjects=[f"{wanted.stream}.>"],
        retention=RetentionPolicy.LIMITS,
        discard=DiscardPolicy.NEW,
        storage=StorageType.FILE,
        num_replicas=wanted.replicas,
        max_bytes=wanted.size_bytes_max,
        max_age=wanted.age_seconds,
        duplicate_window=DUPLICATES_SECONDS,
    )


@contextlib.asynccontextmanager
async def connected(options: Options) -> AsyncIterator[Stream]:
    """Goes on connecting for as long as it is used. Raises AwayError where the first connection fails."""
    line = Line(options)
    await line.open()
    try:
        yield Stream(line, options)
    finally:
        await line.close()
