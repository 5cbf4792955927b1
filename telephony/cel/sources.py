"""Where a PBX writes the rows of its calls: a file, or a table of a database (`telephony.cel.table_rows`)."""

import contextlib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol

from telephony.cel.files import Written, opened
from telephony.cel.gap import Counts, rows_of
from telephony.cel.rows import Row, row_at_us

APART_US = 5_000_000  # lines are out of order by no more


class Found(NamedTuple):
    rows: Iterator[Row]
    is_precise: bool  # else their times are whole seconds


class Source(Protocol):
    """Used by one thread at a time."""

    def last_us(self) -> int | None:
        """When the last row was written that is there now. First asked at the end of a gap. Raises OSError."""

    def since(self, begin_us: int, until_us: int, counts: Counts) -> contextlib.AbstractContextManager[Found | None]:
        """All rows of that time, and some before and after; None where nothing is written.

        Raises OSError, also when rows are asked for.
        """

    def close(self) -> None: ...


class CsvFile:
    """As cel_custom writes it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def last_us(self) -> int | None:
        try:
            with self._path.open("rb") as file:
                return Written(file).last_us(row_at_us)
        except OSError:
            return None

    @contextlib.contextmanager
    def since(self, begin_us: int, until_us: int, counts: Counts) -> Iterator[Found | None]:
        with opened(self._path, begin_us) as files:
            if not files and not self._path.exists():
                yield None
                return
            lines = chain.from_iterable(each.lines_since(begin_us - APART_US, row_at_us) for each in files)
            yield Found(rows_of(lines, counts), is_precise=True)

    def close(self) -> None:
        pass
