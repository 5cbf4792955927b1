"""Terms as people write them in settings and read them in lists."""

import re
from collections.abc import Callable, Mapping

from kit.instants import HOUR_US, MINUTE_US
from kit.wrong import WrongValueError
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Term

_COUNTED = re.compile(r"([1-9][0-9]{0,3}) (service hour|minute|hour|day|workday)s?")

_MADE: Mapping[str, Callable[[int], Term]] = {
    "minute": lambda count: Elapsed(count * MINUTE_US),
    "hour": lambda count: Elapsed(count * HOUR_US),
    "service hour": lambda count: Elapsed(count * HOUR_US, service_hours=True),
    "day": DaysLater,
    "workday": lambda count: DaysLater(count, workdays=True),
}


def term_of(text: str) -> Term:
    words = " ".join(text.split())
    if words in ("end of day", "end of workday"):
        return EndOfDay(workdays=words == "end of workday")
    counted = _COUNTED.fullmatch(words)
    if counted is None:
        raise WrongValueError(
            "{term} is no term: there are 30 minutes, 4 hours, 6 service hours, 7 days, 7 workdays, end of day, "
            "end of workday",
            term=repr(text),
        )
    return _MADE[counted[2]](int(counted[1]))


def term_text(term: Term) -> str:
    if isinstance(term, EndOfDay):
        return "end of workday" if term.workdays else "end of day"
    if isinstance(term, DaysLater):
        return _counted(term.days, "workday" if term.workdays else "day")
    if term.span_us % HOUR_US:
        return _counted(term.span_us // MINUTE_US, "minute")
    return _counted(term.span_us // HOUR_US, "service hour" if term.service_hours else "hour")


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"
