from datetime import date

import pytest

from ticketing.clocks.workdays import Source, Workdays


def test_a_public_holiday_in_the_week_is_no_workday() -> None:
    assert not Workdays().works(date(2026, 10, 1))


def test_a_weekend_day_that_is_worked_instead_is_a_workday() -> None:
    assert date(2026, 2, 14).weekday() == 5
    assert Workdays().works(date(2026, 2, 14))


def test_the_site_s_own_table_has_the_last_word() -> None:
    days = Workdays(overrides={date(2026, 10, 1): True, date(2026, 10, 12): False})
    assert days.kind(date(2026, 10, 1)) == (True, Source.SITE, False)
    assert not days.works(date(2026, 10, 12))


@pytest.mark.parametrize("year", [1999, 2003, 2099, 9998])
def test_a_year_without_a_calendar_is_monday_to_friday_and_says_so(year: int) -> None:
    kinds = [Workdays().kind(date(year, 3, day)) for day in range(1, 8)]
    assert sum(kind.works for kind in kinds) == 5
    assert {(kind.source, kind.provisional) for kind in kinds} == {(Source.WEEKDAY, True)}


def test_a_site_without_a_country_works_monday_to_friday_for_good() -> None:
    assert Workdays(country=None).kind(date(2026, 10, 1)) == (True, Source.WEEKDAY, False)


def test_an_unknown_country_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="there is: CN"):
        Workdays(country="XX")


def test_the_workday_after_the_day_before_the_national_holiday_is_when_it_ends() -> None:
    assert Workdays().later(date(2026, 9, 30), 1) == date(2026, 10, 8)


def test_a_table_without_any_workday_is_said_rather_than_searched_for_ever() -> None:
    with pytest.raises(ValueError, match="site's table"):
        Workdays(country=None, overrides={date.fromordinal(n): False for n in range(739_500, 740_500)}).next_from(
            date.fromordinal(739_550)
        )
