"""From (eligible, met) to a status: exact at the target, and honest about what can still be reached."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.amounts import plain
from metrics.objectives.standing import Standing, Status, Tally, stand

TARGETS = st.fractions(min_value=Fraction(1, 1000), max_value=1, max_denominator=1000)


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    met, missed, waiting = (draw(st.integers(0, 5000)) for _ in range(3))
    return Tally(met + missed + waiting, met, waiting)


def later(standing: Standing, more: int, further: int) -> Tally:
    """When so many open ones and further ones were met, and the other open ones missed."""
    tally = standing.tally
    return Tally(tally.eligible + further, tally.met + more + further, 0)


@given(TARGETS, st.booleans(), st.booleans())
def test_nothing_eligible_is_no_data_whatever_the_target(target: Fraction, over: bool, grows: bool) -> None:
    standing = stand(Tally(0, 0), target, over=over, grows=grows)
    assert (standing.status, standing.tally.ratio, standing.more, standing.further) == (Status.NO_DATA, None, 0, 0)


@given(tallies(), TARGETS, st.booleans(), st.booleans())
def test_met_means_that_the_ratio_has_reached_the_target(
    tally: Tally, target: Fraction, over: bool, grows: bool
) -> None:
    ratio = tally.ratio
    standing = stand(tally, target, over=over, grows=grows)
    assert (standing.status is Status.MET) == (ratio is not None and ratio >= target)


@given(tallies(), TARGETS, st.booleans())
def test_at_risk_says_what_it_takes_and_one_less_is_too_little(tally: Tally, target: Fraction, grows: bool) -> None:
    standing = stand(tally, target, over=False, grows=grows)
    if standing.status is not Status.AT_RISK:
        return
    assert stand(later(standing, standing.more, standing.further), target, over=True).status is Status.MET
    less = later(standing, standing.more, standing.further - 1) if standing.further else None
    less = less or later(standing, standing.more - 1, 0)
    assert stand(less, target, over=True).status is Status.MISSED


@given(tallies(), TARGETS)
def test_what_is_missed_before_its_end_cannot_be_reached_with_all_that_is_open(tally: Tally, target: Fraction) -> None:
    if stand(tally, target, over=False).status is Status.MISSED:
        assert stand(Tally(tally.eligible, tally.met + tally.open), target, over=True).status is Status.MISSED


@given(tallies(), TARGETS, st.booleans())
def test_when_the_period_is_over_nothing_is_at_risk(tally: Tally, target: Fraction, grows: bool) -> None:
    assert stand(tally, target, over=True, grows=grows).status is not Status.AT_RISK


@pytest.mark.parametrize(
    ("tally", "status", "more", "further"),
    [
        (Tally(20, 18), Status.MET, 0, 0),
        (Tally(20, 17, 1), Status.AT_RISK, 1, 0),
        (Tally(20, 17), Status.MISSED, 0, 0),
        (Tally(1, 0, 1), Status.AT_RISK, 1, 0),
    ],
)
def test_nine_in_ten_at_its_boundaries(tally: Tally, status: Status, more: int, further: int) -> None:
    standing = stand(tally, Fraction(90, 100), over=False)
    assert (standing.status, standing.more, standing.further) == (status, more, further)


def test_where_more_come_by_themselves_a_share_can_be_made_up_for_but_not_all_of_all() -> None:
    assert stand(Tally(200, 188), Fraction(95, 100), over=False, grows=True).further == 40
    assert stand(Tally(200, 199), Fraction(1), over=False, grows=True).status is Status.MISSED


def test_999_of_1000_is_met_at_99_9_percent_and_998_is_not() -> None:
    target = Fraction("99.9") / 100
    assert stand(Tally(1000, 999), target, over=True).status is Status.MET
    assert stand(Tally(1000, 998), target, over=True).status is Status.MISSED


def test_amounts_of_money_are_exact() -> None:
    fees = Tally(Fraction("1000.10"), Fraction("900.09"))
    assert stand(fees, Fraction(9, 10), over=True).status is Status.MET
    assert plain(fees.met) == 900.09
    assert isinstance(plain(Fraction(3)), int)
