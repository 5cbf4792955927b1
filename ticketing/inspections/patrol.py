"""What is noticed about the scans of a round: it is told to whoever judges, and nothing is refused for it. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

SECOND_US = 1_000_000
SECONDS_APART_US = 10 * SECOND_US
PACE_POINTS, PACE_US = 3, 60 * SECOND_US
LATE_US = 300 * SECOND_US
AHEAD_US = 60 * SECOND_US
SAME_CODE_US = 1_800 * SECOND_US


class Mark(StrEnum):
    IN_SECONDS = "in_seconds"
    TOO_FAST = "too_fast"
    TWO_TELEPHONES = "two_telephones"
    OLD_CODE = "old_code"
    UNKNOWN_CODE = "unknown_code"
    CLOCK_AHEAD = "clock_ahead"
    SENT_LATER = "sent_later"
    SENT_TOGETHER = "sent_together"
    LATE = "late"
    AFTER_SIGNATURE = "after_signature"


class Carrier(StrEnum):
    """What a code hangs there on."""

    PAPER = "paper"
    TAG = "tag"  # NFC


class Strength(StrEnum):
    """How much a scan proves. A printed code can be photographed: it proves little by itself."""

    TAG = "tag"
    STATIC_CODE = "static_code"
    NO_CODE = "no_code"


class Scan(NamedTuple):
    """`code` is None where nobody made it. `ended_us`: when it was replaced."""

    id: int
    item: str
    code: int | None
    device: str
    at_us: int
    device_at_us: int
    ended_us: int | None = None
    carrier: Carrier = Carrier.PAPER


class Handed(NamedTuple):
    """When the form came in, and when it was signed."""

    at_us: int
    signed_us: int | None = None


def marks(
    own: Sequence[Scan], others: Sequence[Scan] = (), handed: Handed | None = None
) -> Mapping[int, tuple[Mark, ...]]:
    """By the id of each own scan. `others`: of other rounds by the same codes."""
    found: dict[int, set[Mark]] = defaultdict(set)
    for scan in own:
        found[scan.id] |= _alone(scan) | _after(scan, handed)
    _mark_pace(sorted(own, key=lambda scan: scan.device_at_us), found)
    for scan in own:
        if _is_two_telephones(scan, own, others):
            found[scan.id].add(Mark.TWO_TELEPHONES)
    return {number: tuple(mark for mark in Mark if mark in told) for number, told in found.items()}


def strength(scan: Scan | None) -> Strength:
    if scan is None or scan.code is None:
        return Strength.NO_CODE
    return Strength.TAG if scan.carrier is Carrier.TAG else Strength.STATIC_CODE


def _alone(scan: Scan) -> set[Mark]:
    told = set()
    if scan.code is None:
        told.add(Mark.UNKNOWN_CODE)
    elif scan.ended_us is not None and scan.ended_us <= min(scan.device_at_us, scan.at_us):
        told.add(Mark.OLD_CODE)
    if scan.device_at_us - scan.at_us > AHEAD_US:
        told.add(Mark.CLOCK_AHEAD)
    if scan.at_us - scan.device_at_us > LATE_US:
        told.add(Mark.SENT_LATER)
    return told


def _after(scan: Scan, handed: Handed | None) -> set[Mark]:
    if handed is None or scan.at_us <= handed.at_us:
        return set()
    signed = handed.signed_us is not None and scan.at_us > handed.signed_us
    return {Mark.LATE, Mark.AFTER_SIGNATURE} if signed else {Mark.LATE}


def _mark_pace(walked: Sequence[Scan], found: dict[int, set[Mark]]) -> None:
    """Only ways between different points count: the same code twice is a slip of the hand."""
    points = [scan for at, scan in enumerate(walked) if at == 0 or walked[at - 1].item != scan.item]
    for before, scan in pairwise(points):
        if scan.device_at_us - before.device_at_us < SECONDS_APART_US:
            found[before.id].add(Mark.IN_SECONDS)
            found[scan.id].add(Mark.IN_SECONDS)
    for at in range(len(points) - PACE_POINTS + 1):
        some = points[at : at + PACE_POINTS]
        if some[-1].device_at_us - some[0].device_at_us < PACE_US:
            for scan in some:
                found[scan.id].add(Mark.TOO_FAST)
        elif _are_sent_together(some):
            for scan in some:
                found[scan.id].add(Mark.SENT_TOGETHER)


def _are_sent_together(some: Sequence[Scan]) -> bool:
    """The telephone says that its owner walked on; what arrived says that they did not."""
    arrived = [scan.at_us for scan in some]
    soon = all(scan.at_us - scan.device_at_us <= LATE_US for scan in some)
    return soon and max(arrived) - min(arrived) < SECONDS_APART_US


def _is_two_telephones(scan: Scan, own: Iterable[Scan], others: Iterable[Scan]) -> bool:
    """A point may have a tag and a printed code: in one round it is the same point by both."""
    here = (other for other in own if other.item == scan.item)
    there = (other for other in others if scan.code is not None and (other.code, other.item) == (scan.code, scan.item))
    return any(
        scan.device != other.device and abs(scan.device_at_us - other.device_at_us) < SAME_CODE_US
        for other in (*here, *there)
    )
