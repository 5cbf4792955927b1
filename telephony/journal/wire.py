"""What an ear that is a process of its own and the service say to each other, over a socket of this machine. Pure.

A message is its length, its kind and its content: events as they are in the journal, everything else as JSON.
"""

import json
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from telephony.journal import Batch
from telephony.journal.ear import Group

VERSION = 1
CONTENT_BYTES_MAX = 64 << 20

HELLO = b"H"
"""First thing that the ear says: `version`, `identity` of the journal, `next_position` of what it will tell."""
GROUP = b"G"
"""Events that are on disk."""
STATUS = b"S"
"""Each second: health of the journal and state of the links."""
CHECKPOINT = b"C"
"""The service: how far it has derived, to be stored with the next events."""
APPLIED = b"A"
"""The service: events before this position are in the database."""
MARK = b"M"
"""The service: an event of its own, to be written among the others."""

_HEAD = struct.Struct("<Ic")
_GROUP = struct.Struct("<QI")
_BATCH = struct.Struct("<HI")


class WireError(ValueError):
    """The other side does not speak as we do."""


def message(kind: bytes, content: bytes) -> bytes:
    return _HEAD.pack(len(content), kind) + content


def told(kind: bytes, **values: Any) -> bytes:
    return message(kind, json.dumps(values).encode())


def values_of(content: bytes) -> Mapping[str, Any]:
    """Raises WireError."""
    try:
        values = json.loads(content)
    except ValueError:
        raise WireError("no JSON") from None
    if not isinstance(values, dict):
        raise WireError("no table")
    return values


def packed_group(group: Group, kind: bytes = GROUP) -> bytes:
    parts = [_GROUP.pack(group.position, len(group.batches))]
    for pbx, frames in group.batches:
        name, count = pbx.encode(), len(frames)
        parts += [_BATCH.pack(len(name), count), name]
        parts.append(struct.pack(f"<{count}I", *(len(frame) for frame, _ in frames)))
        parts.append(struct.pack(f"<{count}Q", *(received_us for _, received_us in frames)))
        parts += [frame for frame, _ in frames]
    return message(kind, b"".join(parts))


def group_of(content: bytes) -> Group:
    """Raises WireError."""
    try:
        position, batches = _GROUP.unpack_from(content)
        at, found = _GROUP.size, []
        for _ in range(batches):
            batch, at = _batch(content, at)
            found.append(batch)
    except (struct.error, UnicodeDecodeError):
        raise WireError("a group that ends early") from None
    if at != len(content):
        raise WireError("a group that does not end")
    return Group(position, found)


def _batch(content: bytes, at: int) -> tuple[Batch, int]:
    letters, count = _BATCH.unpack_from(content, at)
    at += _BATCH.size
    name = content[at : at + letters].decode()
    at += letters
    lengths = struct.unpack_from(f"<{count}I", content, at)
    received = struct.unpack_from(f"<{count}Q", content, at + 4 * count)
    at += 12 * count
    frames = []
    for length, received_us in zip(lengths, received, strict=True):
        frames.append((content[at : at + length], received_us))
        at += length
    return Batch(name, frames), at


class Messages:
    """Cuts a stream into messages."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def feed(self, data: bytes) -> None:
        self._pending += data

    def waiting(self) -> Iterator[tuple[bytes, bytes]]:
        """The messages that are complete. Raises WireError."""
        while len(self._pending) >= _HEAD.size:
            length, kind = _HEAD.unpack_from(self._pending)
            if length > CONTENT_BYTES_MAX:
                raise WireError("a message that is too long")
            end = _HEAD.size + length
            if len(self._pending) < end:
                return
            content = bytes(self._pending[_HEAD.size : end])
            del self._pending[:end]
            yield kind, content
