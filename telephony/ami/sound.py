"""Whether a frame is written as Asterisk writes it: whole, in order, nothing twice.

A `Check` looks at the lines, `has_whole_lines` at how they end. A frame is sound where both say so; the latter is asked
once for many frames, which is much faster.
"""

import functools
import re
from collections.abc import Callable
from typing import Final

from telephony.ami.grammar import EVENTS, Grammar, block, body, lines, names_of, opening, others

Check = Callable[[bytes], re.Match[bytes] | None]

_NO_BREAKS: Final = bytes(byte for byte in range(256) if byte not in b"\r\n\0")
_ID = rb"\r\nActionID: (?P<id>[^\r\n\0]{1,100})"
_STATUS = Grammar((EVENTS[b"Newstate"].parts[0],))
_QUEUE_ENTRY = (b"Queue", b"Position", b"Channel", b"Uniqueid", b"CallerIDNum")
_NO_CHANNEL = rb"\r\nChannel: none\r\nUniqueid: none\r\nVariable: [^\r]*\r\nValue: [^\r]*"  # a global variable


@functools.cache
def checks(*, stamped: bool = False) -> dict[bytes, Check]:
    """The checks, by the event's name."""
    found = {
        name: opening(name, stamped=stamped and name != b"FullyBooted") + body(grammar)  # a login's has no Timestamp
        for name, grammar in EVENTS.items()
    }
    found[b"VarSet"] += b"|" + opening(b"VarSet", stamped=stamped) + _NO_CHANNEL
    return {name: re.compile(expression).fullmatch for name, expression in found.items()}


def has_whole_lines(text: bytes) -> bool:
    """No NUL, no LF without its CR, no CR without its LF."""
    breaks = text.translate(None, _NO_BREAKS)
    return breaks == b"\r\n" * (len(breaks) // 2)


def _ended(name: bytes) -> bytes:
    """Version 13.0 writes the ActionID alone or last."""
    items = rb"\r\nEventList: Complete\r\nListItems: \d+"
    return rb"Event: " + name + b"(?:" + _ID + b"(?:" + items + b")?|" + items + _ID.replace(b"id", b"id_last") + b")"


LISTED: Final[dict[bytes, Check]] = {
    name: re.compile(expression).fullmatch
    for name, expression in {
        b"Status": rb"Event: Status\r\nPrivilege: Call" + block() + others(*names_of(_STATUS)) + _ID,
        b"CoreShowChannel": rb"Event: CoreShowChannel"
        + _ID
        + block()
        + others(*names_of(_STATUS), b"BridgeId")
        + lines(b"BridgeId")
        + others(*names_of(_STATUS), b"BridgeId"),
        b"CoreShowChannelsComplete": _ended(b"CoreShowChannelsComplete"),
        b"QueueParams": rb"Event: QueueParams\r\nQueue: [^\r]*" + others(b"Queue") + _ID,
        b"QueueMember": rb"Event: QueueMember\r\nQueue: [^\r]*" + others(b"Queue") + _ID,
        b"QueueEntry": rb"Event: QueueEntry" + lines(*_QUEUE_ENTRY) + others(*_QUEUE_ENTRY) + _ID,
        b"QueueStatusComplete": _ended(b"QueueStatusComplete"),
    }.items()
}
"""Answers to an action that asks for a list: the last group is the ActionID. It comes before or behind what a
stranger can write, never between."""

LISTS: Final[dict[str, frozenset[bytes]]] = {
    "Status": frozenset({b"Status"}),
    "CoreShowChannels": frozenset({b"CoreShowChannel", b"CoreShowChannelsComplete"}),
    "QueueStatus": frozenset({b"QueueParams", b"QueueMember", b"QueueEntry", b"QueueStatusComplete"}),
}
"""Which events each action's list may hold."""

_OUR_MARKS = {
    b"LinkUp": rb"Event: LinkUp\r\nGreeting: [^\r]*",
    b"LinkDown": rb"Event: LinkDown\r\nReason: [^\r]*",
    b"LinkKept": rb"Event: LinkKept\r\nReason: [^\r]*",
    b"LinkCheck": rb"Event: LinkCheck\r\nReason: [^\r]*",
    b"PbxClock": rb"Event: PbxClock(?:\r\n(?:Shown|Asked|Correction): -?\d+)+",
    b"OurClock": rb"Event: OurClock\r\nStep: -?\d+",
    b"Recovery": rb"Event: Recovery(?:\r\n[A-Z][a-z]+: [^\r]*)+",
    b"Recovered": rb"Event: Recovered\r\nRows: \d+",
    b"CelRow": rb"Event: CelRow(?:\r\n[A-Za-z]+: [^\r]*)+",
    b"LogRinging": rb"Event: LogRinging(?:\r\n[A-Za-z]+: [^\r]*)+",
    b"CoreShowChannelsComplete": rb"Event: CoreShowChannelsComplete(?:\r\n[^\r]*)*",
    b"QueueStatusComplete": rb"Event: QueueStatusComplete(?:\r\n[^\r]*)*",
}
_KEPT: Final[dict[bytes, Check]] = {
    **checks(),
    **LISTED,
    **{name: re.compile(expression).fullmatch for name, expression in _OUR_MARKS.items()},
}
_WHOLE_BLOCK = re.compile(block())
_CHANNEL_LINE = b"\r\nUniqueid: "


def is_noise(frame: bytes) -> bool:
    """Whether the frame is an unused event in valid form: a channel's block must be complete."""
    if not frame.startswith(b"Event: "):
        return False
    return _CHANNEL_LINE not in frame or _WHOLE_BLOCK.search(frame) is not None


def name_of(frame: bytes) -> bytes:
    return frame[7 : frame.find(b"\r\n")] if b"\r\n" in frame else frame[7:]


def is_sound_in_journal(frame: bytes) -> bool:
    """The journal also holds our own marks, and lists whose ActionIDs nobody knows any more."""
    check = _KEPT.get(name_of(frame))
    return check is not None and check(frame) is not None and has_whole_lines(frame)
