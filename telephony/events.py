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
    `received_us` is the instant of receipt by our own clock; 0 where it is not known, as in a recording.
    """

    name: str
    at_us: int
    headers: dict[str, str]
    repeated: tuple[tuple[str, str], ...] = ()
    position: int = 0
    received_us: int = 0


LINK_UP = "LinkUp"
"""Made by our link, in the form of an AMI event, when events of a (re)connected PBX begin. It is never taken from the
PBX's own bytes, since a caller can write some of them. What follows, mixed with live events: the answers to Status
(`Status` …), CoreShowChannels (`CoreShowChannel` …, `CoreShowChannelsComplete`) and QueueStatus (`QueueParams`,
`QueueMember`, `QueueEntry` …, `QueueStatusComplete`), which ends the snapshot."""

LINK_DOWN = "LinkDown"
"""Made by our link when the connection is lost or given up. Header: `Reason`."""

LINK_KEPT = "LinkKept"
"""Made by an ear that stood by and goes on where another one ended, without a gap: no LinkDown before it counts."""

PBX_CLOCK = "PbxClock"
"""Made by our link when the PBX has said what its clock shows. Headers, in whole microseconds: `Shown`, what the PBX's
clock showed between `Asked` and the instant of receipt by ours; `Correction`, how far the link takes it to be ahead."""

OUR_CLOCK = "OurClock"
"""Made by our link when the clock of our own machine was set. Header: `Step`, by how many microseconds it jumped."""

LINK_CHECK = "LinkCheck"
"""Made by our link when a caller tried to forge events: what follows are the answers to Status and CoreShowChannels.
Nothing was lost meanwhile, so they only confirm what is known. Header: `Reason`."""

FORGED = "Forged"
"""In place of an event that is not written as Asterisk writes it: it changes nothing and is counted."""

RECOVERY = "Recovery"
"""Made by an ear before the LinkUp that follows a gap: what comes next is what the PBX itself has written of the gap.
Headers: `Since` and `Until`, in whole microseconds by the PBX's clock; `Log`, whether its log says when phones rang;
`Margin`, by how many microseconds what follows may be off."""

CEL_ROW = "CelRow"
"""A row of the PBX's own record of its channels (CEL): see `telephony.cel.frames`."""

LOG_RINGING = "LogRinging"
"""A line of the PBX's log: the phone of a `Channel` began to ring. With `Margin`, in microseconds, there is no log: it
rang so soon or so late after it was called, as it did before."""

RECOVERED = "Recovered"
"""Made by an ear: all that is written of the gap has been told."""

RECORDED = frozenset({CEL_ROW, LOG_RINGING})
"""Stamped by the PBX when it wrote them, and told late."""

NEVER_STAMPED = frozenset({"FullyBooted", "Status", "CoreShowChannel", "CoreShowChannelsComplete"}) | frozenset(
    {"QueueParams", "QueueMember", "QueueEntry", "QueueStatusComplete"}
)
"""Asterisk puts no Timestamp on these, whatever `timestampevents` says."""

OUR_MARKS = RECORDED | frozenset(
    {LINK_UP, LINK_DOWN, LINK_KEPT, LINK_CHECK, PBX_CLOCK, OUR_CLOCK, FORGED, RECOVERY, RECOVERED}
)
"""Events that only our own ear and link make. What comes over the wire under such a name is none."""
