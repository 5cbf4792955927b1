"""How cases become figures: what counts, what is met, what still waits, and why what was missed was."""

import pytest

from metrics.objectives.cases import Case, Outcome, causes, outcome, tally

MET, MISSED, OPEN = Outcome.MET, Outcome.MISSED, Outcome.OPEN


def case(outcome: Outcome, why: str = "", **amounts: int) -> Case:
    return Case("ticket", "20261125-0001", 0, outcome, why, **amounts)


def test_what_is_met_and_what_waits_are_added_up() -> None:
    some = [case(MET), case(MISSED), case(OPEN), case(OPEN, eligible=10, met=4), case(MISSED, eligible=5, met=3)]
    assert tally(some) == (18, 8, 7)
    assert tally([]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("one", "met"),
    [(case(MET), 1), (case(MET, eligible=9), 9), (case(MISSED), 0), (case(OPEN), 0), (case(MET, eligible=9, met=0), 0)],
)
def test_a_case_is_met_as_a_whole_unless_it_says_how_much(one: Case, met: int) -> None:
    assert one.met_amount == met


def test_only_what_was_missed_has_causes() -> None:
    some = [case(MISSED, "resolved_late"), case(MISSED, "resolved_late"), case(MISSED, "no_steps"), case(OPEN, "x")]
    assert causes([*some, case(MET, "y")]) == {"resolved_late": 2, "no_steps": 1}


@pytest.mark.parametrize(
    ("done_us", "now_us", "found"),
    [(9, 50, MET), (10, 50, MISSED), (11, 5, MISSED), (None, 9, OPEN), (None, 10, MISSED)],
)
def test_what_is_done_at_its_end_is_late(done_us: int | None, now_us: int, found: Outcome) -> None:
    assert outcome(done_us, 10, now_us) is found
