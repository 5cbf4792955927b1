"""The roster of the played desk."""

from datetime import date, timedelta

from lab.desk.shifts import ENVIRONMENT, SHIFTS, roster
from thirdring.settings import Settings
from ticketing.shifts.on_duty import Part, Place

TODAY = date(2026, 12, 1)


def test_each_shift_has_enough_people_but_for_one_night() -> None:
    played = roster(["1001", "1002", "1003", "1004"], "chief", TODAY)
    days = [TODAY + timedelta(days=ahead) for ahead in range(-7, 15)]
    assert [day for day in days if ("night", day) not in played] == [TODAY + timedelta(days=3)]
    assert all(played["day", day][-1] == Place("chief", Part.MANAGER) for day in days)
    assert all(len(played["day", day]) == 4 for day in days)


def test_its_shifts_are_those_of_the_settings() -> None:
    rules = Settings.model_validate({"shifts": {"shift": SHIFTS}}).shifts.rules()
    assert [(one.name, one.people_min) for one in rules.patterns] == [("day", 2), ("night", 1)]
    assert ENVIRONMENT["THIRDRING__SHIFTS__SHIFT__1__BEGINS"] == "20:00"
