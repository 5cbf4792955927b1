from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.tickets.numbers import Number, parse_number


def test_a_number_is_the_day_and_the_place_in_it() -> None:
    assert str(Number(date(2026, 11, 25), 42)) == "20261125-0042"
    assert str(Number(date(2026, 11, 25), 12345)) == "20261125-12345"


@given(st.dates(date(1000, 1, 1)), st.integers(1, 999_999_999))
def test_every_number_is_read_back(day: date, place: int) -> None:
    assert parse_number(str(Number(day, place))) == (day, place)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20261125",
        "20261125-42",
        "20261125-0000",
        "20261125-00042",
        "20261325-0042",
        "20260230-0001",
        "20261125-００４２",
    ],
)
def test_what_no_ticket_was_ever_called_is_no_number(text: str) -> None:
    assert parse_number(text) is None
