"""News of shifts, as the live stream tells them: what changed, and no name."""

from kit.http.live import Told, plain
from kit.http.wire import instant
from ticketing.news import ShiftNews
from ticketing.shifts.models import LiveShiftOut


def shift_told(news: ShiftNews) -> Told:
    model = LiveShiftOut(at=instant(news.at_us), what=news.what, shift=news.shift, day=news.day)
    return plain("shift", model)
