"""Who is on shift in the next days, as spans in which nobody comes or goes."""

from datetime import UTC, date, time

from kit.instants import DAY_US, HOUR_US, wall_us
from ticketing.shifts.ahead import Span, spans
from ticketing.shifts.on_duty import Part, Place
from ticketing.shifts.patterns import Pattern, turns
from ticketing.shifts.stand_ins import Away, StandIns

DAY, NEXT = date(2026, 12, 1), date(2026, 12, 2)
MIDNIGHT = wall_us(DAY, time(0), UTC)
EIGHT, TWENTY = MIDNIGHT + 8 * HOUR_US, MIDNIGHT + 20 * HOUR_US
TURNS = turns(
    (Pattern("day", time(8), time(20)), Pattern("night", time(20), time(8))), DAY, NEXT, UTC, lambda _day: True
)
ROSTER = {("day", DAY): (Place("anna"), Place("chief", Part.MANAGER)), ("night", DAY): (Place("anna"),)}


def test_each_turn_is_a_span_and_where_nobody_is_on_there_is_none() -> None:
    assert spans(TURNS, ROSTER, StandIns(), MIDNIGHT, MIDNIGHT + 2 * DAY_US) == [
        Span(EIGHT, TWENTY, ("anna",), ("chief",)),
        Span(TWENTY, EIGHT + DAY_US, ("anna",), ()),
    ]


def test_who_goes_away_in_the_middle_of_a_turn_begins_a_span() -> None:
    away = Away("anna", "bela", EIGHT + HOUR_US, EIGHT + 2 * HOUR_US)
    assert [(span.since_us, span.people) for span in spans(TURNS, ROSTER, StandIns([away]), EIGHT, TWENTY)] == [
        (EIGHT, ("anna",)),
        (EIGHT + HOUR_US, ("bela",)),
        (EIGHT + 2 * HOUR_US, ("anna",)),
    ]


def test_an_absence_of_somebody_else_ends_no_span() -> None:
    away = Away("carl", None, EIGHT + HOUR_US, EIGHT + 2 * HOUR_US)
    assert spans(TURNS, ROSTER, StandIns([away]), EIGHT, TWENTY) == [Span(EIGHT, TWENTY, ("anna",), ("chief",))]


def test_the_first_and_the_last_span_are_cut_where_nobody_asked_further() -> None:
    assert [span[:2] for span in spans(TURNS, ROSTER, StandIns(), EIGHT + 1, TWENTY - 1)] == [(EIGHT + 1, TWENTY - 1)]


def test_two_shifts_at_once_are_one_span_in_which_each_is_named_once() -> None:
    office = turns((Pattern("office", time(9), time(18)),), DAY, DAY, UTC, lambda _day: True)
    roster = {**ROSTER, ("office", DAY): (Place("carl"), Place("anna"))}
    assert [span[2:] for span in spans([*TURNS, *office], roster, StandIns(), EIGHT, TWENTY)] == [
        (("anna",), ("chief",)),
        (("anna", "carl"), ("chief",)),
        (("anna",), ("chief",)),
    ]


def test_while_nobody_stands_in_there_is_a_gap() -> None:
    away = StandIns([Away("anna", None, TWENTY + HOUR_US, TWENTY + 2 * HOUR_US)])
    assert [span[:2] for span in spans(TURNS, ROSTER, away, TWENTY, EIGHT + DAY_US)] == [
        (TWENTY, TWENTY + HOUR_US),
        (TWENTY + 2 * HOUR_US, EIGHT + DAY_US),
    ]
