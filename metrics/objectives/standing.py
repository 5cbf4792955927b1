"""From (eligible, met) to a status, exactly: no floats, so that a share on the very target is met."""

from enum import StrEnum
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from kit.amounts import Amount


class Status(StrEnum):
    MET = "met"
    AT_RISK = "at_risk"  # not reached, and can be
    MISSED = "missed"
    NO_DATA = "no_data"  # nothing was eligible: neither all of it nor none of it


class Tally(NamedTuple):
    eligible: Amount
    met: Amount
    open: Amount = 0  # of the eligible, those that are neither met nor missed yet

    @property
    def ratio(self) -> Fraction | None:
        return Fraction(self.met) / Fraction(self.eligible) if self.eligible else None


class Standing(NamedTuple):
    """What it takes, where it is at risk: `more` of the open ones and, after those, `further` new ones in a row."""

    tally: Tally
    target: Fraction
    status: Status
    more: int = 0
    further: int = 0


def stand(tally: Tally, target: Fraction, *, over: bool, grows: bool = False) -> Standing:
    """`over`: the period has ended, so that nothing is open any more. `grows`: see `Objective`."""
    if not tally.eligible:
        return Standing(tally, target, Status.NO_DATA)
    short = target * tally.eligible - tally.met
    if short <= 0:
        return Standing(tally, target, Status.MET)
    if over:
        return Standing(tally, target, Status.MISSED)
    if short <= tally.open:
        return Standing(tally, target, Status.AT_RISK, more=ceil(short))
    if grows and target < 1:
        further = ceil((short - tally.open) / (1 - target))
        return Standing(tally, target, Status.AT_RISK, more=ceil(tally.open), further=further)
    return Standing(tally, target, Status.MISSED)
