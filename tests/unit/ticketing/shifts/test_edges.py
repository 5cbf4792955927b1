"""Who is rung, and who helps, at the instant at which a shift or an absence begins or ends."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from kit.instants import HOUR_US, wall_us
from telephony.rescues import Crew
from thirdring.rescue import crew_at
from ticketing.agi.housekeepers import Housekeepers
from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.on_duty import Place
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.shifts.stand_ins import Away

MADRID = ZoneInfo("Europe/Madrid")
RULES = ShiftRules((Pattern("day", time(8), time(20)), Pattern("night", time(20), time(8))), housekeepers_on_shift=True)
BEFORE_SUMMER = date(2026, 3, 28)  # the night in which 02:00 becomes 03:00


def book(*absences: Away, day: date = BEFORE_SUMMER) -> DutyBook:
    made = DutyBook(RULES, MADRID, lambda _day: True)
    made.take({("day", day): [Place("anna")], ("night", day): [Place("bela")]}, absences)
    return made


def rung(person: str, duty: DutyBook, at_us: int) -> str:
    return Housekeepers({"anna": ("PJSIP/1001",), "bela": ("PJSIP/1002",)}, 5, duty).rung_first(person, at_us).name


TWENTY = wall_us(BEFORE_SUMMER, time(20), MADRID)
EIGHT = wall_us(date(2026, 3, 29), time(8), MADRID)


@pytest.mark.parametrize(
    ("at_us", "anna", "bela"),
    [(TWENTY - 1, "anna", ""), (TWENTY, "", "bela"), (EIGHT - 1, "", "bela"), (EIGHT, "", "")],
)
def test_a_housekeeper_is_rung_to_the_last_instant_of_the_shift_and_not_after_it(
    at_us: int, anna: str, bela: str
) -> None:
    assert (rung("anna", book(), at_us), rung("bela", book(), at_us)) == (anna, bela)
    assert EIGHT - TWENTY == 11 * HOUR_US


def test_who_has_just_gone_off_shift_is_asked_for_no_help() -> None:
    assert [crew_at(Crew((), ()), book(), at_us).helpers for at_us in (TWENTY - 1, TWENTY)] == [("anna",), ("bela",)]


def test_a_stand_in_begins_and_ends_with_the_absence() -> None:
    duty = book(Away("bela", "anna", TWENTY + 10, TWENTY + 20))
    found = [rung("bela", duty, at_us) for at_us in (TWENTY + 9, TWENTY + 10, TWENTY + 19, TWENTY + 20)]
    assert found == ["bela", "anna", "anna", "bela"]
    assert rung("anna", duty, TWENTY + 20) == ""
