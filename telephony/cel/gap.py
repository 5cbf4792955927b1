"""Which of what Asterisk has written belongs to a gap. Pure."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from telephony.cel.heard import Heard
from telephony.cel.log_lines import Ringing, ringing_of
from telephony.cel.order import LEAVING_US
from telephony.cel.rows import TYPES, Row, row_of

BEFORE_US = 300_000
"""What was heard may have been stamped so much later than it is written."""

LONGEST_US = 3 * 86_400 * 1_000_000


class Gap(NamedTuple):
    """By the PBX's clock. What is written of it may have a time that is so much too early (`slack_us`)."""

    since_us: int
    until_us: int
    slack_us: int = 0

    @property
    def begin_us(self) -> int:
        return max(self.since_us, self.until_us - LONGEST_US) - BEFORE_US - self.slack_us

    def holds(self, at_us: int) -> bool:
        """Whether it is to be read: what comes soon after the gap may say what the last of it meant."""
        return self.begin_us <= at_us <= self.until_us + LEAVING_US + self.slack_us


class Counts:
    """Of one gap, for the log of the service."""

    def __init__(self) -> None:
        self.rows = 0
        self.rings = 0
        self.bad_lines = 0
        self.has_log = False
        self.is_precise = False


def rows_of(lines: Iterable[bytes], counts: Counts) -> Iterator[Row]:
    for line in lines:
        row = row_of(line)
        if row is None:
            counts.bad_lines += 1
        else:
            yield row


def of_gap(rows: Iterable[Row], gap: Gap, heard: Heard, counts: Counts) -> Iterator[Row]:
    """The rows of a gap, without channels that were heard to hang up."""
    for row in rows:
        if row.type in TYPES and gap.holds(row.at_us) and not heard.is_gone(row.uniqueid):
            counts.rows += 1
            yield row


def rings_of(lines: Iterable[bytes], ahead_us: int, gap: Gap, counts: Counts) -> Iterator[Ringing]:
    for line in lines:
        ringing = ringing_of(line, ahead_us)
        if ringing is not None and gap.holds(ringing.at_us):
            counts.rings += 1
            yield ringing
