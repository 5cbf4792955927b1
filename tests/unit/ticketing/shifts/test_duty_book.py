"""What the duty book answers to whoever asks at a call."""

from datetime import date, time
from zoneinfo import ZoneInfo

from kit.instants import HOUR_US, wall_us
from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.on_duty import NOBODY, Place
from ticketing.shifts.patterns import Pattern, ShiftRules
from ticketing.shifts.stand_ins import Away

ZONE = ZoneInfo("Asia/Shanghai")
RULES = ShiftRules((Pattern("day", time(8), time(20)), Pattern("night", time(20), time(8))))
TODAY = date(2026, 12, 1)
NOON = wall_us(TODAY, time(12), ZONE)


def book(rules: ShiftRules = RULES) -> DutyBook:
    return DutyBook(rules, ZONE, lambda day: True)


def test_without_shifts_nobody_is_on_duty_and_everybody_stands_for_themselves() -> None:
    none = book(ShiftRules())
    none.take({}, [Away("王芳", "李强", 0, NOON + 1)])
    assert not none.has_shifts
    assert none.on_duty(NOON) == NOBODY
    assert none.stands_for("王芳", NOON) == "王芳"
    assert none.short(NOON) == []


def test_before_it_was_read_no_turn_is_told_to_be_short() -> None:
    unread = book()
    assert unread.has_shifts
    assert not unread.is_read
    assert unread.short(NOON) == []
    assert unread.on_duty(NOON).people == ()


def test_it_answers_by_what_was_read_last() -> None:
    kept = book()
    kept.take({("day", TODAY): (Place("王芳"),)}, [])
    assert kept.is_read
    assert kept.on_duty(NOON).people == ("王芳",)
    kept.take({("day", TODAY): (Place("王芳"),)}, [Away("王芳", "李强", 0, NOON + 1)])
    assert (kept.on_duty(NOON).people, kept.stands_for("王芳", NOON)) == (("李强",), "李强")
    assert kept.stands_for("王芳", NOON + 1) == "王芳"


def test_after_midnight_the_night_of_yesterday_is_on() -> None:
    kept = book()
    kept.take({("night", TODAY): (Place("陈刚"),)}, [])
    assert kept.on_duty(NOON + 15 * HOUR_US).people == ("陈刚",)


def test_short_are_turns_that_run_or_begin_within_24_hours() -> None:
    kept = book()
    kept.take({("day", TODAY): (Place("王芳"),)}, [])
    assert [(turn.shift, turn.day.day) for turn in kept.short(NOON)] == [("night", 1), ("day", 2)]
    eight = NOON - 4 * HOUR_US
    assert [(turn.shift, turn.day.day) for turn in kept.short(eight)] == [("night", 1), ("day", 2)]
    assert [(turn.shift, turn.day.day) for turn in kept.short(eight - 1)] == [("night", 30), ("night", 1)]


def test_each_shift_of_the_settings_is_short_or_not_once_the_roster_was_read() -> None:
    kept = book()
    assert kept.short_shifts(NOON) == {}
    people = (Place("王芳"),)
    kept.take({("day", TODAY): people, ("night", TODAY): people}, [])
    assert kept.short_shifts(NOON) == {"day": True, "night": False}
    assert book(ShiftRules()).short_shifts(NOON) == {}
