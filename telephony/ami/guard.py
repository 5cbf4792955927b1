"""Separates events of the PBX from text that a caller wrote. Pure.

A frame that is written as Asterisk writes it passes. One that is not begins a knot: it and what follows it, up to the
next sound frame, are the pieces of one event whose value held line breaks. A knot becomes that event again, without
the unusable value, or is refused.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from enum import Enum

from telephony.ami.grammar import OPENED, STAMPED, WITHOUT_BLOCK, head
from telephony.ami.listed import Listed, mended_listed
from telephony.ami.mending import mended
from telephony.ami.naming import Naming
from telephony.ami.sound import LISTED, Check, checks, has_whole_lines, is_noise, name_of

MOST_PIECES = 400
MOST_BYTES = 32 * 1024
_WHOLE = b"ChannelStateDesc: "  # it tells a channel
_ANSWER = re.compile(rb"Response: \w+\r\n(?:Privilege: Command\r\n)?ActionID: ")
_HARMLESS = frozenset({b"FullyBooted", b"Shutdown", b"OriginateResponse"})
_GLOBAL_VARIABLE = b"\r\nChannel: none\r\nUniqueid: none\r\n"
_RENAME = b"Rename"


class _Verdict(Enum):
    SOUND = "as Asterisk writes it"
    HARMLESS = "so short that a stranger may have written it, but no caller's call is changed by it"
    NOISE = "an event that nobody wants, or a piece that looks like one"
    PIECE = "no event"


class Guard:
    """`forged` counts the knots: attempts, or values that were broken by accident."""

    def __init__(
        self, listed: Listed, waits: Callable[[bytes], bool], wanted: Callable[[bytes], bool] = lambda _: True
    ) -> None:
        """`waits`: whether somebody waits for this answer. `wanted`: which sound frames are passed on."""
        self.forged = 0
        self._listed = listed
        self._waits = waits
        self._wanted = wanted
        self.stamped = False  # whether this link's events have a Timestamp
        self._checks: dict[bytes, Callable[[bytes], object]] = {}
        self._naming = Naming()
        self._knot: list[tuple[bytes, _Verdict]] = []
        self._knot_bytes = 0
        checks(stamped=True)  # 30 ms once in a process, not in the middle of the first calls
        self._expect(stamped=False)

    @property
    def waiting(self) -> bool:
        """Whether a knot is open and more pieces may come."""
        return bool(self._knot)

    def calm(self, frames: Sequence[bytes]) -> bool:
        """Whether all these frames may pass unchanged. This is the usual case and must be fast."""
        if self._knot or not has_whole_lines(b"".join(frames)):
            return False
        check_of = self._checks.get
        for frame in frames:
            check = check_of(frame[7 : frame.find(b"\r\n")])
            if (check is None or not check(frame)) and not frame.startswith(b"Response: "):
                return False
        if not self.stamped and any(STAMPED.match(frame) and _WHOLE in frame for frame in frames):
            self._expect(stamped=True)
        return True

    def take(self, frames: Iterable[bytes]) -> list[bytes]:
        """What passes. `frames` are all that came, noise too: a piece may look like noise."""
        passed: list[bytes] = []
        for frame in frames:
            verdict = self._judge(frame)
            if verdict is _Verdict.SOUND or self._head(frame):
                passed += self.settle()
            if verdict is _Verdict.PIECE or (verdict is _Verdict.NOISE and self._knot):
                passed += self._tie(frame, verdict)
            else:
                if name_of(frame) == _RENAME:
                    self._naming.rename(frame)
                if self._wanted(frame):
                    passed.append(frame)
        return passed

    def _tie(self, frame: bytes, verdict: _Verdict) -> list[bytes]:
        self._knot.append((frame, verdict))
        self._knot_bytes += len(frame)
        full = len(self._knot) >= MOST_PIECES or self._knot_bytes >= MOST_BYTES
        return self.settle() if full else []

    def is_genuine(self, frame: bytes) -> bool:
        """Whether the frame is, or begins, an event that only Asterisk can have written."""
        return self._judge(frame, within=True) is _Verdict.SOUND or self._head(frame) is not None

    def is_piece(self, frame: bytes) -> bool:
        """Whether the frame neither is nor begins such an event."""
        return self._judge(frame, within=False) is _Verdict.PIECE

    def settle(self) -> list[bytes]:
        """Closes the knot, because no more pieces came."""
        if not self._knot:
            return []
        knot, self._knot, self._knot_bytes = self._knot, [], 0
        self.forged += 1
        sure = [frame for frame, verdict in knot if verdict is _Verdict.PIECE]
        event = self._mended(sure) or self._mended([frame for frame, _ in knot])
        return [event] if event is not None and self._wanted(event) else []

    def _mended(self, pieces: list[bytes]) -> bytes | None:
        known = self._naming.get
        event = mended_listed(pieces, self._listed, known) or mended(pieces, known)
        return event if event is not None and self._judge(event, within=True) is _Verdict.SOUND else None

    def _judge(self, frame: bytes, *, within: bool | None = None) -> _Verdict:
        """`within`: among the pieces of a broken event; None: as it is."""
        within = bool(self._knot) if within is None else within
        if frame.startswith(b"Response: "):
            if not within:
                return _Verdict.HARMLESS
            return _Verdict.SOUND if _ANSWER.match(frame) and self._waits(frame) else _Verdict.PIECE
        name = name_of(frame)
        if within and (name in WITHOUT_BLOCK or (name == b"VarSet" and _GLOBAL_VARIABLE in frame)):
            return _Verdict.PIECE  # so short that it may be a stranger's
        if name == _RENAME:
            return _Verdict.SOUND if self._can_rename(frame) else _Verdict.PIECE
        check = self._checks.get(name) if frame.startswith(b"Event: ") else None
        if check is not None:
            if not (has_whole_lines(frame) and check(frame)):
                return _Verdict.PIECE
            return _Verdict.HARMLESS if name in _HARMLESS else _Verdict.SOUND
        if not is_noise(frame) or (within and not OPENED.match(frame)):
            return _Verdict.PIECE
        return _Verdict.NOISE

    # who the channels are, by their names

    def _can_rename(self, frame: bytes) -> bool:
        return has_whole_lines(frame) and self._is_rename(frame) is not None and self._naming.can_be(frame)

    def _expect(self, *, stamped: bool) -> None:
        """`stamped`: this link sends Timestamps, so an event without one is forged."""
        self.stamped = stamped
        plain = checks(stamped=stamped)
        self._head = head(stamped=stamped).match
        self._is_rename = plain[_RENAME]  # apart, so that no batch with one is calm: each counts for the next
        self._checks = {name: check for name, check in plain.items() if name != _RENAME}
        self._checks |= {name: self._from_list(name, check) for name, check in LISTED.items()}
        for name, learn in ((b"Newchannel", self._naming.meet), (b"Hangup", self._naming.forget)):
            self._checks[name] = _then(plain[name], learn)

    def _from_list(self, name: bytes, check: Check) -> Callable[[bytes], object]:
        def from_list(frame: bytes) -> bool:
            found = check(frame)
            if found is None or not self._listed(name, found[found.lastgroup or 0]):
                return False
            if name in (b"Status", b"CoreShowChannel"):
                self._naming.meet(frame)
            return True

        return from_list


def _then(check: Check, learn: Callable[[bytes], None]) -> Callable[[bytes], object]:
    def checked(frame: bytes) -> bool:
        if not check(frame):
            return False
        learn(frame)
        return True

    return checked
