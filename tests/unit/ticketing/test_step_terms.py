"""Each case of "Terms of steps" in docs/ticketing.md, on a renovation that was asked for on a Monday at nine."""

from dataclasses import replace
from typing import Any

import pytest

from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.tickets.procedures import StepDone, Waiver, site_procedures
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Source, Ticket

RULES = SiteRules(Site(SHANGHAI, Workdays()))
ASKED = Ticket("20261116-0001", at("2026-11-16 09:00"), Source.HAND, "renovation")
LATER = at("2027-06-01")


def done(step: str, when: str) -> StepDone:
    return StepDone(step, "li", at(when), "A-17")


def waived(step: str, when: str) -> Waiver:
    return Waiver(step, "wang", at(when), "not needed")


def waits(since: str, until: str | None) -> Pause:
    return Pause(at(since), None if until is None else at(until), PauseReason.WAITING_FOR_OWNER)


def renovation(*steps: StepDone | Waiver, **more: Any) -> Ticket:
    return replace(
        ASKED,
        steps_done=tuple(one for one in steps if isinstance(one, StepDone)),
        steps_waived=tuple(one for one in steps if isinstance(one, Waiver)),
        **more,
    )


def shown(ticket: Ticket, step: str, now_us: int = LATER, rules: SiteRules = RULES) -> str:
    """Its state, when it was or is due, and whether it is late."""
    [clock] = [one for one in rules.steps(ticket) if one.step.key == step]
    late = " late" if clock.late(now_us) else ""
    return f"{clock.state} {said(clock.due_us)}{late}"


IN_TIME = done("application", "2026-11-18 10:00")


def test_the_first_step_is_due_by_its_term_from_when_the_ticket_was_opened() -> None:
    assert shown(ASKED, "application", at("2026-11-19 08:59")) == "open 2026-11-19 09:00"
    assert RULES.dues(ASKED).step_us == at("2026-11-19 09:00")


def test_a_step_after_an_open_one_has_not_begun() -> None:
    assert shown(ASKED, "permit") == "not_begun None"


def test_a_step_is_late_from_the_very_instant_it_is_due() -> None:
    assert shown(ASKED, "application", at("2026-11-19 09:00")) == "open 2026-11-19 09:00 late"


def test_the_next_step_begins_when_the_one_before_it_is_done() -> None:
    assert shown(renovation(IN_TIME), "application") == "done 2026-11-19 09:00"
    assert shown(renovation(IN_TIME), "permit", at("2026-11-18 11:00")) == "open 2026-11-19 10:00"


def test_a_step_that_was_done_late_stays_late() -> None:
    late = renovation(done("application", "2026-11-19 09:00"))
    assert shown(late, "application") == "done 2026-11-19 09:00 late"
    assert RULES.dues(late).late_steps_us == (at("2026-11-19 09:00"),)
    assert RULES.dues(renovation(IN_TIME)).late_steps_us == ()


def test_a_waiver_settles_a_step_and_hides_no_lateness() -> None:
    assert shown(renovation(waived("application", "2026-11-17 09:00")), "application") == "waived 2026-11-19 09:00"
    late = renovation(waived("application", "2026-11-20 09:00"))
    assert shown(late, "application") == "waived 2026-11-19 09:00 late"
    assert shown(late, "permit", at("2026-11-20 10:00")) == "open 2026-11-23 09:00"


def test_a_step_that_was_waived_in_time_and_gets_its_evidence_later_stays_in_time_and_moves_no_other() -> None:
    both = renovation(waived("application", "2026-11-17 09:00"), done("application", "2026-11-19 10:00"))
    assert shown(both, "application") == "done 2026-11-19 09:00"
    assert shown(both, "permit") == "open 2026-11-18 09:00 late"
    assert RULES.dues(both).late_steps_us == ()


def test_a_waiver_of_what_was_done_changes_no_clock() -> None:
    both = renovation(IN_TIME, waived("application", "2026-11-30 10:00"))
    assert shown(both, "application") == "done 2026-11-19 09:00"
    late = renovation(done("application", "2026-11-19 10:00"), waived("application", "2026-11-19 11:00"))
    assert shown(late, "application") == "done 2026-11-19 09:00 late"


def test_while_the_owner_is_waited_for_nothing_is_due() -> None:
    paused = renovation(pauses=(waits("2026-11-17 09:00", None),))
    assert shown(paused, "application") == "open None"
    assert RULES.dues(paused).step_us is None
    resumed = renovation(pauses=(waits("2026-11-17 09:00", "2026-11-18 11:00"),))
    assert shown(resumed, "application", at("2026-11-20 10:59")) == "open 2026-11-20 11:00"


def test_a_pause_of_an_earlier_step_moves_no_later_one() -> None:
    paused = renovation(IN_TIME, pauses=(waits("2026-11-16 10:00", "2026-11-16 20:00"),))
    assert shown(paused, "permit", at("2026-11-18 11:00")) == "open 2026-11-19 10:00"


def test_a_pause_after_it_was_due_or_done_changes_nothing() -> None:
    late = renovation(pauses=(waits("2026-11-19 09:00", None),))
    assert shown(late, "application") == "open 2026-11-19 09:00 late"
    settled = renovation(IN_TIME, pauses=(waits("2026-11-18 12:00", None),))
    assert shown(settled, "application") == "done 2026-11-19 09:00"


def test_a_step_that_is_done_while_the_clock_stands_is_in_time() -> None:
    during = renovation(done("application", "2026-11-30 09:00"), pauses=(waits("2026-11-17 09:00", None),))
    assert shown(during, "application") == "done 2026-12-02 09:00"


def test_a_pause_for_a_reason_that_stops_no_clock_moves_no_step() -> None:
    pause = Pause(at("2026-11-17 09:00"), None, PauseReason.WAITING_FOR_OTHERS)
    assert shown(renovation(pauses=(pause,)), "application") == "open 2026-11-19 09:00 late"


def test_a_step_that_was_done_before_its_turn_is_in_time() -> None:
    early = renovation(done("permit", "2026-12-20 09:00"))
    assert shown(early, "permit") == "done None"
    assert shown(early, "application") == "open 2026-11-19 09:00 late"
    after = renovation(done("permit", "2026-11-17 09:00"), IN_TIME)
    assert shown(after, "permit") == "done 2026-11-19 10:00"
    assert shown(after, "inspection_hidden", at("2026-11-19")) == "open 2026-12-18 10:00"


def test_a_step_that_is_marked_undone_is_due_as_if_it_had_never_been_done() -> None:
    both = renovation(IN_TIME, done("permit", "2026-11-19 09:30"))
    undone = replace(both, steps_done=both.steps_done[1:])
    assert shown(undone, "application") == "open 2026-11-19 09:00 late"
    assert shown(undone, "inspection_hidden") == "not_begun None"


def test_a_step_without_a_term_is_never_late_and_the_next_begins_after_it() -> None:
    rules = replace(RULES, procedures=site_procedures({("renovation", "application"): ()}))
    assert shown(ASKED, "application", rules=rules) == "open None"
    settled = renovation(done("application", "2026-12-01 09:00"))
    assert shown(settled, "application", rules=rules) == "done None"
    assert shown(settled, "permit", at("2026-12-01 10:00"), rules) == "open 2026-12-02 09:00"


def test_reopening_begins_the_open_steps_anew_and_leaves_the_settled_ones() -> None:
    again = renovation(done("application", "2026-11-25 09:00"), clock_from_us=at("2026-12-01 09:00"))
    assert shown(again, "application") == "done 2026-12-04 09:00"
    assert shown(again, "permit", at("2026-12-01 10:00")) == "open 2026-12-02 09:00"


def test_a_step_goes_on_being_due_after_the_ticket_was_resolved() -> None:
    resolved = renovation(status=Status.RESOLVED, resolved_at_us=at("2026-11-17 09:00"))
    assert shown(resolved, "application", at("2026-11-18 09:00")) == "open 2026-11-19 09:00"
    assert shown(resolved, "application") == "open 2026-11-19 09:00 late"
    assert RULES.dues(resolved).step_us == at("2026-11-19 09:00")


def test_nothing_of_a_cancelled_ticket_is_due() -> None:
    cancelled = renovation(IN_TIME, status=Status.CANCELLED)
    assert shown(cancelled, "application") == "done None"
    assert RULES.dues(cancelled) == (None, None, None, ())


def test_another_category_has_the_steps_of_its_own_procedure_from_when_the_ticket_was_opened() -> None:
    moved = replace(renovation(IN_TIME), category="move_in")
    assert next(clock.step.key for clock in RULES.steps(moved)) == "documents"
    assert shown(moved, "documents") == "open 2026-11-18 09:00 late"
    assert RULES.dues(moved).late_steps_us == ()
    assert RULES.steps(replace(moved, category="repair")) == []
    assert RULES.dues(replace(moved, category="repair")).step_us is None


WHOLE = "2027-03-25 09:00"
"""3 workdays: 19 November; 1 workday: the 20th; 30 days: 20 December; 60 days: 18 February; 3 workdays: 23 February; 30
days: 25 March."""


@pytest.mark.parametrize(
    "steps",
    [
        (),
        (IN_TIME,),
        (done("application", "2026-11-30 09:00"), done("permit", "2026-12-30 09:00")),
    ],
)
def test_without_a_resolution_promised_the_whole_takes_the_terms_of_its_steps_whenever_they_are_done(
    steps: tuple[StepDone, ...],
) -> None:
    assert said(RULES.dues(renovation(*steps)).resolution_us) == WHOLE


def test_a_pause_moves_the_end_of_the_whole_once() -> None:
    """By 8 workdays, to 1 December; then 2 December, 1 January, 2 March, 5 March, 4 April."""
    paused = renovation(pauses=(waits("2026-11-17 09:00", "2026-11-27 09:00"),))
    assert said(RULES.dues(paused).resolution_us) == "2027-04-04 09:00"
    assert RULES.dues(renovation(pauses=(waits("2026-12-01 09:00", None),))).resolution_us is None


def test_a_promised_resolution_is_the_end_of_the_whole_whatever_its_steps_take() -> None:
    moving = replace(ASKED, category="move_in")
    assert said(RULES.dues(moving).resolution_us) == "2026-11-25 09:00"  # 7 workdays
    assert said(RULES.dues(moving).step_us) == "2026-11-18 09:00"  # 2 workdays


def test_without_any_term_the_whole_is_never_due() -> None:
    bare = site_procedures({("renovation", clock.step.key): () for clock in RULES.steps(ASKED)})
    assert replace(RULES, procedures=bare).dues(ASKED) == (None, None, None, ())


def test_a_step_due_in_a_year_whose_calendar_is_not_announced_may_still_move() -> None:
    late = replace(ASKED, category="move_in", opened_at_us=at("2026-12-31 09:00"))
    assert RULES.provisional(late, RULES.dues(late))
    soon = replace(ASKED, category="move_in")
    assert not RULES.provisional(soon, RULES.dues(soon))
