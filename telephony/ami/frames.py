"""AMI bytes to frames, frames to events.

Most of what a PBX says is noise to us, so a frame's first line decides before anything else is looked at: noise costs
a slice and a look-up. A frame's first line also says whether its lines end with CR LF or with LF alone, and with that
where it ends: the frames of a stream are the same however its bytes arrive.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from telephony.ami.shapes import Shapes
from telephony.ami.wanted import WANTED, is_wanted_contact, is_wanted_newexten, is_wanted_varset
from telephony.events import Event

__all__ = ["MAX_FRAME_BYTES", "WANTED", "FrameReader", "parse", "stamp_us"]

MAX_FRAME_BYTES = 1024 * 1024
_MAX_LEARNED = 1000  # first lines remembered
_END = b"\r\n\r\n"
_BLANK_LINE = re.compile(rb"\n\r?\n")
_EVENT = re.compile(rb"(?:\A|\n)Event:[ \t]*([^\r\n]*)")
_SHAPES = Shapes()
_TIMESTAMP = re.compile(r"(\d{1,12})(?:\.(\d{1,12}))?", re.ASCII)

_Test = Callable[[bytes], bool]


def _always(_frame: bytes) -> bool:
    return True


_TESTS: dict[bytes, _Test] = {
    **dict.fromkeys(WANTED, _always),
    b"VarSet": is_wanted_varset,
    b"Newexten": is_wanted_newexten,
    b"ContactStatus": is_wanted_contact,
}


def is_wanted(frame: bytes) -> bool:
    """Whether a frame is used."""
    event = _EVENT.search(frame)
    test = _TESTS.get(event[1]) if event else _always
    return test is not None and test(frame)


class FrameReader:
    """Cuts a stream into frames, without their blank lines, and drops the events nobody wants. Answers are kept.

    A frame longer than `max_frame_bytes` is given up as far as its blank line, and counted in `oversized`.
    """

    def __init__(self, *, everything: bool = False, max_frame_bytes: int = MAX_FRAME_BYTES) -> None:
        self.frames_read = 0
        self.frames_kept = 0
        self.oversized = 0
        self._everything = everything
        self._max_frame_bytes = max_frame_bytes
        self._pending = bytearray()
        self._skipping = False
        self._untidy = False
        self._latest: list[bytes] = []
        # By first line: None for noise, which is learned as it is met, else the test that decides.
        self._tests: dict[bytes, _Test | None] = {b"Event: " + name: test for name, test in _TESTS.items()}

    def feed(self, data: bytes) -> list[bytes]:
        chunks = self._split(data)
        self._keep_rest(chunks)
        self._latest = chunks
        frames = chunks if self._everything else self._wanted(chunks)
        self.frames_read += len(chunks)
        if self._untidy or self._everything:
            self._untidy = False
            tidy = list(_tidy(frames))
            self.frames_read += len(tidy) - len(frames)
            frames = tidy if self._everything else self._wanted(tidy)
        self.frames_kept += len(frames)
        return frames

    def unfiltered(self) -> list[bytes]:
        """All frames of the latest `feed`, including unused ones."""
        return list(_tidy(self._latest))

    def _wanted(self, chunks: Iterable[bytes]) -> list[bytes]:
        test_of, unseen = self._tests.get, self._meet
        return [
            chunk
            for chunk in chunks
            if (test := test_of(chunk[: chunk.find(b"\r\n")], unseen)) and (test is _always or test(chunk))
        ]

    def _meet(self, frame: bytes) -> bool:
        """Decides about a new first line and remembers the decision. Frames that need tidying are kept."""
        if _is_untidy(frame):
            self._untidy = True
            return True
        first_line = frame.partition(b"\r\n")[0]
        event = _EVENT.search(frame)
        test = _TESTS.get(event[1]) if event else _always
        if len(first_line) < 80 and len(self._tests) < _MAX_LEARNED and _EVENT.fullmatch(first_line):
            self._tests[first_line] = test
        return test is not None and test(frame)

    def _split(self, data: bytes) -> list[bytes]:
        """The buffered and the new bytes, split at the ends of frames; the last piece is incomplete."""
        waiting = self._pending
        if self._skipping:
            data = self._skip(data)
            if self._skipping:
                return [b""]
        elif waiting and b"\n" not in data:
            waiting += data
            return [b""]
        if not waiting:
            return data.split(_END)
        if waiting[-1:] in b"\r\n":  # an end may be split between them
            chunks = (bytes(waiting) + data).split(_END)
        else:
            chunks = data.split(_END)  # it may be large: not copied for the sake of its first frame
            chunks[0] = bytes(waiting) + chunks[0]
        waiting.clear()
        return chunks

    def _skip(self, data: bytes) -> bytes:
        """The bytes after a skipped frame, if its end has arrived."""
        data = bytes(self._pending) + data
        end = _BLANK_LINE.search(data)
        self._skipping = end is None
        self._pending[:] = data[-2:] if end is None else b""
        return b"" if end is None else data[end.end() :]

    def _keep_rest(self, chunks: list[bytes]) -> None:
        rest = chunks.pop().lstrip(b"\r\n")
        *complete, rest = _lf_frames(rest)
        chunks += complete
        self._pending += rest
        self._bound()

    def _bound(self) -> None:
        if len(self._pending) > self._max_frame_bytes:
            self.oversized += 1
            self._skipping = True
            del self._pending[:-2]


def _is_untidy(chunk: bytes) -> bool:
    """Is empty, begins with a blank line (some Asterisk events end with two), or holds several frames with LF ends."""
    return chunk[:1] in b"\r\n" or (
        _has_lf_ends(chunk) and (chunk[-1:] in b"\r\n" or _BLANK_LINE.search(chunk) is not None)
    )


def _tidy(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        if not _is_untidy(chunk):
            yield chunk
            continue
        *complete, last = _lf_frames(chunk.lstrip(b"\r\n"))
        yield from complete
        if last:
            yield last.rstrip(b"\r\n") if _has_lf_ends(last) else last


def _lf_frames(chunk: bytes) -> Iterator[bytes]:
    """The frames with LF line ends at the start, then what is left."""
    while end := _lf_end(chunk):
        yield chunk[: end.start()].rstrip(b"\r\n")
        chunk = chunk[end.end() :].lstrip(b"\r\n")
    yield chunk


def _lf_end(text: bytes) -> re.Match[bytes] | None:
    return _BLANK_LINE.search(text) if _has_lf_ends(text) else None


def _has_lf_ends(frame: bytes) -> bool:
    line_end = frame.find(b"\n")
    return line_end >= 0 and frame[line_end - 1 : line_end] != b"\r"


def parse(frame: bytes, received_us: int, position: int = 0) -> Event:
    """Never fails. A line that is no header belongs to the value before it; `Output` lines become one header."""
    try:
        text = frame.decode()
    except UnicodeDecodeError:
        headers, repeated = by_line(frame)
    else:
        headers, repeated = _SHAPES.read(text) or by_line(frame, text, _SHAPES)
    return event_of(headers, repeated, received_us, position)


def event_of(headers: dict[str, str], repeated: tuple[tuple[str, str], ...], received_us: int, position: int) -> Event:
    stamp = headers.get("Timestamp", "")
    if len(stamp) == 17 and stamp[10] == "." and (digits := stamp[:10] + stamp[11:]).isdecimal():
        at_us = int(digits)
    else:
        stamped_us = stamp_us(stamp)
        at_us = received_us if stamped_us is None else stamped_us
    return Event(headers.get("Event", ""), at_us, headers, repeated, position, received_us)


def stamp_us(stamp: str) -> int | None:
    """The instant of a `Timestamp`; None if it is invalid."""
    match = _TIMESTAMP.fullmatch(stamp)
    if match is None:
        return None
    return int(match[1]) * 1_000_000 + int((match[2] or "").ljust(6, "0")[:6])


def by_line(
    frame: bytes, text: str | None = None, shapes: Shapes | None = None
) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """`text` is the frame where it is plain UTF-8: then its shape is worth remembering in `shapes`."""
    pairs = list(_pairs(frame))
    count = Counter(name for name, _ in pairs)
    if text is not None and shapes is not None and "Output" not in count:
        shapes.learn(text, pairs)
    headers = dict(reversed(pairs)) if len(count) < len(pairs) else dict(pairs)
    if count["Output"] > 1:
        headers["Output"] = "\n".join(value for name, value in pairs if name == "Output")
    return headers, tuple((name, value) for name, value in pairs if count[name] > 1 and name != "Output")


def _pairs(frame: bytes) -> Iterator[tuple[str, str]]:
    lines = [line.rstrip(b"\r") for line in frame.split(b"\n")] if _has_lf_ends(frame) else frame.split(b"\r\n")
    name, value = b"", bytearray()
    for line in lines:
        before, colon, after = line.partition(b":")
        if colon:
            if name or value:
                yield _text(name), _text(bytes(value))
            name, value = before, bytearray(after.removeprefix(b" "))
        else:
            value += b"\n" + line if name or value else line
    if name or value:
        yield _text(name), _text(bytes(value))


def _text(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")
