from datetime import date, timedelta

from tests.unit.ticketing.moments import SHANGHAI, said
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.duties.duty import DUTIES, DutyKind, due_on

SITE = Site(SHANGHAI, Workdays(overrides={date(2026, 11, 26): False}))


def kinds(day: date) -> list[str]:
    return [f"{due.kind} {due.number}" for due in due_on(day, SITE)]


def test_a_workday_has_two_patrols_and_a_day_off_has_none() -> None:
    assert kinds(date(2026, 11, 25)) == ["training 1", "patrol 1", "patrol 2", "meeting 1"]
    assert kinds(date(2026, 11, 26)) == kinds(date(2026, 11, 28)) == ["training 1", "meeting 1"]


def test_asked_for_every_day_of_a_month_no_duty_comes_twice() -> None:
    days = [date(2026, 11, 1) + timedelta(days=ahead) for ahead in range(30)]
    dues = {due for day in days for due in due_on(day, SITE)}
    count = {kind: sum(due.kind is kind for due in dues) for kind in DutyKind}
    assert count == {DutyKind.TRAINING: 1, DutyKind.PATROL: 2 * 20, DutyKind.MEETING: 6}


def test_a_meeting_may_be_held_from_monday_to_sunday_midnight() -> None:
    (meeting,) = (due for due in due_on(date(2026, 11, 25), SITE) if due.kind is DutyKind.MEETING)
    assert (said(meeting.since_us), said(meeting.until_us)) == ("2026-11-23 00:00", "2026-11-30 00:00")


def test_every_kind_has_a_rule() -> None:
    assert set(DUTIES) == set(DutyKind)
