"""A message of the stream: rows of a journal as they are on disk, with their positions. Pure.

`after` is the last position of the message before it. So a reader sees that a message is missing, even where the
journal itself left numbers out.
"""

import struct
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from telephony.journal.packing import DamagedBatchError, Row, pack, unpack

VERSION = 1
MESSAGE_BYTES = 64 << 10
"""A message takes no more rows when it has so much."""
ROW_BYTES_MAX = 512 << 10
"""A larger row is cut in two: a NATS server takes 1 MB a message unless it is told otherwise."""

_HEAD = struct.Struct("<BQH")
_ROW = struct.Struct("<QIQBI")
_ROWS_MAX = 1_000


class MessageError(ValueError):
    """Not one of ours, or damaged."""


class Message(NamedTuple):
    """`after`: 0 where there is none before it."""

    after: int
    rows: Sequence[Row]

    @property
    def first(self) -> int:
        return self.rows[0].first_position

    @property
    def last(self) -> int:
        return self.rows[-1].last_position

    @property
    def size_bytes(self) -> int:
        return sum(len(row.blob) for row in self.rows)


def subject_of(stream: str, site: str, journal: str) -> str:
    return f"{stream}.{site}.{journal}"


def id_of(journal: str, message: Message) -> str:
    """It says all that is in the message: another one never has the same."""
    return f"{journal}-{message.first}-{message.last}"


def cut(rows: Iterable[Row], after: int, bytes_max: int = MESSAGE_BYTES) -> Message | None:
    """The next message: what of the rows comes after that position, until it is large enough."""
    taken: list[Row] = []
    size = 0
    for row in _small(_later(rows, after)):
        if (taken and size + len(row.blob) > bytes_max) or len(taken) == _ROWS_MAX:
            break
        taken.append(row)
        size += len(row.blob)
    return Message(after, taken) if taken else None


def encode(message: Message) -> bytes:
    parts = [_HEAD.pack(VERSION, message.after, len(message.rows))]
    for row in message.rows:
        name = row.pbx.encode()
        parts.append(_ROW.pack(row.first_position, row.events, row.received_us, len(name), len(row.blob)))
        parts += [name, row.blob]
    return b"".join(parts)


def decode(content: bytes) -> Message:
    """Raises MessageError."""
    try:
        version, after, count = _HEAD.unpack_from(content)
        at, rows = _HEAD.size, []
        for _ in range(count):
            row, at = _row(content, at)
            rows.append(row)
    except (struct.error, UnicodeDecodeError):
        raise MessageError("it ends early") from None
    if version != VERSION or at != len(content) or not rows:
        raise MessageError("another version, or not ours")
    before = after
    for row in rows:
        if row.first_position <= before or not row.events:
            raise MessageError("its positions do not rise")
        before = row.last_position
    return Message(after, rows)


def _row(content: bytes, at: int) -> tuple[Row, int]:
    first, events, received_us, letters, size = _ROW.unpack_from(content, at)
    at += _ROW.size
    name, blob = content[at : at + letters], content[at + letters : at + letters + size]
    if len(blob) < size:
        raise MessageError("it ends early")
    return Row(first, events, name.decode(), received_us, blob), at + letters + size


def _later(rows: Iterable[Row], after: int) -> Iterator[Row]:
    for row in rows:
        if row.first_position > after:
            yield row
        elif row.last_position > after:
            yield _part(row, after + 1 - row.first_position, row.events)


def _small(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if len(row.blob) <= ROW_BYTES_MAX or row.events == 1:
            yield row
        else:
            middle = row.events // 2
            yield from _small((_part(row, 0, middle), _part(row, middle, row.events)))


def _part(row: Row, begin: int, end: int) -> Row:
    """Events `begin` to `end` of it. A damaged row stays as it is: whoever reads it says so."""
    try:
        frames = list(unpack(row.blob, row.events, row.received_us))[begin:end]
    except DamagedBatchError:
        return Row(row.first_position + begin, end - begin, row.pbx, row.received_us, b"")
    return Row(row.first_position + begin, end - begin, row.pbx, *pack(frames))
