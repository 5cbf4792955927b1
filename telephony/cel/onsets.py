"""When phones began to ring that nobody heard, where no log says it: as long after their call as they need. Pure.

| a phone that was called | it rang |
|---|---|
| was picked up, later than it needs by the median | from then on |
| refused (603) after more than it ever needed | from then on |
| was given up or hung up after more than it ever needed, and gave a sign of life within an hour | from then on |
| the same, without a sign of life: its address may be dead | not known |
| was busy, or sent the call on | not known: it may have said so at once |
| any of them, sooner | not known |
| was measured too seldom, or needs too different a time | not known |

It may have rung since it was called, or as late as it hardly ever does: that is the margin. What is not known is left
to the steps of the tracker.
"""

from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from telephony.cel.delays import Delay, Delays
from telephony.cel.log_lines import Ringing
from telephony.cel.placing import Record
from telephony.layout import device_of

MARGIN_MAX_US = 3_000_000
ALIVE_US = 3_600_000_000
FORWARDED_US = 300_000
OFF_US = 250_000
"""The most that the time of a row was off."""

_BUSY, _REFUSED = "17", "21"
_SIGNS_OF_LIFE = frozenset({"ANSWER", "PICKUP"})


class Leg(NamedTuple):
    """A phone that was called. `ended_us` is its end or its answer; None: it was still called when the gap ended."""

    channel: str
    linkedid: str
    began_us: int
    ended_us: int | None = None
    how: str = ""  # ANSWER, PICKUP, or the cause of its end


def onsets_of(rows: Iterable[Record], delays: Delays, since_us: int, until_us: int) -> list[Ringing]:
    """In the order of their instants. `rows`: of the gap from `since_us` to `until_us`, in theirs."""
    legs, forwarded = _legs(rows, delays)
    signs = _signs_of_life(legs.values(), delays)
    found = (_onset(leg, delays, signs, forwarded, since_us, until_us) for leg in legs.values())
    return sorted(each for each in found if each is not None)


def _legs(rows: Iterable[Record], delays: Delays) -> tuple[dict[str, Leg], dict[str, list[int]]]:
    legs = {uniqueid: Leg(called.channel, "", called.at_us) for uniqueid, called in delays.called.items()}
    forwarded: dict[str, list[int]] = {}
    for row in rows:
        if isinstance(row, Ringing):
            continue
        leg = legs.get(row.uniqueid)
        if row.type == "CHAN_START" and leg is None and row.uniqueid != row.linkedid:
            if delays.of(device_of(row.channel)) is not None:
                legs[row.uniqueid] = Leg(row.channel, row.linkedid, row.at_us)
        elif row.type == "FORWARD":
            forwarded.setdefault(row.linkedid, []).append(row.at_us)
        elif leg is not None and leg.ended_us is None and row.type in (*_SIGNS_OF_LIFE, "HANGUP"):
            how = row.extra.get("Cause", "") if row.type == "HANGUP" else row.type
            legs[row.uniqueid] = leg._replace(linkedid=row.linkedid, ended_us=row.at_us, how=how)
    return legs, forwarded


def _signs_of_life(legs: Iterable[Leg], delays: Delays) -> dict[str, list[int]]:
    signs = {device: [at_us] for device, at_us in delays.rang_us.items()}
    for leg in legs:
        if leg.ended_us is not None and leg.how in (*_SIGNS_OF_LIFE, _REFUSED):
            signs.setdefault(device_of(leg.channel), []).append(leg.ended_us)
    return {device: sorted(each) for device, each in signs.items()}


def _onset(
    leg: Leg,
    delays: Delays,
    signs: dict[str, list[int]],
    forwarded: dict[str, list[int]],
    since_us: int,
    until_us: int,
) -> Ringing | None:
    device = device_of(leg.channel)
    delay, ended_us = delays.of(device), until_us if leg.ended_us is None else leg.ended_us
    if delay is None or leg.how == _BUSY or _near(forwarded.get(leg.linkedid, ()), ended_us, FORWARDED_US):
        return None
    if leg.how not in (*_SIGNS_OF_LIFE, _REFUSED) and not _near(signs.get(device, ()), leg.began_us, ALIVE_US):
        return None
    return _within(leg, delay, since_us, ended_us)


def _within(leg: Leg, delay: Delay, since_us: int, ended_us: int) -> Ringing | None:
    at_us = leg.began_us + delay.middle_us
    needs_us = delay.middle_us if leg.how in _SIGNS_OF_LIFE else delay.most_us
    if at_us < since_us or ended_us < leg.began_us + needs_us:
        return None
    earliest_us, latest_us = max(leg.began_us, since_us), min(leg.began_us + delay.most_us, ended_us)
    margin_us = max(at_us - earliest_us, latest_us - at_us) + OFF_US
    return Ringing(at_us, leg.channel, margin_us) if margin_us <= MARGIN_MAX_US else None


def _near(instants: list[int] | tuple[()], at_us: int, within_us: int) -> bool:
    """Whether one of them, which rise, is so near."""
    place = bisect_left(instants, at_us)
    return any(abs(each - at_us) <= within_us for each in instants[max(0, place - 1) : place + 1])
