"""What was heard of one PBX, as far as a gap needs it: until when, which channels were heard to hang up, and how long
phones need before they ring. Pure."""

import re
from collections.abc import Iterable

from kit.latest import Latest
from telephony.ami.frames import stamp_us
from telephony.cel.delays import Delays
from telephony.events import CEL_ROW, PBX_CLOCK

HANGUPS_MAX = 5_000
UNSURE_US_MAX = 200_000

_STAMP = re.compile(rb"\r\nTimestamp: ([^\r\n]*)")
_UNIQUEID = re.compile(rb"\r\nUniqueid: ([^\r\n]*)")
_CLOCK = re.compile(rb"\r\nShown: (-?\d{1,18})\r\nAsked: (-?\d{1,18})\r\n")
_HANGUP, _CEL, _PBX_CLOCK = b"Event: Hangup\r\n", f"Event: {CEL_ROW}\r\n".encode(), f"Event: {PBX_CLOCK}\r\n".encode()
_CEL_HANGUP = b"\r\nType: HANGUP\r\n"
_CALLED, _STATE = b"Event: Newchannel\r\n", b"Event: Newstate\r\n"
_RINGING = b"\r\nChannelStateDesc: Ringing"
_TOLD = (_HANGUP, _CEL, _PBX_CLOCK, _CALLED, _STATE)


class Heard:
    """`until_us` is the latest stamp, by the PBX's clock; 0: nothing was heard. `ahead_us`: that clock less ours, which
    may be `unsure_us` more or less."""

    def __init__(self) -> None:
        self.until_us = 0
        self.ahead_us = self.unsure_us = 0
        self.delays = Delays()
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
        """A copy of what is known now."""
        other = Heard()
        other.until_us, other.ahead_us, other.unsure_us = self.until_us, self.ahead_us, self.unsure_us
        other._gone, other.delays = self._gone.copy(), self.delays.copy()
        return other

    def is_gone(self, uniqueid: str) -> bool:
        """It was heard to hang up: whatever else is written of it is known."""
        return uniqueid in self._gone

    def _note(self, frame: bytes, received_us: int) -> None:
        if frame.startswith(_PBX_CLOCK):
            clock = _CLOCK.search(frame)
            if clock is not None:
                asked_us = int(clock[2])
                self.ahead_us = int(clock[1]) - (asked_us + received_us) // 2
                self.unsure_us = min(max(0, received_us - asked_us) // 2, UNSURE_US_MAX)
        elif frame.startswith(_HANGUP) or _CEL_HANGUP in frame:
            found = _UNIQUEID.search(frame)
            if found is not None:
                self._gone.add(found[1].decode("utf-8", "replace"))
                self.delays.end(found[1].decode("utf-8", "replace"))
        elif frame.startswith((_CALLED, _STATE)):
            self._note_phone(frame)

    def _note_phone(self, frame: bytes) -> None:
        """A caller can write some of it: nothing before the channel and its state, nothing after its two ids."""
        is_called = frame.startswith(_CALLED)
        if not is_called and not frame.partition(b"\r\nCallerIDNum: ")[0].endswith(_RINGING):
            return
        uniqueid, linkedid = _last(frame, b"Uniqueid"), _last(frame, b"Linkedid")
        stamp = _STAMP.search(frame)
        at_us = None if stamp is None else stamp_us(stamp[1].decode("ascii", "replace"))
        if at_us is None or uniqueid == linkedid:
            return
        if is_called:
            channel = frame.partition(b"\r\nChannel: ")[2].partition(b"\r\n")[0]
            self.delays.begin(uniqueid, channel.decode("utf-8", "replace"), at_us)
        else:
            self.delays.ring(uniqueid, at_us)


def _last(frame: bytes, header: bytes) -> str:
    return frame.rpartition(b"\r\n" + header + b": ")[2].partition(b"\r\n")[0].decode("utf-8", "replace")
