"""A case: one row of evidence. Objectives are tallied from cases, so that every figure has its proof."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from kit.amounts import Amount
from metrics.objectives.standing import Tally


class Outcome(StrEnum):
    MET = "met"
    MISSED = "missed"
    OPEN = "open"


class Case(NamedTuple):
    kind: str  # call, ticket, household, reading, inspection, survey, duty
    ref: str  # its name in the API
    at_us: int  # the instant by which it belongs to its period
    outcome: Outcome
    why: str = ""  # a fact in a word or two, such as `resolved_late`; no personal data
    eligible: Amount = 1
    met: Amount | None = None  # None: all of it, or nothing

    @property
    def met_amount(self) -> Amount:
        return self.met if self.met is not None else self.eligible if self.outcome is Outcome.MET else 0


def tally(cases: Iterable[Case]) -> Tally:
    eligible: Amount = 0
    met: Amount = 0
    waiting: Amount = 0
    for case in cases:
        eligible += case.eligible
        met += case.met_amount
        if case.outcome is Outcome.OPEN:
            waiting += case.eligible - case.met_amount
    return Tally(eligible, met, waiting)


def causes(cases: Iterable[Case]) -> Counter[str]:
    """How many were missed, by the reason."""
    return Counter(case.why for case in cases if case.outcome is Outcome.MISSED)


def outcome(done_us: int | None, end_us: int, now_us: int) -> Outcome:
    """Done before the end. At the end itself it is late."""
    if done_us is not None:
        return Outcome.MET if done_us < end_us else Outcome.MISSED
    return Outcome.OPEN if now_us < end_us else Outcome.MISSED
