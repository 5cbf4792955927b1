"""What the house goes by where a site sets nothing: categories, procedures, duties, forms, written out."""

from fractions import Fraction
from typing import Any

import pytest

from kit.roles import MAY_WAIVE, Role, reaches
from ticketing.callbacks.rate import TARGET
from ticketing.clocks.promises import PROMISES
from ticketing.clocks.wording import term_text
from ticketing.duties.duty import DUTIES, OBJECTIVES, Duty
from ticketing.inspections.forms import FORM_OF_DUTY, FORMS
from ticketing.inspections.inspection import SEVERITY
from ticketing.readings.reading import LINES
from ticketing.tickets.categories import CATEGORIES, Category, Priority, promise_of
from ticketing.tickets.procedures import PROCEDURES

_REPAIR = {"critical": "repair_critical", "urgent": "repair_urgent"}
USUAL = {
    "promise": "general",
    "promise_by_priority": {},
    "priority": "normal",
    "difficult": False,
    "follow_up": True,
    "procedure": None,
    "complaint": False,
}
UNUSUAL: dict[str, dict[str, Any]] = {
    "enquiry": {"follow_up": False},
    "repair": {"promise": "repair_general", "promise_by_priority": _REPAIR},
    "repair_urgent": {"promise": "repair_urgent", "promise_by_priority": _REPAIR, "priority": "urgent"},
    "complaint": {"promise": "complaint", "complaint": True},
    "suggestion": {},
    "service_request": {},
    "fees": {},
    "move_in": {"promise": "works", "procedure": "move_in"},
    "renovation": {"promise": "steps", "procedure": "renovation"},
    "goods_removal": {"procedure": "goods_removal"},
    "major_incident": {"promise": "repair_critical", "priority": "critical", "procedure": "major_incident"},
    "wrong_number": {"follow_up": False},
    "short_call": {"promise": "none", "follow_up": False},
    "other": {},
}


def rules_of(category: Category) -> dict[str, Any]:
    return {name: getattr(category, name) for name in USUAL}


def test_every_category_has_the_rules_that_the_house_has_decided() -> None:
    assert {key: rules_of(one) for key, one in CATEGORIES.items()} == {key: USUAL | own for key, own in UNUSUAL.items()}


@pytest.mark.parametrize(
    ("category", "priority", "promise"),
    [
        ("repair", Priority.NORMAL, "repair_general"),
        ("repair", Priority.URGENT, "repair_urgent"),
        ("repair", Priority.CRITICAL, "repair_critical"),
        ("repair_urgent", Priority.NORMAL, "repair_urgent"),
        ("repair_urgent", Priority.CRITICAL, "repair_critical"),
        ("other", Priority.CRITICAL, "general"),
    ],
)
def test_the_priority_of_a_repair_decides_its_promise(category: str, priority: Priority, promise: str) -> None:
    assert promise_of(CATEGORIES[category], priority, False, PROMISES) is PROMISES[promise]


def test_a_difficult_one_has_the_week_of_difficult_ones_and_the_first_answer_of_its_own() -> None:
    promise = promise_of(CATEGORIES["repair"], Priority.URGENT, True, PROMISES)
    assert promise.resolution == PROMISES["difficult"].resolution
    assert promise.response == PROMISES["repair_urgent"].response
    assert promise.zh == PROMISES["repair_urgent"].zh


def test_the_steps_of_each_procedure_and_the_evidence_each_needs() -> None:
    steps = {key: [(step.key, str(step.evidence)) for step in one.steps] for key, one in PROCEDURES.items()}
    assert steps == {
        "move_in": [
            ("documents", "file"),
            ("keys", "file"),
            ("facilities", "none"),
            ("rules", "none"),
            ("archived", "note"),
        ],
        "renovation": [
            ("application", "file"),
            ("permit", "file"),
            ("inspection_hidden", "note"),
            ("inspection_final", "note"),
            ("acceptance", "file"),
            ("deposit", "file"),
        ],
        "goods_removal": [("request", "note"), ("check", "note"), ("release", "none")],
        "major_incident": [("report", "file"), ("sent", "note")],
    }


def test_the_terms_of_the_steps_of_long_procedures() -> None:
    """The whole of a move-in is 7 workdays, and its steps take as long one after the other."""
    terms = {
        key: [" and ".join(map(term_text, step.term)) for step in one.steps if step.term]
        for key, one in PROCEDURES.items()
    }
    assert terms == {
        "move_in": ["2 workdays", "1 workday", "1 workday", "1 workday", "2 workdays"],
        "renovation": ["3 workdays", "1 workday", "30 days", "60 days", "3 workdays", "30 days"],
        "goods_removal": [],
        "major_incident": [],
    }


def described(duty: Duty) -> tuple[Any, ...]:
    who = str(duty.owner), duty.sign_off, duty.departments
    return str(duty.recurrence), duty.times, duty.objective, *who, duty.distance_minutes, duty.minutes


def test_every_duty_has_its_rhythm_its_line_and_its_owner() -> None:
    assert {duty.name: described(duty) for duty in DUTIES} == {
        "training": ("month", 1, 8, "agent", False, (), 0, True),
        "patrol": ("workday", 2, 16, "agent", False, (), 60, False),
        "meeting": ("week", 1, 21, "agent", False, (), 0, True),
        "daily_inspection": ("workday", 1, None, "dispatcher", True, (), 0, False),
        "weekly_inspection": ("week", 1, None, "manager", False, (), 0, False),
    }
    assert {8, 16, 21} == OBJECTIVES


STAFF = {"attendance": None, "appearance": 1, "courtesy": None}
AREAS = {"lobbies": 18, "grounds": 18, "greening": 18, "lighting": None, "equipment": None, "safety": None}


def test_what_each_inspection_looks_at_and_which_lines_it_feeds() -> None:
    items = {key: {item.key: item.objective for item in form.items} for key, form in FORMS.items()}
    own = {"daily_inspections": None, "patrols": None, "files": None, "training": None}
    assert items == {"daily": {**STAFF, "records": None, "tickets": None, **AREAS}, "weekly": STAFF | AREAS | own}
    assert [list(form) for form in items.values()] == [[*STAFF, "records", "tickets", *AREAS], [*STAFF, *AREAS, *own]]


def test_whose_each_inspection_is_and_whether_it_looks_again_at_what_was_found() -> None:
    assert {key: (form.duty, str(form.owner), form.rechecks) for key, form in FORMS.items()} == {
        "daily": ("daily_inspection", "dispatcher", False),
        "weekly": ("weekly_inspection", "manager", True),
    }
    assert FORM_OF_DUTY == {"daily_inspection": "daily", "weekly_inspection": "weekly"}
    assert SEVERITY == {"minor": "minor", "major": "major"}


def test_the_lines_that_readings_feed_and_their_usual_series() -> None:
    assert {number: line.series for number, line in LINES.items()} == {
        1: ("attendance", "appearance"),
        3: ("property", "water", "parking"),
        7: ("equipment", "residents"),
        17: (),
        18: ("greening", "cleaning"),
    }


ORDER = ["agent", "dispatcher", "manager", "admin"]


@pytest.mark.parametrize("role", list(map(Role, ORDER)))
@pytest.mark.parametrize("wanted", list(map(Role, ORDER)))
def test_whoever_is_above_may_do_what_is_wanted_of_those_below(role: Role, wanted: Role) -> None:
    assert reaches(role, wanted) is (ORDER.index(role) >= ORDER.index(wanted))


@pytest.mark.parametrize("wanted", list(map(Role, ORDER)))
def test_who_may_only_read_metrics_does_nothing_at_the_desk(wanted: Role) -> None:
    assert not reaches(Role.METRICS, wanted)


def test_only_a_manager_or_an_administrator_may_waive_a_step() -> None:
    assert {"manager", "admin"} == MAY_WAIVE


def test_nine_in_ten_are_to_be_called_back_the_same_day() -> None:
    assert Fraction(9, 10) == TARGET
