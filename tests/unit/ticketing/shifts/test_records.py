"""Absences, and notes for the next shift."""

from dataclasses import replace
from datetime import date

import pytest

from kit.refusals import FieldError
from ticketing.shifts.records import Absence, Handover, TakenError, take
from ticketing.shifts.stand_ins import Away

ABSENCE = Absence(person="王芳", stand_in="李强", since_us=10, until_us=20, entered_by="主管", entered_at_us=5)
NOTE = Handover(shift="day", day=date(2026, 12, 1), text="3 号楼电梯待修", written_by="王芳", written_at_us=5)


def test_an_absence_says_who_is_away_when_and_who_stands_in() -> None:
    assert ABSENCE.away == Away("王芳", "李强", 10, 20)
    assert (ABSENCE.id, ABSENCE.version, ABSENCE.note) == (0, 1, "")
    ABSENCE.require_right()
    replace(ABSENCE, stand_in=None).require_right()


@pytest.mark.parametrize("until_us", [10, 9])
def test_an_absence_ends_after_it_begins(until_us: int) -> None:
    with pytest.raises(FieldError, match="later than since") as caught:
        replace(ABSENCE, until_us=until_us).require_right()
    assert caught.value.field == "until"


def test_nobody_stands_in_for_themselves() -> None:
    with pytest.raises(FieldError, match="somebody else") as caught:
        replace(ABSENCE, stand_in="王芳").require_right()
    assert caught.value.field == "stand_in"


def test_a_note_is_taken_over_once() -> None:
    taken = take(NOTE, "陈刚", 30)
    assert (taken.taken_by, taken.taken_at_us) == ("陈刚", 30)
    assert replace(taken, taken_by=None, taken_at_us=None) == NOTE
    with pytest.raises(TakenError, match="taken over already") as caught:
        take(taken, "赵敏", 40)
    assert caught.value.status == 409


def test_whoever_took_a_note_over_may_say_so_again_and_nothing_changes() -> None:
    taken = take(NOTE, "陈刚", 30)
    assert take(taken, "陈刚", 40) is taken
