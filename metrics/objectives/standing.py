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
    """What it takes, where it is at risk: `more` of the open ones and, after those, `further` new ones in a row.

    `expected`: so many new ones come until the end at the pace so far; None: nobody can say.
    """

    tally: Tally
    target: Fraction
    status: Status
    more: int = 0
    further: int = 0
    expected: int | None = None

    @property
    def within_reach(self) -> bool:
        """For at_risk: whether enough new items will come at the present rate."""
        return self.expected is None or self.further <= self.expected


def stand(
    tally: Tally, target: Fraction, *, over: bool, grows: bool = False, ahead: Fraction | None = None
) -> Standing:
    """`over`: nothing comes or is open any more. `grows`: see `Objective`. `ahead`: the time that is left as a share of
    the time that has passed."""
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
        expected = None if ahead is None else int(tally.eligible * ahead)
        return Standing(tally, target, Status.AT_RISK, ceil(tally.open), further, expected)
    return Standing(tally, target, Status.MISSED)
