"""The lines of Asterisk's log that say when a phone began to ring: `PJSIP/1001-0000021f is ringing`. Pure.

They are written at verbose level 3. The log has the PBX's local time without its zone. How far that is from UTC is
known by when the file was last written: see `offset_us`.
"""

import re
from datetime import UTC, datetime
from typing import NamedTuple

_QUARTER_US = 900 * 1_000_000
_LINE_BYTES_MAX = 1024
_BEGIN = re.compile(rb"\[(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{3,6}))?\] ")
_RINGS = re.compile(
    rb"VERBOSE\[\d{1,10}\](?:\[C-[0-9a-f]{1,16}\])? app_(?:dial|queue)\.c: (?:-- |  *-- )?"
    rb"([A-Za-z0-9]{1,20}/[^\s\"]{1,120}) is ringing\s*"
)
_CALLED = re.compile(rb"\] VERBOSE\[\d{1,10}\](?:\[C-[0-9a-f]{1,16}\])? app_(?:dial|queue)\.c: (?:-- |  *-- )?Called ")


class Ringing(NamedTuple):
    """`margin_us`: by how much it may have been sooner or later, where no line says it; 0: a line does."""

    at_us: int
    channel: str
    margin_us: int = 0


def local_us(line: bytes) -> int | None:
    """The line's local time, read as if it were UTC. None: it has no time, like the later lines of a long entry."""
    found = _BEGIN.match(line)
    if found is None:
        return None
    try:
        at = datetime(*map(int, found.groups()[:6]), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    return round(at.timestamp()) * 1_000_000 + int((found[7] or b"0").ljust(6, b"0"))


def is_precise(line: bytes) -> bool:
    """Whether the line's time has fractions of a second."""
    found = _BEGIN.match(line)
    return found is not None and found[7] is not None


def offset_us(last_line_us: int, written_us: int) -> int:
    """How far local time is ahead of UTC: zones differ by quarters of an hour."""
    return round((last_line_us - written_us) / _QUARTER_US) * _QUARTER_US


def ringing_of(line: bytes, ahead_us: int) -> Ringing | None:
    """None: it says something else. `ahead_us`: local time less UTC."""
    begin = _BEGIN.match(line) if len(line) <= _LINE_BYTES_MAX else None
    found = None if begin is None else _RINGS.fullmatch(line, begin.end())
    at_us = None if found is None else local_us(line)
    if found is None or at_us is None:
        return None
    return Ringing(at_us - ahead_us, found[1].decode("utf-8", "replace"))


def tells_ringing(line: bytes) -> bool:
    """Whoever writes this writes also that phones ring."""
    return _CALLED.search(line) is not None or b" is ringing" in line
