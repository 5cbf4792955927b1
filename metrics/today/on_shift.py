"""Who is on shift, and who comes next, for a wall."""

from kit.http.wire import instant
from metrics.today.models import OnShiftOut, ShiftTitleOut
from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.on_duty import OnTurn, Part
from ticketing.shifts.patterns import titles


def on_shift(book: DutyBook, now_us: int) -> list[OnShiftOut]:
    following = book.next_turn(now_us)
    return [_shown(one) for one in (*book.on_duty(now_us).turns, *(() if following is None else (following,)))]


def _shown(one: OnTurn) -> OnShiftOut:
    zh, en = titles(one.turn.shift)
    people, managers = (
        list(dict.fromkeys(seat.taken_by for seat in one.seats if seat.part is part and seat.taken_by)) for part in Part
    )
    return OnShiftOut(
        title=ShiftTitleOut(zh=zh, en=en),
        begins=instant(one.turn.begins_us),
        ends=instant(one.turn.ends_us),
        people=people,
        managers=managers,
        missing=max(0, one.turn.people_min - len(one.present)),
    )
