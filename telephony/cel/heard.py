"""What was heard of one PBX, as far as a gap needs it: until when, and which channels were heard to hang up. Pure."""

import re
from collections.abc import Iterable

from kit.latest import Latest
from telephony.ami.frames import stamp_us
from telephony.events import CEL_ROW, PBX_CLOCK

HANGUPS_MAX = 5_000

_STAMP = re.compile(rb"\r\nTimestamp: ([^\r\n]*)")
_UNIQUEID = re.compile(rb"\r\nUniqueid: ([^\r\n]*)")
_CLOCK = re.compile(rb"\r\nShown: (-?\d{1,18})\r\nAsked: (-?\d{1,18})\r\n")
_HANGUP, _CEL, _PBX_CLOCK = b"Event: Hangup\r\n", f"Event: {CEL_ROW}\r\n".encode(), f"Event: {PBX_CLOCK}\r\n".encode()
_CEL_HANGUP = b"\r\nType: HANGUP\r\n"
_TOLD = (_HANGUP, _CEL, _PBX_CLOCK)


class Heard:
    """`until_us` is the latest stamp, by the PBX's clock; 0: nothing was heard. `ahead_us`: that clock less ours."""

    def __init__(self) -> None:
        self.until_us = 0
        self.ahead_us = 0
        self._gone: Latest[str] = Latest(HANGUPS_MAX)

    def take(self, heard: Iterable[tuple[bytes, int]]) -> None:
        last, received_us = b"", 0
        for frame, received_us in heard:
            if b"\r\nTimestamp: " in frame:
                last = frame
            if frame.startswith(_TOLD):
                self._note(frame, received_us)
        stamp = _STAMP.search(last)
        at_us = None if stamp is None else stamp_us(stamp[1].decode("ascii", "replace"))
        if at_us:
            self.until_us = at_us
        elif received_us and not self.until_us:  # no call yet: the link was up
            self.until_us = received_us + self.ahead_us

    def copy(self) -> "Heard":
        """As it is now."""
        other = Heard()
        other.until_us, other.ahead_us, other._gone = self.until_us, self.ahead_us, self._gone.copy()
        return other

    def is_gone(self, uniqueid: str) -> bool:
        """It was heard to hang up: whatever else is written of it is known."""
        return uniqueid in self._gone

    def _note(self, frame: bytes, received_us: int) -> None:
        if frame.startswith(_PBX_CLOCK):
            clock = _CLOCK.search(frame)
            if clock is not None:
                self.ahead_us = int(clock[1]) - (int(clock[2]) + received_us) // 2
        elif frame.startswith(_HANGUP) or _CEL_HANGUP in frame:
            found = _UNIQUEID.search(frame)
            if found is not None:
                self._gone.add(found[1].decode("utf-8", "replace"))
