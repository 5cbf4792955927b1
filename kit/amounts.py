"""Amounts as PostgreSQL has them: numeric in, exact fractions out; and whole numbers as anybody may write them."""

from decimal import Decimal
from fractions import Fraction

Amount = int | Fraction


def plain(amount: Amount) -> int | float:
    """The amount as JSON and Prometheus write it."""
    return int(amount) if amount == int(amount) else float(amount)


_DIGITS = 20


def amount(value: Decimal | int) -> Amount:
    exact = Fraction(value)
    return exact.numerator if exact.denominator == 1 else exact


def numeric(value: Amount) -> Decimal:
    """Amounts are decimals. A target such as one third is truncated after 20 digits."""
    exact = Fraction(value)
    if exact.denominator == 1:
        return Decimal(exact.numerator)
    return round(Decimal(exact.numerator) / Decimal(exact.denominator), _DIGITS)


def whole(text: str, digits_max: int) -> int | None:
    """The number, or None where the text is no number. Python itself accepts digits of every script, and any length."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= digits_max else None
