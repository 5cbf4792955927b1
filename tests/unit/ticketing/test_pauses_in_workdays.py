"""A term in workdays that was paused, worked out by hand: what of the pause lies on workdays moves it, over workdays.

November 2026: the 27th is a Friday. The 1st to the 7th of October are days off, and Saturday, 10 October is worked.
"""

from dataclasses import replace

import pytest

from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.clocks.pauses import Pause
from ticketing.clocks.terms import DaysLater, EndOfDay, Site, Term, due_us
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.tickets.procedures import StepDone
from ticketing.tickets.ticket import Source, Ticket

SITE = Site(SHANGHAI, Workdays())
ONE, TWO, WHOLE_DAY = DaysLater(1, workdays=True), DaysLater(2, workdays=True), EndOfDay(workdays=True)
Stretch = tuple[str, str]


@pytest.mark.parametrize(
    ("term", "opened", "paused", "due"),
    [
        (TWO, "2026-11-27 09:00", [], "2026-12-01 09:00"),
        # Friday 18-24 and Monday 0-8 are 14 hours
        (TWO, "2026-11-27 09:00", [("2026-11-27 18:00", "2026-11-30 08:00")], "2026-12-01 23:00"),
        # a weekend alone is nothing
        (TWO, "2026-11-27 09:00", [("2026-11-28 10:00", "2026-11-29 10:00")], "2026-12-01 09:00"),
        # 6 hours before the holidays and 8 after them; 10 October is worked
        (TWO, "2026-09-30 17:00", [], "2026-10-09 17:00"),
        (TWO, "2026-09-30 17:00", [("2026-09-30 18:00", "2026-10-08 08:00")], "2026-10-10 07:00"),
        # 47 hours after Friday 10:00: 14 to its end, 24 on Monday, 9 on Tuesday
        (TWO, "2026-11-25 10:00", [("2026-11-25 10:00", "2026-11-27 09:00")], "2026-12-01 09:00"),
        # from a Sunday, Monday is whole; four days and 10 hours later
        (ONE, "2026-12-20 09:00", [("2026-12-20 09:00", "2026-12-25 10:00")], "2026-12-28 10:00"),
        # two pauses, one of them over the weekend: 2 hours and 1 hour
        (
            TWO,
            "2026-11-26 09:00",
            [("2026-11-26 10:00", "2026-11-26 12:00"), ("2026-11-28 00:00", "2026-11-30 01:00")],
            "2026-11-30 12:00",
        ),
        # to the very end of Friday, not to Monday
        (ONE, "2026-11-26 22:00", [("2026-11-27 01:00", "2026-11-27 03:00")], "2026-11-28 00:00"),
        (WHOLE_DAY, "2026-11-27 09:00", [("2026-11-27 10:00", "2026-11-27 12:00")], "2026-11-30 02:00"),
        (WHOLE_DAY, "2026-11-28 09:00", [("2026-11-28 10:00", "2026-11-29 12:00")], "2026-12-01 00:00"),
        # a pause that begins when it is due is too late
        (TWO, "2026-11-27 09:00", [("2026-12-01 09:00", "2026-12-03 09:00")], "2026-12-01 09:00"),
        # days that are no workdays count as ever
        (DaysLater(2), "2026-11-27 09:00", [("2026-11-28 10:00", "2026-11-29 10:00")], "2026-11-30 09:00"),
    ],
)
def test_a_pause_moves_a_term_in_workdays_over_workdays(
    term: Term, opened: str, paused: list[Stretch], due: str
) -> None:
    pauses = [Pause(at(since), at(until)) for since, until in paused]
    assert said(due_us(term, at(opened), pauses, SITE)) == due


def test_a_pause_that_lasts_over_a_weekend_leaves_no_end() -> None:
    assert due_us(TWO, at("2026-11-27 09:00"), [Pause(at("2026-11-28 10:00"), None)], SITE) is None


RULES = SiteRules(SITE)


def test_the_steps_and_the_whole_of_a_move_in_are_moved_alike() -> None:
    """The whole takes 7 workdays: Tuesday, 8 December 09:00, and 14 hours more."""
    pause = Pause(at("2026-11-27 18:00"), at("2026-11-30 08:00"))
    ticket = Ticket("20261127-0001", at("2026-11-27 09:00"), Source.HAND, "move_in", pauses=(pause,))
    due = RULES.dues(ticket)
    assert (said(due.step_us), said(due.resolution_us)) == ("2026-12-01 23:00", "2026-12-08 23:00")


def test_a_step_that_begins_on_a_day_off_while_the_clock_stands_is_due_on_a_workday() -> None:
    pause = Pause(at("2026-12-18 09:00"), at("2026-12-25 10:00"))
    asked = Ticket("20261216-0001", at("2026-12-16 09:00"), Source.HAND, "renovation", pauses=(pause,))
    ticket = replace(asked, steps_done=(StepDone("application", "li", at("2026-12-20 15:00"), "A-17"),))
    assert said(RULES.dues(ticket).step_us) == "2026-12-28 10:00"
