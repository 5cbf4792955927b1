"""Files that Asterisk appends to: their lines from an instant on. Nothing is kept between two gaps.

A file may be rotated by renaming or by copying and truncating, at any time: what it was is found beside it, under its
name with something appended. Packed ones (.gz) are left out.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

ROTATED_MAX = 8
_STEP_BYTES = 64 * 1024
_LINE_BYTES = 64 * 1024

At = Callable[[bytes], int | None]
"""The instant of a line by the clock of its file, if it has one."""


class Written:
    """One open file: renaming it does not matter any more."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        status = os.fstat(file.fileno())
        self.size = status.st_size
        self.written_us = status.st_mtime_ns // 1000

    def last_us(self, at: At) -> int | None:
        self.file.seek(max(0, self.size - _STEP_BYTES))
        stamps = [at_us for line in self.file.read(_STEP_BYTES).splitlines()[-200:] if (at_us := at(line)) is not None]
        return stamps[-1] if stamps else None

    def lines_since(self, since_us: int, at: At) -> Iterator[bytes]:
        """Whole lines from there on, and some before. A last line that is not whole yet is left out."""
        self.file.seek(self._place(since_us, at))
        while line := self.file.readline(_LINE_BYTES):
            if line.endswith(b"\n"):
                yield line

    def _place(self, since_us: int, at: At) -> int:
        """Where to begin to read: lines before it are older. A binary search, since times rise."""
        low, high = 0, self.size
        while high - low > _STEP_BYTES:
            middle = (low + high) // 2
            at_us = self._first_us(middle, at)
            if at_us is not None and at_us < since_us:
                low = middle
            else:
                high = middle
        if low:
            self.file.seek(low)
            self.file.readline(_LINE_BYTES)
            return self.file.tell()
        return 0

    def _first_us(self, place: int, at: At) -> int | None:
        self.file.seek(place)
        self.file.readline(_LINE_BYTES)
        for _ in range(200):
            line = self.file.readline(_LINE_BYTES)
            if not line:
                return None
            if (at_us := at(line)) is not None:
                return at_us
        return None


@contextlib.contextmanager
def opened(path: Path, since_us: int) -> Iterator[list[Written]]:
    """The file and what it was before it was rotated, as far as anything was written from then on; the oldest first.

    What cannot be opened is left out.
    """
    with contextlib.ExitStack() as stack:
        found: dict[tuple[int, int], Written] = {}
        for each in _with_rotated(path):
            with contextlib.suppress(OSError):
                file = stack.enter_context(each.open("rb"))
                status = os.fstat(file.fileno())
                if status.st_mtime_ns // 1000 >= since_us:
                    found.setdefault((status.st_dev, status.st_ino), Written(file))
        yield sorted(found.values(), key=lambda written: written.written_us)


def _with_rotated(path: Path) -> list[Path]:
    """The file first: what is renamed meanwhile is found under its new name."""
    try:
        others = [each for each in path.parent.iterdir() if each.name.startswith(path.name) and each != path]
    except OSError:
        return [path]
    plain = (each for each in others if each.suffix not in (".gz", ".xz", ".bz2", ".zst"))
    aged: list[tuple[float, Path]] = []
    for each in plain:
        with contextlib.suppress(OSError):
            aged.append((-each.stat().st_mtime, each))
    return [path, *(each for _, each in sorted(aged)[:ROTATED_MAX])]
