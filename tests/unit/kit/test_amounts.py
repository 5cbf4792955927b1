"""Amounts between PostgreSQL's decimals, exact fractions, and what JSON writes."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kit.amounts import Amount, amount, numeric, plain, whole


@pytest.mark.parametrize(
    ("value", "exact"),
    [(Decimal("71500.0000"), 71_500), (Decimal("0.5"), Fraction(1, 2)), (Decimal("-1.25"), Fraction(-5, 4)), (7, 7)],
)
def test_a_decimal_is_a_whole_number_or_an_exact_fraction(value: Decimal | int, exact: Amount) -> None:
    assert amount(value) == exact
    assert isinstance(amount(value), int) is isinstance(exact, int)


@pytest.mark.parametrize(
    ("exact", "stored"),
    [(3, "3"), (Fraction(6, 2), "3"), (Fraction(1, 2), "0.50000000000000000000"), (Fraction(2, 3), f"0.{'6' * 19}7")],
)
def test_an_amount_is_stored_with_twenty_digits_at_most(exact: Amount, stored: str) -> None:
    assert str(numeric(exact)) == stored


@pytest.mark.parametrize(("exact", "written"), [(3, "3"), (Fraction(6, 2), "3"), (Fraction(1, 2), "0.5")])
def test_json_has_a_whole_number_without_a_point(exact: Amount, written: str) -> None:
    assert str(plain(exact)) == written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(("0", 0), ("7", 7), ("007", 7), ("9999", 9999), ("99999", None), ("", None), (" 7", None), ("-7", None)),
        *(("+7", None), ("1_0", None), ("７", None), ("²", None), ("٧", None), ("7.0", None), ("x", None)),
    ],
)
def test_a_whole_number_is_written_in_so_many_ascii_digits_at_most(text: str, number: int | None) -> None:
    assert whole(text, 4) == number
