"""The 21 lines of the quality sheet as the customer has them on paper: target, period, source."""

from fractions import Fraction

import pytest

from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Objective

LINES = {
    # line: key, target in percent, period, source, version of its rule
    1: ("attendance", "99.9", "month", "readings", 3),
    2: ("satisfaction", "99", "month", "tickets", 1),
    3: ("fee_collection", "90", "month", "readings", 2),
    4: ("general_same_day", "100", "day", "tickets", 2),
    5: ("difficult_within_week", "100", "week", "tickets", 1),
    6: ("files_kept", "100", "month", "households", 1),
    7: ("estate_knowledge", "100", "month", "readings", 2),
    8: ("training", "100", "month", "duties", 1),
    9: ("callback_same_day", "90", "day", "callbacks", 2),
    10: ("answered_within_rings", "100", "day", "calls", 2),
    11: ("major_incidents_reported", "100", "month", "tickets", 1),
    12: ("move_in", "100", "month", "tickets", 1),
    13: ("renovation", "100", "month", "tickets", 2),
    14: ("goods_removal", "100", "month", "tickets", 1),
    15: ("introduction", "100", "month", "tickets", 1),
    16: ("patrols", "100", "day", "duties", 1),
    17: ("yearly_survey", "90", "year", "surveys", 3),
    18: ("greening_cleaning", "95", "month", "readings", 3),
    19: ("complaints_answered", "99.9", "month", "tickets", 1),
    20: ("complaints_settled", "90", "month", "tickets", 2),
    21: ("department_meeting", "100", "week", "duties", 1),
}


def described(one: Objective) -> tuple[object, ...]:
    return one.key, one.target * 100, one.period, one.source, one.version


def test_each_line_has_the_target_the_period_and_the_source_of_the_paper() -> None:
    expected = {line: (key, Fraction(target), *more) for line, (key, target, *more) in LINES.items()}
    assert {one.id: described(one) for one in OBJECTIVES} == expected


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("grows", {1: True, 2: True, 10: True, 17: True, 18: True, 19: True, 20: True}),
        ("recoverable", {3: True}),
        ("times", {8: 1, 16: 2, 21: 1}),
        ("waits_days", {1: 7, 3: 7, 7: 7, 17: 31, 18: 7}),
        ("kind", {8: "count", 16: "count", 21: "count"}),
    ],
)
def test_what_only_some_lines_have(name: str, lines: dict[int, object]) -> None:
    usual = {"grows": False, "recoverable": False, "times": 0, "waits_days": 0, "kind": "share"}[name]
    assert {one.id: getattr(one, name) for one in OBJECTIVES if getattr(one, name) != usual} == lines


EXAMPLES = {
    # line: eligible, met, open
    1: (2000, 1999, 0),
    2: (120, 119, 0),
    3: (80_000, 71_500, 8_500),
    4: (31, 30, 1),
    5: (4, 3, 0),
    6: (860, 858, 2),
    7: (12, 12, 0),
    8: (1, 0, 1),
    9: (20, 16, 4),
    10: (200, 188, 0),
    11: (2, 2, 0),
    12: (9, 9, 0),
    13: (7, 5, 2),
    14: (15, 15, 0),
    15: (9, 8, 0),
    16: (2, 1, 1),
    17: (412, 380, 0),
    18: (60, 55, 0),
    19: (11, 10, 1),
    20: (10, 8, 1),
    21: (1, 1, 0),
}


def test_the_worked_example_of_each_line() -> None:
    assert {one.id: tuple(one.example) for one in OBJECTIVES} == EXAMPLES
