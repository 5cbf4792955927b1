"""The channels of one PBX by name, and which renames are plausible. Pure."""

import re
from typing import Final

from kit.latest import Latest
from telephony.ami.mending import Identity

_MOST_NAMES = 100_000
_MOST_GIVEN_AWAY = 1000
_RENAME = re.compile(rb"\r\nChannel: ([^\r\n]*)\r\nNewname: ([^\r\n]*)\r\nUniqueid: ([^\r\n]*)")
_MASKED: Final = b"<MASQ>"
_DEAD: Final = b"<ZOMBIE>"
_KEEP_THEIR_NAME: Final = (b"PJSIP/", b"SIP/", b"Local/")
"""Such a channel gets another name only where two channels change places: the first gives its name away and is masked,
the second takes it, and the first gets the second's old name as a dead channel."""


class Naming:
    def __init__(self) -> None:
        self._identities: dict[bytes, Identity] = {}
        self._given_away: Latest[bytes] = Latest(_MOST_GIVEN_AWAY)

    def get(self, name: bytes) -> Identity | None:
        return self._identities.get(name)

    def meet(self, frame: bytes) -> None:
        """Learns the channel of a valid frame."""
        _, uniqueid, *more = frame[frame.rfind(b"\r\nUniqueid: ") :].split(b"\r\n", 3)
        uniqueid, linkedid = uniqueid[10:], b""
        if more and more[0].startswith(b"Linkedid: "):  # 13.0 does not say it
            linkedid = more[0][10:]
        self._identities[_name(frame)] = Identity(uniqueid, linkedid or uniqueid)
        if len(self._identities) > _MOST_NAMES:
            del self._identities[next(iter(self._identities))]

    def forget(self, frame: bytes) -> None:
        self._identities.pop(_name(frame), None)

    def can_be(self, rename: bytes) -> bool:
        """Whether the channel has the old name and may get the new one."""
        told = _RENAME.search(rename)
        if told is None:
            return False
        name, new_name, uniqueid = told.groups()
        known = self._identities.get(name)
        if known is None:
            is_its_own = all(each.uniqueid != uniqueid for each in self._identities.values())
        else:
            is_its_own = known.uniqueid == uniqueid
        return is_its_own and new_name not in self._identities and self._may_get(name, new_name)

    def rename(self, frame: bytes) -> None:
        told = _RENAME.search(frame)
        if told is None:
            return
        name, new_name, _ = told.groups()
        if name in self._identities:
            self._identities[new_name] = self._identities.pop(name)
        self._given_away.discard(new_name)
        if new_name == name + _MASKED:
            self._given_away.add(name)

    def _may_get(self, name: bytes, new_name: bytes) -> bool:
        if not name.startswith(_KEEP_THEIR_NAME):
            return True
        if name.endswith(_MASKED):
            return new_name.endswith(_DEAD)
        return new_name == name + _MASKED or new_name in self._given_away


def _name(frame: bytes) -> bytes:
    start = frame.find(b"\r\nChannel: ") + 11
    return frame[start : frame.find(b"\r", start)]
