"""Reads what Asterisk has written of a gap, as events for the journal, a part at a time."""

import contextlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from telephony.cel.files import Written, opened
from telephony.cel.frames import WHOLE_SECOND_US, frame_of, recovered, recovery
from telephony.cel.gap import Counts, Gap, of_gap, rings_of
from telephony.cel.heard import Heard
from telephony.cel.log_lines import Ringing, is_precise, local_us, offset_us, tells_ringing
from telephony.cel.onsets import onsets_of
from telephony.cel.order import in_order
from telephony.cel.sources import APART_US, Source

RECORDS_MAX = 1_000_000
_LOOK_BACK_US = 600_000_000
_LOOK_BACK_LINES = 2_000


def frames_of(gap: Gap, heard: Heard, source: Source, log: Path | None, counts: Counts) -> Iterator[bytes]:
    """Nothing where no rows are written. Reads when it is asked for more. Raises OSError."""
    with contextlib.ExitStack() as stack:
        logs = [_Log(each) for each in stack.enter_context(opened(log, gap.begin_us))] if log is not None else []
        counts.has_log = any(each.tells_ringing(gap.begin_us) for each in logs)
        rung = _onsets(gap, heard, source) if not counts.has_log and heard.delays.is_known else []
        found = stack.enter_context(source.since(gap.begin_us - WHOLE_SECOND_US, gap.until_us, counts))
        if found is None:
            return
        counts.is_precise = found.is_precise and (not counts.has_log or all(each.precise for each in logs))
        slack_us = 0 if counts.is_precise else WHOLE_SECOND_US
        lines_gap = gap._replace(slack_us=slack_us)
        yield recovery(gap.since_us, gap.until_us, log=counts.has_log, precise=counts.is_precise)
        told: Iterable[Ringing] = rung
        if counts.has_log:
            rings = (rings_of(each.lines_since(lines_gap.begin_us), each.ahead_us, lines_gap, counts) for each in logs)
            told = chain.from_iterable(rings)
        rows = of_gap(found.rows, gap if found.is_precise else lines_gap, heard, counts)
        for record in islice(in_order(rows, told, gap.until_us, slack_us), RECORDS_MAX):
            yield frame_of(record)
        yield recovered(counts.rows)


def _onsets(gap: Gap, heard: Heard, source: Source) -> list[Ringing]:
    """Guesses when phones rang that nobody heard, if there is no log. Needs times finer than whole seconds."""
    counts = Counts()
    with source.since(gap.begin_us, gap.until_us, counts) as found:
        if found is None or not found.is_precise:
            return []
        rows = islice(in_order(of_gap(found.rows, gap, heard, counts), (), gap.until_us), RECORDS_MAX)
        return onsets_of(rows, heard.delays, gap.since_us, gap.until_us)


class _Log:
    def __init__(self, written: Written) -> None:
        self._written = written
        last_us = written.last_us(local_us)
        self.ahead_us = 0 if last_us is None else offset_us(last_us, written.written_us)
        self.precise = True

    def lines_since(self, since_us: int) -> Iterator[bytes]:
        return self._written.lines_since(since_us + self.ahead_us - APART_US, local_us)

    def tells_ringing(self, since_us: int) -> bool:
        """Whether its lines from then on, or some time before, are of the level that has them."""
        before = islice(self.lines_since(since_us - _LOOK_BACK_US), _LOOK_BACK_LINES)
        line = next(filter(tells_ringing, chain(before, self.lines_since(since_us))), None)
        self.precise = line is None or is_precise(line)
        return line is not None
