"""From cases to a tally, and which of two instants decides."""

from fractions import Fraction

import pytest

from metrics.objectives.cases import Case, Outcome, outcome, tally
from metrics.objectives.standing import Tally


def case(result: Outcome, **more: object) -> Case:
    return Case("ticket", "1", 0, result)._replace(**more)  # type: ignore[arg-type] # by name


MET, MISSED, OPEN = Outcome.MET, Outcome.MISSED, Outcome.OPEN


def test_each_case_counts_once_and_the_open_ones_can_still_be_met() -> None:
    cases = [case(MET), case(MET), case(MET), case(MISSED), case(MISSED), case(OPEN)]
    assert tally(cases) == Tally(eligible=6, met=3, open=1)


def test_nothing_is_nothing() -> None:
    assert tally([]) == Tally(0, 0, 0)


def test_of_an_amount_that_is_open_what_is_lacking_can_still_be_met() -> None:
    """Fees of 1000.10 and of 400: 900.10 and 400 are paid."""
    fees = [
        case(OPEN, eligible=Fraction("1000.10"), met=Fraction("900.10")),
        case(MET, eligible=Fraction(400)),
        case(MISSED, eligible=Fraction(50), met=Fraction(20)),
    ]
    assert tally(fees) == Tally(Fraction("1450.10"), Fraction("1320.10"), Fraction(100))


@pytest.mark.parametrize(("result", "amount"), [(MET, 7), (MISSED, 0), (OPEN, 0)])
def test_a_case_without_an_amount_of_its_own_is_met_as_a_whole_or_not(result: Outcome, amount: int) -> None:
    assert case(result, eligible=7).met_amount == amount
    assert case(result, eligible=7, met=3).met_amount == 3


@pytest.mark.parametrize(
    ("done", "now", "says"),
    [
        (99, 500, MET),
        (100, 500, MISSED),
        (101, 500, MISSED),
        (None, 99, OPEN),
        (None, 100, MISSED),
        (100, 50, MISSED),
        (0, 500, MET),
    ],
)
def test_done_before_the_end_is_met_and_the_end_itself_is_too_late(done: int | None, now: int, says: Outcome) -> None:
    assert outcome(done, 100, now) is says
