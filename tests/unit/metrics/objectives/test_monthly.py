"""The month of the paper sheet: which days and weeks it has, what they add up to, and what stays as it was kept."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.kept import Kept
from metrics.objectives.monthly import MonthLine, Part, month_line, month_of, spans_in
from metrics.objectives.objective import Period
from metrics.objectives.standing import Status, Tally, stand
from tests.unit.ticketing.moments import SHANGHAI

DIFFICULT, FEES, SURVEY = OBJECTIVES[4], OBJECTIVES[2], OBJECTIVES[16]
CALLS = replace(OBJECTIVES[9], target=Fraction(95, 100))
NOVEMBER = month_of(date(2026, 11, 25), SHANGHAI)


def line_of(
    tallies: Sequence[tuple[int, int]], closed: int, kept: Sequence[int] = (), now: Tally | None = None
) -> MonthLine:
    """The first `closed` days of November are closed; those in `kept` were kept, and have become `now` since."""
    parts = []
    for number, (span, figures) in enumerate(zip(spans_in(CALLS, NOVEMBER, SHANGHAI), tallies, strict=True)):
        then = stand(Tally(*figures), CALLS.target, over=number < closed, grows=True)
        past = Kept(span.first, span.last, then, 2, 0) if number in kept else None
        found = stand(now, CALLS.target, over=True) if past and now else then
        parts.append(Part(span, found, number < closed, past))
    return month_line(CALLS, parts)


@given(st.integers(2000, 2100), st.sampled_from([Period.DAY, Period.WEEK]))
def test_every_day_and_every_week_belongs_to_one_month(year: int, period: Period) -> None:
    one = CALLS if period is Period.DAY else DIFFICULT
    months = [month_of(date(year, month, 1), SHANGHAI) for month in range(1, 13)]
    spans = [span for month in months for span in spans_in(one, month, SHANGHAI)]
    assert max(Counter(spans).values()) == 1
    ahead = {later.first - before.first for before, later in pairwise(spans)}
    assert ahead == {timedelta(days=1 if period is Period.DAY else 7)}


def test_a_week_belongs_to_the_month_in_which_it_ends() -> None:
    weeks = [(span.first.day, span.last.day) for span in spans_in(DIFFICULT, NOVEMBER, SHANGHAI)]
    assert weeks == [(26, 1), (2, 8), (9, 15), (16, 22), (23, 29)]
    december = next(spans_in(DIFFICULT, month_of(date(2026, 12, 1), SHANGHAI), SHANGHAI))
    assert december.first == date(2026, 11, 30)


def test_a_month_has_itself_and_the_year_that_it_is_part_of() -> None:
    assert [span.first for span in spans_in(FEES, NOVEMBER, SHANGHAI)] == [date(2026, 11, 1)]
    assert [span.first for span in spans_in(SURVEY, NOVEMBER, SHANGHAI)] == [date(2026, 1, 1)]


def test_closed_days_are_added_up_and_the_day_that_still_runs_is_not() -> None:
    line = line_of([(100, 96)] * 24 + [(50, 0)] + [(0, 0)] * 5, closed=24)
    assert (line.standing.tally, line.standing.status) == (Tally(2400, 2304), Status.MET)
    assert (line.closed, line.closed_parts, line.parts, line.met_parts, line.judged_parts) == (False, 24, 30, 24, 24)


def test_what_is_below_can_be_reached_while_days_of_the_month_are_left() -> None:
    running = line_of([(100, 94)] * 29 + [(0, 0)], closed=29)
    assert (running.standing.status, running.standing.further) == (Status.AT_RISK, 580)
    over = line_of([(100, 94)] * 29 + [(0, 0)], closed=30)
    assert (over.standing.status, over.closed) == (Status.MISSED, True)


def test_days_without_data_are_neither_met_nor_missed() -> None:
    line = line_of([(0, 0)] * 29 + [(10, 10)], closed=30)
    assert (line.met_parts, line.judged_parts) == (1, 1)
    assert line_of([(0, 0)] * 30, closed=30).standing.status is Status.NO_DATA


def test_what_was_kept_stands_and_a_recompute_stands_beside_it() -> None:
    line = line_of([(10, 10)] * 30, closed=30, kept=range(30), now=Tally(10, 9))
    assert (line.standing.tally, line.standing.status) == (Tally(300, 300), Status.MET)
    assert (line.recomputed, line.rule_versions) == (Tally(300, 270), [2])


def test_a_month_of_which_nothing_was_kept_has_the_rule_of_today() -> None:
    assert line_of([(10, 10)] * 30, closed=30).rule_versions == [CALLS.version]
    assert line_of([(10, 10)] * 30, closed=30).recomputed is None


def test_a_day_that_was_kept_is_closed_whatever_the_clock_says() -> None:
    line = line_of([(10, 10)] * 30, closed=0, kept=[0, 1])
    assert (line.closed_parts, line.closed, line.standing.tally) == (2, False, Tally(20, 20))


def test_the_days_that_met_their_target_are_told_from_those_that_did_not() -> None:
    line = line_of([(100, 96)] * 10 + [(100, 94)] * 5 + [(0, 0)] * 15, closed=30)
    assert (line.met_parts, line.judged_parts, line.closed_parts, line.parts) == (10, 15, 30, 30)


def test_a_line_spans_from_its_first_day_to_the_end_of_its_last() -> None:
    span = line_of([(10, 10)] * 30, closed=30).span
    assert (span.first, span.last) == (date(2026, 11, 1), date(2026, 11, 30))
    assert (span.since_us, span.until_us) == (NOVEMBER.since_us, NOVEMBER.until_us)


def test_the_target_of_a_month_is_the_one_last_held_to() -> None:
    parts = []
    for number, span in enumerate(spans_in(CALLS, NOVEMBER, SHANGHAI)):
        target = Fraction(9, 10) if number == 3 else Fraction(8, 10) if number == 1 else CALLS.target
        then = stand(Tally(10, 9), target, over=True)
        kept = Kept(span.first, span.last, then, 1 + number % 2, 0) if number in (1, 3) else None
        parts.append(Part(span, then, True, kept))
    line = month_line(CALLS, parts)
    assert (line.standing.target, line.standing.status, line.rule_versions) == (Fraction(9, 10), Status.MET, [2])


def test_a_recompute_that_finds_the_same_says_nothing() -> None:
    assert line_of([(10, 10)] * 30, closed=30, kept=range(30)).recomputed is None


def test_a_day_that_nobody_kept_counts_as_its_sources_have_it() -> None:
    line = line_of([(10, 10)] * 30, closed=30, kept=[0])
    assert (line.standing.tally, line.closed) == (Tally(300, 300), True)


def test_a_closed_month_is_held_to_the_target_it_had() -> None:
    span = next(spans_in(FEES, NOVEMBER, SHANGHAI))
    then, now = (stand(Tally(100, 85), target, over=True) for target in (FEES.target * 9 / 10, FEES.target))
    line = month_line(FEES, [Part(span, now, True, Kept(span.first, span.last, then, 1, 0))])
    assert (line.standing.status, line.standing.target, line.recomputed) == (Status.MET, FEES.target * 9 / 10, None)


def test_a_month_that_runs_shows_what_is_open() -> None:
    span = next(spans_in(FEES, NOVEMBER, SHANGHAI))
    line = month_line(FEES, [Part(span, stand(Tally(100, 80, 20), FEES.target, over=False), False)])
    assert (line.standing.tally.open, line.standing.more, line.closed) == (20, 10, False)
