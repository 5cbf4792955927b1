"""A November of which each line shows its own example; line 1 knows nothing."""

from collections.abc import Sequence
from datetime import date, datetime

from kit.i18n import Language, translations
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.honesty import Honesty
from metrics.objectives.kept import Kept
from metrics.objectives.monthly import MonthLine, Part, month_line, month_of, spans_in
from metrics.objectives.objective import Objective, Period
from metrics.objectives.sheet.form import Form, form
from metrics.objectives.standing import Status, Tally, stand
from tests.unit.ticketing.moments import SHANGHAI

MADE_AT = datetime(2026, 12, 8, 9, 12, tzinfo=SHANGHAI)
HONESTY = Honesty(9_000_000_000, 2, 30, 4, 1, 3, 5)
MONTH = month_of(date(2026, 11, 1), SHANGHAI)


def line(one: Objective, tally: Tally, closed: bool, now: Tally | None = None) -> MonthLine:
    parts = []
    for span in spans_in(one, MONTH, SHANGHAI):
        then = stand(tally._replace(open=0) if closed else tally, one.target, over=closed, grows=one.grows)
        known = closed and then.status is not Status.NO_DATA
        found = stand(now, one.target, over=True) if now else then
        parts.append(Part(span, found, closed, Kept(span.first, span.last, then, 1, 0) if known else None))
    return month_line(one, parts)


def november(closed: bool = True) -> Sequence[MonthLine]:
    return [
        line(one, one.example if one.id > 1 else Tally(0, 0), closed and one.period is not Period.YEAR)
        for one in OBJECTIVES
    ]


def form_of(
    language: Language = "zh", lines: Sequence[MonthLine] | None = None, department: str = "客户服务部"
) -> Form:
    return form(lines or november(), HONESTY, department, MADE_AT, language, translations(language).gettext)
