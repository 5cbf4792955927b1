"""A moment: one event a simulated PBX sends, and its bytes on the wire."""

from collections.abc import Iterable
from typing import NamedTuple

Headers = tuple[tuple[str, str], ...]


class Moment(NamedTuple):
    at_us: int
    name: str
    headers: Headers

    def get(self, key: str) -> str | None:
        return next((value for name, value in self.headers if name == key), None)


_AGENT = ("AgentCalled", "AgentConnect", "AgentComplete", "AgentRingNoAnswer", "QueueMemberStatus", "QueueMemberPause")
_CLASSES = {
    "agent,all": (*_AGENT, "QueueCallerJoin", "QueueCallerLeave", "QueueCallerAbandon"),
    "dialplan,all": ("VarSet", "Newexten"),
    "system,all": ("FullyBooted", "Shutdown"),
    "cdr,all": ("Cdr",),
}
_CLASS_OF = {name: privilege for privilege, names in _CLASSES.items() for name in names}


def frame(moment: Moment, timestamp: bool = True) -> bytes:
    """The event as the switch writes it, with the blank line that ends it."""
    lines = [f"Event: {moment.name}", f"Privilege: {_CLASS_OF.get(moment.name, 'call,all')}"]
    if timestamp:
        lines.append(f"Timestamp: {moment.at_us // 1_000_000}.{moment.at_us % 1_000_000:06d}")
    lines += [f"{key}: {value}" for key, value in moment.headers]
    return packet(lines)


def listing(name: str, headers: Iterable[tuple[str, str]]) -> bytes:
    """An event that belongs to an answer: no privilege, no timestamp."""
    return packet([f"Event: {name}", *(f"{key}: {value}" for key, value in headers)])


def packet(lines: Iterable[str]) -> bytes:
    return "\r\n".join((*lines, "", "")).encode()
