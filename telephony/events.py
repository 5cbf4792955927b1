"""One AMI event as data.

What the link reads, the journal keeps, the tracker understands and a replay repeats is this one shape.
Instants are whole microseconds since 1970 in UTC (`_us`): exact to compare and to add.
"""

from typing import NamedTuple


class Event(NamedTuple):
    """An AMI event.

    `headers` holds the first value of each header. Headers that came more than once stand once more, in
    order and with all their values, in `repeated`.
    `at_us` is the PBX's own `Timestamp` where it sends one (`timestampevents = yes`), else the instant of receipt.
    `position` is the event's place in the journal of this site: it rises by one an event; 0 = not journaled.
    """

    name: str
    at_us: int
    headers: dict[str, str]
    repeated: tuple[tuple[str, str], ...] = ()
    position: int = 0


LINK_UP = "LinkUp"
"""Made by our link, in the form of an AMI event, when events of a (re)connected PBX begin. What follows, mixed with
live events: the answers to Status (`Status` …), CoreShowChannels (`CoreShowChannel` …, `CoreShowChannelsComplete`) and
QueueStatus (`QueueParams`, `QueueMember`, `QueueEntry` …, `QueueStatusComplete`), which ends the snapshot."""

LINK_DOWN = "LinkDown"
"""Made by our link when the connection is lost or given up. Header: `Reason`."""
