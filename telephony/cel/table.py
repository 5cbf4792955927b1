"""Rows of a database's table of CEL, as cel_pgsql and cel_odbc fill it. Pure.

`eventtime` is the PBX's local time without its zone, or an epoch, in whole seconds where the column has no more. A
channel's uniqueid begins with the epoch at which it appeared: so each CHAN_START tells how far local time was from UTC.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from telephony.cel.rows import Row, extra_of

COLUMNS = ("eventtype", "uniqueid", "linkedid", "channame", "exten", "appname", "appdata", "extra", "cid_num")
"""Besides `id` and `eventtime`."""

WHOLE_SECOND_US = 1_000_000
_QUARTER_US = 900 * 1_000_000
_AHEAD_MAX_US = 15 * 3_600 * 1_000_000
_APART_US = 2_000_000
_WAITING_MAX = 5_000
_TEXT_MAX = 4096
_LOCAL = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:[+-]00(?::?00)?)?")
_EPOCH = re.compile(r"(\d{9,11})(?:\.(\d{1,6}))?\d*")
_UNIQUEID = re.compile(r"(?:[^\x00-\x1f]{0,100}-)?(\d{9,11})\.\d{1,10}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_START = "CHAN_START"


class Stamp(NamedTuple):
    """As the table has it: local time as if it were UTC."""

    local_us: int
    is_precise: bool


class Told(NamedTuple):
    row: Row  # by the table's time
    number: int


def stamp_of(text: str) -> Stamp | None:
    """A fraction that is zero may be none."""
    epoch = _EPOCH.fullmatch(text)
    if epoch is not None:
        micros = int((epoch[2] or "0").ljust(6, "0"))
        return Stamp(int(epoch[1]) * 1_000_000 + micros, micros > 0)
    found = _LOCAL.fullmatch(text)
    if found is None:
        return None
    try:
        at = datetime(*map(int, found.groups()[:6]), tzinfo=UTC)  # type: ignore[misc,arg-type]
    except ValueError:
        return None
    micros = int((found[7] or "0").ljust(6, "0"))
    return Stamp(round(at.timestamp()) * 1_000_000 + micros, micros > 0)


def appeared_us(uniqueid: str) -> int | None:
    """When the channel appeared, in UTC and whole seconds."""
    found = _UNIQUEID.fullmatch(uniqueid)
    return None if found is None else int(found[1]) * 1_000_000


def ahead_us(row: Row) -> int | None:
    """How far the table's time is ahead of UTC, as a CHAN_START says. Zones differ by quarters of an hour."""
    began_us = appeared_us(row.uniqueid) if row.type == _START else None
    if began_us is None or abs(row.at_us - began_us) > _AHEAD_MAX_US:
        return None
    return round((row.at_us - began_us) / _QUARTER_US) * _QUARTER_US


def told_of(values: Sequence[Any]) -> Told | None:
    """`id`, `eventtime` as text, then COLUMNS. None: it is none of Asterisk's rows. Never raises."""
    number, time, *others = values
    stamp = stamp_of(str(time))
    texts = ["" if value is None else str(value) for value in others]
    if type(number) is not int or stamp is None or any(map(_is_bad, texts)):
        return None
    kind, uniqueid, linkedid, channel, exten, app, data, extra, caller = texts
    if not kind or not uniqueid or not linkedid or not channel:
        return None
    return Told(
        Row(stamp.local_us, kind, uniqueid, linkedid, channel, exten, app, data, extra_of(extra), caller), number
    )


def _is_bad(text: str) -> bool:
    return len(text) > _TEXT_MAX or _CONTROL.search(text) is not None


def in_utc(rows: Iterable[Told], before_us: int | None) -> Iterator[Told]:
    """`before_us`: how far the table's time was ahead at the rows before. Rows wait for the next CHAN_START, which says
    how far it is now."""
    known_us, last_us = before_us, 0
    waiting: list[Told] = []
    for told in rows:
        waiting.append(told)
        new_us = ahead_us(told.row)
        if new_us is None and len(waiting) < _WAITING_MAX:
            continue
        next_us = None if new_us is None else told.row.at_us - new_us
        yield from _moved(waiting, known_us, new_us, last_us, next_us)
        known_us, last_us, waiting = known_us if new_us is None else new_us, next_us or last_us, []
    yield from _moved(waiting, known_us, None, last_us, None)


def _moved(
    rows: Iterable[Told], old_us: int | None, new_us: int | None, last_us: int, next_us: int | None
) -> Iterator[Told]:
    """Between two CHAN_STARTs the PBX's clock may have been put to summer or winter time."""
    for told in rows:
        at_us = told.row.at_us
        old_fits = old_us is not None and at_us - old_us >= last_us - _APART_US
        fits = old_fits and (next_us is None or at_us - (old_us or 0) <= next_us + _APART_US)
        by_us = old_us if fits or new_us is None else new_us
        if by_us is not None:
            yield told._replace(row=told.row._replace(at_us=at_us - by_us))


def before_end(rows: Iterable[Told], until_us: int, last_number: int) -> Iterator[Row]:
    """Of rows in whole seconds, which of the last second were before the end of the gap: those up to `last_number`,
    which were written by then. The link has heard the others, or the PBX still shows what they began and ended."""
    for told in rows:
        is_of_the_last = until_us - WHOLE_SECOND_US < told.row.at_us <= until_us
        is_late = is_of_the_last and told.number > last_number
        yield told.row._replace(at_us=until_us + 1) if is_late else told.row


_ENDS = frozenset({"HANGUP", "APP_END", "FORWARD"})


def near(rows: Iterable[Row]) -> Iterator[Row]:
    """Of rows in whole seconds, those that end something at the end of a second belong to what ends in the next one.

    A phone is hung up some milliseconds before its caller is gone, or behind its forward. Where a new second begins
    between them, they would be taken to be a second apart. So the former are put at the end of their second.
    """
    waiting: deque[Row] = deque()
    for row in rows:
        while waiting and waiting[0].at_us // WHOLE_SECOND_US < row.at_us // WHOLE_SECOND_US - 1:
            yield waiting.popleft()
        if row.type in _ENDS:
            _put_near(waiting, row)
        waiting.append(row)
    yield from waiting


def _put_near(waiting: "deque[Row]", row: Row) -> None:
    end_us = row.at_us // WHOLE_SECOND_US * WHOLE_SECOND_US
    for place in reversed(range(len(waiting))):
        other = waiting[place]
        if other.linkedid != row.linkedid:
            continue
        if other.type not in _ENDS or other.at_us < end_us - WHOLE_SECOND_US:
            return
        if other.at_us < end_us:
            waiting[place] = other._replace(at_us=end_us - 1)
