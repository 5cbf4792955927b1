"""Which ticket is a case of which objective, to which period it belongs, and whether it met it."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Period, Source
from metrics.objectives.periods import span_of
from metrics.objectives.ticket_cases import RULES, Now, categories, reach_us, ticket_cases
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.clocks.terms import DaysLater, Elapsed, Site, Term
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.tickets.complaint import Complaint, Heard
from ticketing.tickets.procedures import PROCEDURES, StepDone, Waiver, site_procedures
from ticketing.tickets.states import Status
from ticketing.tickets.ticket import Source as From
from ticketing.tickets.ticket import Ticket

RULES_OF_SITE = SiteRules(Site(SHANGHAI, Workdays()))
MONDAY_NOON = at("2026-11-23 12:00")
WEDNESDAY = date(2026, 11, 25)


def ticket(opened: str, category: str = "repair", resolved: str | None = None, **more: Any) -> Ticket:
    one = Ticket("20261125-0001", at(opened), From.HAND, category)
    if resolved is not None:
        one = replace(one, status=Status.RESOLVED, resolved_at_us=at(resolved))
    return replace(one, **more)


def judged(objective: int, one: Ticket, now: str, day: date = WEDNESDAY) -> list[str]:
    period = OBJECTIVES[objective - 1].period
    cases = ticket_cases(objective, [one], Now(RULES_OF_SITE, span_of(period, day, SHANGHAI), at(now)))
    return [f"{case.outcome} {case.why}".strip() for case in cases]


LATER = "2026-12-31 12:00"


@pytest.mark.parametrize(
    ("resolved", "now", "says"),
    [
        (None, "2026-11-25 23:59", ["open not_yet"]),
        ("2026-11-25 23:59:59.999999", LATER, ["met"]),
        ("2026-11-26 00:00", LATER, ["missed not_resolved_that_day"]),
        (None, "2026-11-26 00:00", ["missed not_resolved_that_day"]),
    ],
)
def test_a_general_issue_is_done_the_same_day_or_not(resolved: str | None, now: str, says: list[str]) -> None:
    assert judged(4, ticket("2026-11-25 09:00", resolved=resolved), now) == says


def test_a_pause_moves_the_end_and_the_ticket_with_it() -> None:
    pause = Pause(at("2026-11-25 10:00"), at("2026-11-26 10:00"), PauseReason.WAITING_FOR_PARTS)
    paused = ticket("2026-11-25 09:00", resolved="2026-11-26 12:00", pauses=(pause,))
    assert judged(4, paused, LATER) == []
    assert judged(4, paused, LATER, date(2026, 11, 26)) == ["met"]


def test_a_ticket_that_is_paused_now_belongs_to_no_day() -> None:
    pause = Pause(at("2026-11-25 10:00"), None, PauseReason.WAITING_FOR_PARTS)
    assert judged(4, ticket("2026-11-25 09:00", pauses=(pause,)), "2026-11-25 12:00") == []


def test_a_reopened_ticket_belongs_to_the_day_of_its_last_run() -> None:
    again = ticket("2026-11-24 09:00", resolved="2026-11-25 12:00", clock_from_us=at("2026-11-25 08:00"))
    assert judged(4, again, LATER, date(2026, 11, 24)) == []
    assert judged(4, again, LATER) == ["met"]


@pytest.mark.parametrize(
    "left_out",
    [
        ticket("2026-11-25 09:00", difficult=True),
        ticket("2026-11-25 09:00", "complaint"),
        ticket("2026-11-25 09:00", "move_in"),
        ticket("2026-11-25 09:00", "wrong_number"),
        ticket("2026-11-25 09:00", "short_call"),
        ticket("2026-11-25 09:00", status=Status.CANCELLED),
        ticket("2026-11-25 09:00", merged_into="20261125-0002"),
    ],
)
def test_what_is_no_general_issue_is_left_out(left_out: Ticket) -> None:
    assert judged(4, left_out, LATER) == []


def test_a_difficult_issue_has_seven_days_and_belongs_to_the_week_of_their_end() -> None:
    hard = ticket("2026-11-18 12:00", difficult=True, resolved="2026-11-25 11:59:59")
    assert judged(5, hard, LATER) == ["met"]
    late = ticket("2026-11-18 12:00", difficult=True, resolved="2026-11-25 12:00")
    assert judged(5, late, LATER) == ["missed not_resolved_within_a_week"]
    assert judged(5, hard, LATER, date(2026, 11, 18)) == []


def test_a_short_call_is_no_difficult_issue_whatever_somebody_ticked() -> None:
    assert judged(5, ticket("2026-11-18 12:00", "short_call", difficult=True), LATER) == []


@pytest.mark.parametrize(("rating", "says"), [(5, ["met"]), (4, ["met"]), (3, ["missed rated_3"]), (None, [])])
def test_a_rating_of_four_is_satisfied_and_none_is_no_rating(rating: int | None, says: list[str]) -> None:
    assert judged(2, ticket("2026-11-25 09:00", resolved="2026-11-25 10:00", rating=rating), LATER) == says


def test_a_rating_of_a_ticket_that_is_not_resolved_is_none_yet() -> None:
    assert judged(2, ticket("2026-11-25 09:00", rating=5), LATER) == []


@pytest.mark.parametrize(
    ("answered", "now", "says"),
    [
        ("2026-11-26 08:59:59", LATER, ["met"]),
        ("2026-11-26 09:00", LATER, ["missed not_answered_in_time"]),
        (None, "2026-11-25 10:00", ["open not_yet"]),
        (None, LATER, ["missed not_answered_in_time"]),
    ],
)
def test_a_complaint_is_answered_within_its_term(answered: str | None, now: str, says: list[str]) -> None:
    complaint = Complaint(response="sorry", responded_at_us=at(answered)) if answered else None
    assert judged(19, ticket("2026-11-25 09:00", "complaint", complaint=complaint), now) == says


@pytest.mark.parametrize(
    ("complaint", "now", "says"),
    [
        (Complaint(valid=True, satisfaction=4, satisfaction_by=Heard.KEY), LATER, ["met"]),
        (Complaint(valid=True, satisfaction=3, satisfaction_by=Heard.CALLBACK), LATER, ["missed satisfaction_3"]),
        (Complaint(valid=True, satisfaction_by_desk=5), LATER, ["missed not_asked"]),
        (Complaint(valid=True), "2026-11-30 23:59", ["open not_asked"]),
        (Complaint(valid=True), "2026-12-01 00:00", ["missed not_asked"]),
        (Complaint(valid=False, satisfaction=1), LATER, []),
        (None, LATER, []),
    ],
)
def test_a_valid_complaint_is_settled_when_the_complainant_says_so(
    complaint: Complaint | None, now: str, says: list[str]
) -> None:
    one = ticket("2026-11-25 09:00", "complaint", resolved="2026-11-26 10:00", complaint=complaint)
    assert judged(20, one, now) == says


@pytest.mark.parametrize(
    ("resolved", "inside"),
    [
        ("2026-11-01 00:00", True),
        ("2026-10-31 23:59:59", False),
        ("2026-11-30 23:59:59", True),
        ("2026-12-01 00:00", False),
    ],
)
def test_a_month_begins_with_its_first_instant_and_ends_before_the_next_month_does(resolved: str, inside: bool) -> None:
    rated = ticket("2026-10-20 09:00", resolved=resolved, rating=5)
    assert bool(judged(2, rated, LATER)) is inside


def done(procedure: str, when: str, *left: str) -> tuple[StepDone, ...]:
    keys = [step.key for step in PROCEDURES[procedure].steps if step.key not in left]
    return tuple(StepDone(key, "li", at(when), "A-17") for key in keys)


def test_an_incident_is_reported_when_its_report_is_sent_within_24_hours() -> None:
    fire = ticket("2026-11-25 09:00", "major_incident")
    assert judged(11, replace(fire, steps_done=done("major_incident", "2026-11-26 08:59")), LATER) == ["met"]
    assert judged(11, replace(fire, steps_done=done("major_incident", "2026-11-26 09:00")), LATER) == [
        "missed not_reported_in_time"
    ]
    assert judged(11, replace(fire, steps_done=done("major_incident", "2026-11-25 10:00", "sent")), LATER) == [
        "missed not_reported_in_time"
    ]


def test_a_report_that_was_waived_is_not_sent() -> None:
    steps = done("major_incident", "2026-11-25 10:00", "sent")
    waiver = Waiver("sent", "wang", at("2026-11-25 10:00"), "by telephone")
    fire = ticket("2026-11-25 09:00", "major_incident", steps_done=steps, steps_waived=(waiver,))
    assert judged(11, fire, LATER) == ["missed not_reported_in_time"]


@pytest.mark.parametrize(
    ("objective", "category"), [(12, "move_in"), (13, "renovation"), (15, "move_in"), (19, "complaint")]
)
def test_a_ticket_whose_clock_is_stopped_has_no_end_and_belongs_to_no_month(objective: int, category: str) -> None:
    pause = Pause(at("2026-11-16 10:00"), None, PauseReason.WAITING_FOR_PARTS)
    assert judged(objective, ticket("2026-11-16 09:00", category, pauses=(pause,)), LATER) == []


def test_an_incident_is_reported_when_the_last_of_its_steps_is_done() -> None:
    fire = ticket("2026-11-25 09:00", "major_incident")
    early, late = done("major_incident", "2026-11-25 10:00"), done("major_incident", "2026-11-26 10:00")
    for steps in ((*early[:-1], late[-1]), (late[0], *early[1:])):
        assert judged(11, replace(fire, steps_done=steps), LATER) == ["missed not_reported_in_time"]


@pytest.mark.parametrize(
    ("waived", "evidence", "says"),
    [
        ("2026-11-16 12:00", "2026-11-30 12:00", "met"),
        ("2026-11-30 12:00", "2026-11-16 12:00", "met"),
        ("2026-11-30 12:00", "2026-12-01 12:00", "missed not_resolved_in_time"),
    ],
)
def test_a_step_that_was_waived_and_done_counts_by_what_came_first(waived: str, evidence: str, says: str) -> None:
    begun = ticket("2026-11-16 09:00", "move_in", resolved="2026-11-16 15:00")
    first = PROCEDURES["move_in"].steps[0].key
    waiver = Waiver(first, "wang", at(waived), "seen")
    steps = (StepDone(first, "li", at(evidence), "A-17"), *done("move_in", "2026-11-16 12:00", first))
    assert judged(12, replace(begun, steps_done=steps, steps_waived=(waiver,)), LATER) == [says]


@pytest.mark.parametrize(("objective", "procedure"), [(12, "move_in"), (14, "goods_removal")])
def test_a_procedure_needs_every_step_and_its_end_in_time(objective: int, procedure: str) -> None:
    begun = ticket("2026-11-16 09:00", procedure, resolved="2026-11-16 15:00")
    whole = replace(begun, steps_done=done(procedure, "2026-11-16 12:00"))
    first = PROCEDURES[procedure].steps[0].key
    lacking = replace(begun, steps_done=done(procedure, "2026-11-16 12:00", first))
    waived = replace(lacking, steps_waived=(Waiver(first, "wang", at("2026-11-16 13:00"), "seen"),))
    assert judged(objective, whole, LATER) == judged(objective, waived, LATER) == ["met"]
    assert judged(objective, lacking, LATER) == ["missed steps_missing"]
    assert judged(objective, replace(whole, resolved_at_us=None, status=Status.OPEN), LATER) == [
        "missed not_resolved_in_time"
    ]


@pytest.mark.parametrize(("objective", "procedure"), [(12, "move_in"), (14, "goods_removal")])
@pytest.mark.parametrize(
    ("steps", "resolved"), [("2026-11-16 12:00", "2026-11-30 12:00"), ("2026-11-30 12:00", "2026-11-16 12:00")]
)
def test_a_procedure_is_late_if_its_steps_or_its_end_are(
    objective: int, procedure: str, steps: str, resolved: str
) -> None:
    begun = ticket("2026-11-16 09:00", procedure, resolved=resolved)
    assert judged(objective, replace(begun, steps_done=done(procedure, steps)), LATER) == [
        "missed not_resolved_in_time"
    ]


IN_MARCH, AFTER_MARCH = date(2027, 3, 1), "2027-04-01 12:00"
RENOVATION = ticket("2026-11-16 09:00", "renovation")
"""When each of its steps has taken its whole term, it is 25 March, 09:00."""


@pytest.mark.parametrize(
    ("steps", "resolved", "says"),
    [
        ("2027-03-25 08:59", "2027-03-25 08:59", ["met"]),
        ("2027-03-25 09:00", "2027-03-25 08:59", ["missed not_resolved_in_time"]),
        ("2027-03-25 08:59", "2027-03-25 09:00", ["missed not_resolved_in_time"]),
        (None, "2027-03-25 08:59", ["missed steps_missing"]),
    ],
)
def test_a_renovation_is_judged_by_the_end_of_the_whole_and_not_by_the_step_that_is_next(
    steps: str | None, resolved: str, says: list[str]
) -> None:
    """The first steps are late here, and still the whole is in time."""
    listed = done("renovation", steps) if steps else ()
    one = replace(RENOVATION, steps_done=listed, status=Status.RESOLVED, resolved_at_us=at(resolved))
    assert judged(13, one, AFTER_MARCH, IN_MARCH) == says
    assert judged(13, one, AFTER_MARCH, WEDNESDAY) == []


def test_a_renovation_whose_step_is_overdue_is_open_until_the_whole_is_due() -> None:
    assert RULES_OF_SITE.dues(RENOVATION).step_us == at("2026-11-19 09:00")
    assert judged(13, RENOVATION, "2027-03-01 09:00", IN_MARCH) == ["open not_yet"]


def test_a_renovation_is_read_for_the_month_in_which_it_ends_though_it_began_long_before() -> None:
    reach = reach_us(13, RULES_OF_SITE)
    assert reach is not None
    assert at("2027-03-01") - RENOVATION.opened_at_us <= reach


def test_a_procedure_with_longer_terms_is_looked_for_longer_ago() -> None:
    years: dict[tuple[str, str], tuple[Term, ...]] = {
        ("renovation", "inspection_final"): (DaysLater(700),),
        ("move_in", "keys"): (Elapsed(1, True),),
    }
    site = replace(RULES_OF_SITE, procedures=site_procedures(years))
    assert (reach_us(13, site) or 0) > 800 * DAY_US
    assert (reach_us(14, site), reach_us(4, site), reach_us(2, site)) == (40 * DAY_US, 2 * DAY_US, None)


REACHES = {2: None, 4: 2, 5: 9, 11: 3, 12: 40, 13: 40, 14: 40, 15: 40, 19: 40, 20: None}
"""Days before a period in which a ticket of each objective may have begun."""


def test_how_far_before_a_period_its_tickets_may_have_begun() -> None:
    days = {number: rule.reach_us for number, rule in RULES.items()}
    assert days == {number: reach and reach * 24 * 3_600_000_000 for number, reach in REACHES.items()}


@pytest.mark.parametrize(("objective", "days"), [(4, 0), (5, 7), (11, 1)])
def test_a_ticket_that_is_due_in_a_period_began_within_the_reach_of_its_objective(objective: int, days: int) -> None:
    category = "major_incident" if objective == 11 else "repair"
    begun = ticket("2026-11-01 23:30", category, resolved="2026-11-01 23:45", difficult=objective == 5)
    (found,) = ticket_cases(
        objective, [begun], Now(RULES_OF_SITE, span_of(Period.YEAR, WEDNESDAY, SHANGHAI), at(LATER))
    )
    reach_us = RULES[objective].reach_us
    assert reach_us is not None
    assert days * 86_400_000_000 <= found.at_us + 1 - begun.opened_at_us <= reach_us


@pytest.mark.parametrize("objective", [11, 12, 13, 14, 15, 19])
def test_a_ticket_of_another_category_is_no_case_of_theirs(objective: int) -> None:
    assert judged(objective, ticket("2026-11-16 09:00", "repair", resolved="2026-11-16 15:00"), LATER) == []
    own = {11: "major_incident", 12: "move_in", 13: "renovation", 14: "goods_removal", 15: "move_in", 19: "complaint"}
    others = {*own.values()} - {own[objective]}
    for category in others:
        assert judged(objective, ticket("2026-11-16 09:00", category), LATER) == []


def test_an_introduction_is_given_or_it_is_not_and_a_waiver_does_not_give_it() -> None:
    begun = ticket("2026-11-16 09:00", "move_in", resolved="2026-11-17 09:00")
    assert judged(15, replace(begun, steps_done=done("move_in", "2026-11-16 12:00", "archived")), LATER) == ["met"]
    for left in ("facilities", "rules"):
        lacking = replace(begun, steps_done=done("move_in", "2026-11-16 12:00", left))
        assert judged(15, lacking, LATER) == ["missed not_introduced_in_time"]
    waived = replace(
        begun,
        steps_done=done("move_in", "2026-11-16 12:00", "rules"),
        steps_waived=(Waiver("rules", "wang", at("2026-11-16 13:00"), "known"),),
    )
    assert judged(15, waived, LATER) == ["missed not_introduced_in_time"]


def test_every_objective_of_tickets_has_its_rule() -> None:
    assert RULES.keys() == {one.id for one in OBJECTIVES if one.source is Source.TICKETS}
    assert categories(12, RULES_OF_SITE) == ["move_in"]
    assert categories(4, RULES_OF_SITE) is None


OF_LINES = {
    2: None,
    4: None,
    5: None,
    11: ["major_incident"],
    12: ["move_in"],
    13: ["renovation"],
    14: ["goods_removal"],
    15: ["move_in"],
    19: ["complaint"],
    20: ["complaint"],
}


def test_the_categories_whose_tickets_each_line_is_about() -> None:
    assert {line: categories(line, RULES_OF_SITE) for line in RULES} == OF_LINES


@given(
    st.integers(at("2026-01-01"), at("2026-12-31")),
    st.sampled_from(["repair", "complaint", "move_in", "major_incident", "enquiry"]),
    st.booleans(),
    st.integers(0, 20 * 86_400_000_000),
)
def test_a_ticket_is_a_case_of_at_most_one_day(opened_us: int, category: str, difficult: bool, after_us: int) -> None:
    one = Ticket("1", opened_us, From.HAND, category, difficult=difficult)
    one = replace(one, status=Status.RESOLVED, resolved_at_us=opened_us + after_us)
    span = span_of(Period.DAY, WEDNESDAY, SHANGHAI)
    year = span_of(Period.YEAR, WEDNESDAY, SHANGHAI)
    now_us = at("2027-06-01")
    for objective in (4, 5, 11, 12):
        inside = ticket_cases(objective, [one], Now(RULES_OF_SITE, span, now_us))
        whole = ticket_cases(objective, [one], Now(RULES_OF_SITE, year, now_us))
        assert [case for case in whole if span.since_us <= case.at_us < span.until_us] == inside
        assert len(whole) <= 1


def test_a_complaint_that_is_not_done_is_not_settled_whatever_stands_in_it() -> None:
    said = Complaint(valid=True, satisfaction=5, satisfaction_by=Heard.KEY)
    one = ticket("2026-11-25 09:00", "complaint", resolved="2026-11-26 10:00", complaint=said)
    assert judged(20, one, LATER) == ["met"]
    assert judged(20, replace(one, status=Status.IN_PROGRESS), LATER) == []
