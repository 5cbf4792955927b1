"""What a reader makes of messages: events in their order, each once, and a lost link where some are missing. Pure."""

from collections.abc import Generator, Iterable, Sequence
from typing import NamedTuple

from telephony.ami.own import own_event
from telephony.events import LINK_DOWN, LINK_UP
from telephony.journal import Entry
from telephony.journal.packing import DamagedBatchError, Row, unpack
from telephony.stream.message import Message

_NOBODY = own_event("CoreShowChannelsComplete")


class Taken(NamedTuple):
    """`missing`: events that the stream does not have, for each of which nobody will ever hear."""

    entries: Sequence[Entry]
    next_position: int
    missing: int


def take(next_position: int, message: Message, pbxs: Sequence[str]) -> Taken:
    """What the message adds for who has asked for `next_position`. 1 or less asks for the oldest that there is."""
    entries: list[Entry] = []
    missing = 0
    lost_until = _lost_until(next_position, message)
    if lost_until >= next_position:
        missing = lost_until - next_position + 1
        entries += _marks(next_position, lost_until, message.rows[0].received_us, pbxs)
        next_position = lost_until + 1
    for row in message.rows:
        if row.last_position < next_position:
            continue
        some = _entries(row, next_position)
        if some is None:
            first = max(next_position, row.first_position)
            missing += row.last_position - first + 1
            some = _marks(first, row.last_position, row.received_us, [row.pbx])
        entries += some
        next_position = row.last_position + 1
    return Taken(entries, next_position, missing)


def _lost_until(next_position: int, message: Message) -> int:
    """The last position that is missing before the message; less than `next_position` where none is.

    Numbers that the journal itself left out are none: the message before ended where this one says.
    """
    if next_position <= 1:
        return next_position - 1
    return message.after or message.first - 1


def _entries(row: Row, from_position: int) -> list[Entry] | None:
    try:
        frames = unpack(row.blob, row.events, row.received_us)
    except DamagedBatchError:
        return None
    return [
        Entry(position, row.pbx, received_us, frame)
        for position, (frame, received_us) in enumerate(frames, row.first_position)
        if position >= from_position
    ]


def _marks(first: int, last: int, received_us: int, pbxs: Sequence[str]) -> list[Entry]:
    """As a link that was lost and came back to nobody: calls that were live are closed as estimated, none stays open.

    Of which PBX the lost events were, nobody knows. The marks are at positions that are missing.
    """
    reason = f"the stream lacks {last - first + 1} events"
    frames = [own_event(LINK_DOWN, Reason=reason), own_event(LINK_UP, Greeting="none"), _NOBODY]
    marks = [(pbx, frame) for pbx in pbxs for frame in frames]
    begin = last - len(marks) + 1
    return [Entry(max(first, begin + place), pbx, received_us, frame) for place, (pbx, frame) in enumerate(marks)]


Asked = tuple[int, int]
"""A message of this journal: its sequence in the stream, and its last position."""


def seek(position: int, first: int, last: int) -> Generator[int, Asked | None, int]:
    """The sequence, from `first` to `last`, of the message that holds the position, or else the next one's.

    It yields a sequence and is sent the first message of this journal from there on. Beyond `last`: there is none yet.
    """
    low, high, best = first, last + 1, last + 1
    while low < high:
        middle = (low + high) // 2
        found = yield middle
        if found is None or found[0] >= high:
            high = middle
        elif found[1] >= position:
            high, best = middle, found[0]
        else:
            low = found[0] + 1
    return best


class Extent(NamedTuple):
    """A journal in the stream, by sequences of its first and last message."""

    journal: str
    first_sequence: int
    last_sequence: int
    last_position: int


def is_over(extent: Extent, others: Iterable[Extent]) -> bool:
    """Whether another journal of the site began after the end of this one. Then its host was replaced."""
    return any(other.first_sequence > extent.last_sequence for other in others)


def chosen(extents: Sequence[Extent], journal: str | None, applied_position: int) -> Extent | None:
    """Which journal a service derives: the one of its database until that is over and applied, else the youngest."""
    own = next((extent for extent in extents if extent.journal == journal), None)
    if own is not None and (applied_position < own.last_position or not is_over(own, extents)):
        return own
    return max(extents, key=lambda extent: extent.first_sequence, default=None)
