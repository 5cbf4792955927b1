from datetime import date

from ticketing.tickets.numbers import Number


def test_a_number_is_the_day_and_the_place_in_it() -> None:
    assert str(Number(date(2026, 11, 25), 42)) == "20261125-0042"
    assert str(Number(date(2026, 11, 25), 12345)) == "20261125-12345"
