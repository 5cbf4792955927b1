"""The same as `mending`, for the answers to an action that asks for a list. Pure."""

import re
from collections.abc import Callable

from telephony.ami.grammar import lines
from telephony.ami.mending import END, Known, channel

Listed = Callable[[bytes, bytes], bool]
"""Whether an event of that name may carry that ActionID: somebody waits for such a list."""

_ID = re.compile(rb"\r\nActionID: ([^\r\n\0]{1,100})(?=\r\n|\Z)")
_DIALLED = re.compile(rb"\r\nDNID: ([^\r\n\0]*)\r\nEffectiveConnectedLineNum: ")
_BRIDGE = re.compile(rb"\r\nDuration: [^\r\n\0]*(\r\nBridgeId: [^\r\n\0]*)\Z")
_WAITING = re.compile(rb"Event: QueueEntry" + lines(b"Queue", b"Position", b"Channel", b"Uniqueid"))


def mended_listed(pieces: list[bytes], listed: Listed, known: Known) -> bytes | None:
    """The event, or None where it is none or cannot be told."""
    text = END.join(pieces)
    if text.startswith(b"Event: Status\r\nPrivilege: Call\r\n"):
        return _status(text, listed, known)
    if text.startswith(b"Event: CoreShowChannel\r\nActionID: "):
        return _shown(text, listed, known)
    entry = _WAITING.match(text)
    if entry is not None:
        action_id = _last_id(text, b"QueueEntry", listed)
        return None if action_id is None else entry[0] + b"\r\nCallerIDNum: " + action_id
    return None


def _status(text: bytes, listed: Listed, known: Known) -> bytes | None:
    head = b"Event: Status\r\nPrivilege: Call"
    block, action_id = channel(b"", text, len(head), known, last=True), _last_id(text, b"Status", listed)
    if block is None or action_id is None:
        return None
    dialled = _DIALLED.findall(text, block.end)
    told = b"\r\nDNID: " + dialled[0] if len(set(dialled)) == 1 else b""
    return head + block.text + told + action_id


def _shown(text: bytes, listed: Listed, known: Known) -> bytes | None:
    action_id = _ID.search(text)
    if action_id is None or not listed(b"CoreShowChannel", action_id[1]):
        return None
    block = channel(b"", text, action_id.end(), known, last=True)
    bridge = _BRIDGE.search(text)
    if block is None or bridge is None:
        return None
    return text[: action_id.end()] + block.text + bridge[1]


def _last_id(text: bytes, event: bytes, listed: Listed) -> bytes | None:
    found = [match for match in _ID.finditer(text) if listed(event, match[1])]
    return found[-1][0] if found else None
