"""The heads of a list: what a click on each asks for."""

import pytest

from console.frame.columns import Column
from console.frame.sorting import heads_of

COLUMNS = (Column("number", "Number"), Column("due", "Due", sort="due"), Column("opened", "Opened", sort="-opened"))


@pytest.mark.parametrize(
    ("sort", "clicks", "orders"),
    [
        ("-opened", ["", "due", "opened"], ["", "", "descending"]),
        ("opened", ["", "due", "-opened"], ["", "", "ascending"]),
        ("due", ["", "-due", "-opened"], ["", "ascending", ""]),
        ("-due", ["", "due", "-opened"], ["", "descending", ""]),
        ("", ["", "due", "-opened"], ["", "", ""]),
    ],
)
def test_a_second_click_turns_the_order_round_and_only_the_head_of_the_order_says_so(
    sort: str, clicks: list[str], orders: list[str]
) -> None:
    heads = heads_of(COLUMNS, sort)
    assert [head.sort for head in heads] == clicks
    assert [head.order for head in heads] == orders
