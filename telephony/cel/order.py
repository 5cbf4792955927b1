"""What was written of a gap, in the order in which it happened. Pure.

Asterisk writes from several threads: rows are out of order by up to 10 ms, or 75 ms where a database was slow. The log
and the rows are two files.

A caller who hangs up is written last, after the phones that rang for them: who reads one row after the other would take
those for phones that rang out. So a row of our own says first that the caller hangs up. Where a phone is picked up at
that moment, what is left of the caller's channel is still bridged with it: which of both was first is not known.
"""

import heapq
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import count
from typing import TypeVar

from telephony.cel.log_lines import Ringing
from telephony.cel.placing import Record, placed
from telephony.cel.rows import HANGUP_REQUEST, Row

WINDOW_US = 1_000_000
LEAVING_US = 150_000
"""The phones that ring are hung up within so long before their caller's own channel is written to be gone, and nobody
hears that somebody picks up and hangs up so soon."""

_ENDS_LATER_US = 5_000

_DEAD_LINE = "44"
"""The cause that Asterisk 22 writes where nothing was heard of the caller for `rtp_timeout`."""

_BUSY = "17"
"""With the dial status BUSY: the dialplan told a phone so, which hung up in answer."""


def in_order(rows: Iterable[Row], lines: Iterable[Ringing], until_us: int, slack_us: int = 0) -> Iterator[Record]:
    """Each in the order of its file. Of one instant, rows come first: a leg is there before it rings. `slack_us`: how
    far the times of rows and lines may be apart, where one of both has whole seconds."""
    told = _with_leaving(placed(_sorted(rows), _sorted(lines), slack_us), is_precise=not slack_us)
    return (record for record in told if record.at_us <= until_us)


_Timed = TypeVar("_Timed", Row, Ringing)


def _sorted(records: Iterable[_Timed]) -> Iterator[_Timed]:
    waiting: list[tuple[int, int, _Timed]] = []
    numbers = count()
    latest_us = 0
    for record in records:
        heapq.heappush(waiting, (record.at_us + _later_us(record), next(numbers), record))
        latest_us = max(latest_us, record.at_us)
        while waiting[0][0] < latest_us - WINDOW_US:
            yield heapq.heappop(waiting)[2]
    while waiting:
        yield heapq.heappop(waiting)[2]


def _later_us(record: Record) -> int:
    """The end of a call comes behind that of its phones, which say why they ended."""
    is_end = isinstance(record, Row) and record.type == "HANGUP" and record.uniqueid == record.linkedid
    return _ENDS_LATER_US if is_end else 0


def _with_leaving(records: Iterable[Record], *, is_precise: bool) -> Iterator[Record]:
    waiting: deque[Record] = deque()
    for record in records:
        while waiting and waiting[0].at_us < record.at_us - LEAVING_US:
            yield waiting.popleft()
        if isinstance(record, Row) and _leaves(record):
            _put_leaving(waiting, record, is_precise=is_precise)
        waiting.append(record)
    yield from waiting


def _leaves(row: Row) -> bool:
    """Whether the channel hung up by itself: the phone did, or its line is dead."""
    if row.type != "HANGUP" or row.uniqueid != row.linkedid:
        return False
    source = row.extra.get("Source", "")
    if not source:
        return row.extra.get("Cause") == _DEAD_LINE
    hung_up_on = row.extra.get("Cause") == _BUSY and row.extra.get("DialStatus") == "BUSY"
    return source == row.channel and not hung_up_on


def _put_leaving(waiting: "deque[Record]", row: Row, *, is_precise: bool) -> None:
    """Whole seconds do not say whether the caller was bridged only just now."""
    places = (place for place, other in enumerate(waiting) if _follows_leaving(other, row, is_precise=is_precise))
    place = next(places, len(waiting))
    at_us = waiting[place].at_us if place < len(waiting) else row.at_us
    follows = waiting[place] if place < len(waiting) else None
    is_bridged = isinstance(follows, Row) and follows.type == "BRIDGE_ENTER"
    extra = {"Bridged": "yes"} if is_bridged else {}
    waiting.insert(place, row._replace(at_us=at_us, type=HANGUP_REQUEST, extra=extra))


def _follows_leaving(other: Record, row: Row, *, is_precise: bool) -> bool:
    if not isinstance(other, Row):
        return False
    is_leg_end = other.type == "HANGUP" and other.linkedid == row.linkedid
    return is_leg_end or (is_precise and other.type == "BRIDGE_ENTER" and other.uniqueid == row.uniqueid)
