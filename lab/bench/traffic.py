"""Recorded calls, multiplied: the captures under tests/captures again and again, with fresh ids and times."""

import gzip
import heapq
import json
import re
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

CAPTURES = Path(__file__).parents[2] / "tests" / "captures"

_SECOND = rb"1[6-9]\d{8}"
_VARYING = re.compile(
    rb"(?P<stamp>(?<=Timestamp: )\d+\.\d{6})"
    rb"|(?P<unique>(?<![\d.])" + _SECOND + rb"\.\d{1,6}(?![\d.]))"
    rb"|(?P<channel>(?<=-)[0-9a-f]{8}(?=[;\s<,]|$))"
    rb"|(?P<bridge>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
    re.MULTILINE,
)


_ODD = (b"Event: TestEvent", b"Response: ")
"""TestEvent: only builds for testing send it."""


class Template(NamedTuple):
    """One capture, cut at everything that differs from call to call. `calls` is how many calls it holds."""

    name: str
    calls: int
    frames: tuple[tuple[int, tuple[bytes, ...]], ...]  # (after_us, pieces); odd pieces are ids

    def render(self, serial: int, start_us: int) -> Iterator[tuple[int, bytes]]:
        mark = b"%x" % serial
        for after_us, pieces in self.frames:
            at_us = start_us + after_us
            stamp = b"%d.%06d" % divmod(at_us, 1_000_000)
            yield at_us, b"".join(_fresh(piece, mark, stamp) if odd else piece for odd, piece in _parity(pieces))


def _parity(pieces: tuple[bytes, ...]) -> Iterator[tuple[int, bytes]]:
    return ((index & 1, piece) for index, piece in enumerate(pieces))


def _fresh(piece: bytes, mark: bytes, stamp: bytes) -> bytes:
    if piece == b"@":
        return stamp
    kind, rest = piece[:1], piece[1:]
    if kind == b"u":
        return rest + b"%06d" % int(mark, 16)  # of one width: .1 of call 54 is not .15 of call 4
    return mark.rjust(4, b"0") + rest[4:] if kind == b"c" else mark.rjust(8, b"0") + rest[8:]


def templates(folder: Path = CAPTURES, only: frozenset[str] | None = None) -> list[Template]:
    """All captures but the one in which the switch dies with its calls. FileNotFoundError where nothing is recorded."""
    found = [
        template(path)
        for path in sorted(folder.glob("*.ami.gz"))
        if (path.name != "restart.ami.gz" if only is None else path.name.removesuffix(".ami.gz") in only)
    ]
    if not found:
        raise FileNotFoundError(f"no captures (*.ami.gz) in {folder}")
    return found


def template(path: Path) -> Template:
    raw = gzip.decompress(path.read_bytes())
    frames = [frame for frame in raw.split(b"\r\n\r\n") if b"Timestamp: " in frame and not frame.startswith(_ODD)]
    first_us = min(_stamp_us(frame) for frame in frames)
    return Template(
        path.name.removesuffix(".ami.gz"),
        _calls(path),
        tuple((_stamp_us(frame) - first_us, tuple(_pieces(frame + b"\r\n\r\n"))) for frame in frames),
    )


def _stamp_us(frame: bytes) -> int:
    stamp = frame.split(b"Timestamp: ", 1)[1].split(b"\r\n", 1)[0]
    return int(stamp.replace(b".", b""))


def _pieces(frame: bytes) -> Iterator[bytes]:
    begin = 0
    for match in _VARYING.finditer(frame):
        yield frame[begin : match.start()]
        if match["stamp"]:
            yield b"@"
        else:
            yield {"unique": b"u", "channel": b"c", "bridge": b"b"}[match.lastgroup or ""] + match[0]
        begin = match.end()
    yield frame[begin:]


def _calls(path: Path) -> int:
    """How many calls the capture's truth counts."""
    return len(json.loads(path.with_name(path.name.replace(".ami.gz", ".json")).read_text())["calls"])


def interleaved(found: list[Template], calls: int, calls_per_second: float, start_us: int) -> Iterator[bytes]:
    """Frames in order of time, until `calls` calls are played; captures take turns."""
    gap_us = 1_000_000 / calls_per_second
    streams, played = [], 0
    for serial, one in enumerate(islice(cycle(found), calls)):
        if played >= calls:
            break
        streams.append(one.render(serial + 1, start_us + int(played * gap_us)))
        played += one.calls
    return (frame for _, frame in _merge(streams))


def _merge(streams: list[Iterator[tuple[int, bytes]]]) -> Iterator[tuple[int, bytes]]:
    return heapq.merge(*streams, key=lambda item: item[0])
