"""The one door to chinesecalendar: China's public holidays and the weekends that are worked instead."""

from datetime import date

import chinese_calendar


def china_works(day: date) -> bool | None:
    """None for a year whose calendar this version of the library does not hold; it is announced each November."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None
