"""Reads what Asterisk has written of a gap, as events for the journal, a part at a time."""

import contextlib
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from telephony.cel.files import Written, opened
from telephony.cel.frames import frame_of, recovered, recovery
from telephony.cel.gap import Counts, Gap, rings_of, rows_of
from telephony.cel.heard import Heard
from telephony.cel.log_lines import is_precise, local_us, offset_us, tells_ringing
from telephony.cel.order import in_order
from telephony.cel.rows import row_at_us

RECORDS_MAX = 1_000_000
_APART_US = 5_000_000  # lines are out of order by no more
_LOOK_BACK_US = 600_000_000
_LOOK_BACK_LINES = 2_000


def frames_of(gap: Gap, heard: Heard, csv: Path, log: Path | None, counts: Counts) -> Iterator[bytes]:
    """Nothing where there is no file of rows. Reads when it is asked for more."""
    with contextlib.ExitStack() as stack:
        files = stack.enter_context(opened(csv, gap.begin_us))
        if not files and not csv.exists():
            return
        logs = [_Log(each) for each in stack.enter_context(opened(log, gap.begin_us))] if log is not None else []
        counts.has_log = any(each.tells_ringing(gap.begin_us) for each in logs)
        counts.is_precise = all(each.precise for each in logs)
        yield recovery(gap.since_us, gap.until_us, log=counts.has_log, precise=counts.is_precise)
        lines = chain.from_iterable(each.lines_since(gap.begin_us - _APART_US, row_at_us) for each in files)
        rings = (rings_of(each.lines_since(gap.begin_us), each.ahead_us, gap, counts) for each in logs)
        told = chain.from_iterable(rings) if counts.has_log else ()
        for record in islice(in_order(rows_of(lines, gap, heard, counts), told, gap.until_us), RECORDS_MAX):
            yield frame_of(record)
        yield recovered(counts.rows)


def last_row_us(csv: Path) -> int | None:
    """Of the file as it is now."""
    try:
        with csv.open("rb") as file:
            return Written(file).last_us(row_at_us)
    except OSError:
        return None


class _Log:
    def __init__(self, written: Written) -> None:
        self._written = written
        last_us = written.last_us(local_us)
        self.ahead_us = 0 if last_us is None else offset_us(last_us, written.written_us)
        self.precise = True

    def lines_since(self, since_us: int) -> Iterator[bytes]:
        return self._written.lines_since(since_us + self.ahead_us - _APART_US, local_us)

    def tells_ringing(self, since_us: int) -> bool:
        """Whether its lines from then on, or some time before, are of the level that has them."""
        before = islice(self.lines_since(since_us - _LOOK_BACK_US), _LOOK_BACK_LINES)
        line = next(filter(tells_ringing, chain(before, self.lines_since(since_us))), None)
        self.precise = line is None or is_precise(line)
        return line is not None
