"""Findings, nonconformities, duties: their tables written out, and what each action wants told with it."""

from dataclasses import replace
from datetime import date

import pytest

from kit.refusals import ImpossibleError, MissingError, NotYoursError
from kit.roles import Role
from ticketing.duties.occurrence import POSSIBLE, WANTS_WHY, Asked, Occurrence
from ticketing.duties.occurrence import Action as Duty
from ticketing.duties.occurrence import act as act_on_duty
from ticketing.inspections import findings
from ticketing.nonconformities import states as nonconformities

HOUR = 3_600_000_000
NINE = 1_764_032_400_000_000

FINDINGS = {
    "open": {"correct": "corrected", "pass": "closed", "fail": "escalated", "escalate": "escalated"},
    "corrected": {"pass": "closed", "fail": "escalated", "escalate": "escalated"},
    "escalated": {"close": "closed"},
    "closed": {"reopen": "escalated"},
}
NONCONFORMITIES = {
    "raised": {"issue": "issued", "cancel": "cancelled"},
    "issued": {"act": "acted", "cancel": "cancelled"},
    "acted": {"verify": "verified", "reject": "issued"},
    "verified": {"close": "closed", "reject": "issued"},
    "closed": {"reopen": "issued"},
    "cancelled": {},
}
NONCONFORMITY_WANTS = {
    "issue": ("responsible", "due"),
    "act": ("corrective", "preventive"),
    "reject": ("why",),
    "verify": ("why",),
    "close": (),
    "reopen": ("why", "due"),
    "cancel": ("why",),
}
DUTIES = {
    "open": ("done", "call_off"),
    "missed": ("done", "call_off"),
    "done": ("sign", "return"),
    "late": ("sign", "return"),
    "called_off": (),
}


def test_what_moves_a_finding_from_one_state_to_the_next() -> None:
    assert {state: dict(row) for state, row in findings.TRANSITIONS.items()} == FINDINGS


def test_what_the_next_weekly_inspection_looks_at_again() -> None:
    assert findings.BY_HAND == ("correct", "escalate")


def test_an_agent_may_correct_a_finding_and_a_manager_does_the_rest() -> None:
    assert findings.MAY == {
        "correct": Role.AGENT,
        "pass": Role.MANAGER,
        "fail": Role.MANAGER,
        "escalate": Role.MANAGER,
        "close": Role.MANAGER,
        "reopen": Role.MANAGER,
    }


@pytest.mark.parametrize(
    ("state", "possible"),
    [("open", ("correct", "escalate")), ("corrected", ("escalate",)), ("escalated", ()), ("closed", ())],
)
def test_what_a_person_may_do_with_a_finding(state: str, possible: tuple[str, ...]) -> None:
    finding = findings.Finding(1, findings.Severity.MINOR, findings.State(state))
    assert finding.possible() == possible


@pytest.mark.parametrize("action", ["correct", "escalate"])
def test_a_finding_that_a_person_moves_needs_a_reason(action: str) -> None:
    finding = findings.Finding(1, findings.Severity.MINOR, findings.State.OPEN)
    with pytest.raises(MissingError) as refused:
        findings.act(finding, findings.Action(action), findings.Told("li", Role.MANAGER, NINE, " "))
    assert refused.value.names == ("why",)


def test_a_finding_that_an_inspection_moves_needs_none() -> None:
    finding = findings.Finding(1, findings.Severity.MINOR, findings.State.CORRECTED, version=4)
    passed, change = findings.act(finding, findings.Action.PASS, findings.Told("li", Role.MANAGER, NINE))
    assert (passed.state, passed.version) == ("closed", 5)
    assert change == (5, NINE, "li", "pass", "")


def test_what_moves_a_nonconformity_from_one_state_to_the_next() -> None:
    assert {state: dict(row) for state, row in nonconformities.TRANSITIONS.items()} == NONCONFORMITIES
    assert nonconformities.WANTS == NONCONFORMITY_WANTS


def test_the_one_responsible_acts_on_a_nonconformity_and_a_manager_does_the_rest() -> None:
    assert dict.fromkeys(NONCONFORMITY_WANTS, Role.MANAGER) | {"act": Role.AGENT} == nonconformities.MAY


def test_a_refusal_says_what_is_possible_instead() -> None:
    for state, possible in (("open", "correct, escalate"), ("closed", "nothing")):
        finding = findings.Finding(1, findings.Severity.MINOR, findings.State(state))
        with pytest.raises(ImpossibleError, match=f"a finding that is {state} has no close; possible: {possible}$"):
            findings.act(finding, findings.Action.CLOSE, findings.Told("li", Role.MANAGER, NINE, "why"))


# ---- duties

OPEN = Occurrence(
    id=1,
    name="daily_inspection",
    zh="部门日检查",
    en="daily inspection",
    objective=None,
    owner=Role.DISPATCHER,
    sign_off=True,
    first=date(2025, 11, 25),
    since_us=NINE,
    until_us=NINE + 15 * HOUR,
)
DONE = replace(OPEN, done_at_us=NINE + HOUR, done_by="li", findings="灯不亮", evidence="a.jpg")


def asked(why: str = "because", at_us: int = NINE + 2 * HOUR) -> Asked:
    return Asked("chen", Role.MANAGER, at_us, why)


def test_what_may_be_done_with_a_duty() -> None:
    assert POSSIBLE == DUTIES
    assert {"return", "call_off"} == WANTS_WHY


@pytest.mark.parametrize(("duty", "action"), [(DONE, Duty.RETURN), (OPEN, Duty.CALL_OFF)])
def test_a_duty_is_not_sent_back_or_called_off_without_a_reason(duty: Occurrence, action: Duty) -> None:
    with pytest.raises(MissingError) as refused:
        act_on_duty(duty, action, asked(why=" "))
    assert refused.value.names == ("why",)


@pytest.mark.parametrize(("duty", "action"), [(OPEN, Duty.DO), (DONE, Duty.SIGN)])
def test_a_duty_is_done_and_signed_without_one(duty: Occurrence, action: Duty) -> None:
    after, change = act_on_duty(duty, action, asked(why=""))
    assert after.version == 2
    assert change == (2, NINE + 2 * HOUR, "chen", action, "")


def test_a_duty_that_is_returned_is_as_if_it_had_not_been_done() -> None:
    assert act_on_duty(DONE, Duty.RETURN, asked())[0] == replace(OPEN, version=2)


def test_a_signature_and_a_calling_off_say_who_and_when() -> None:
    signed = act_on_duty(DONE, Duty.SIGN, asked())[0]
    assert signed == replace(DONE, version=2, signed_at_us=NINE + 2 * HOUR, signed_by="chen")
    off = act_on_duty(OPEN, Duty.CALL_OFF, asked())[0]
    assert off == replace(OPEN, version=2, called_off_at_us=NINE + 2 * HOUR, called_off_by="chen")
    assert off.state(NINE + 3 * HOUR) == "called_off"


def test_another_time_is_told_by_a_manager_or_by_whoever_is_above_where_the_duty_is_theirs() -> None:
    dispatcher = Asked("chen", Role.DISPATCHER, NINE + 2 * HOUR, done_at_us=NINE + HOUR)
    with pytest.raises(NotYoursError, match="done at another time is for the role manager or above"):
        act_on_duty(OPEN, Duty.DO, dispatcher)
    manager = dispatcher._replace(role=Role.MANAGER)
    assert act_on_duty(OPEN, Duty.DO, manager)[0].done_at_us == NINE + HOUR
    with pytest.raises(NotYoursError, match="done at another time is for the role admin or above"):
        act_on_duty(replace(OPEN, owner=Role.ADMIN), Duty.DO, manager)
    with pytest.raises(NotYoursError, match=r"^done is for the role dispatcher or above"):
        act_on_duty(OPEN, Duty.DO, Asked("chen", Role.AGENT, NINE + 2 * HOUR))
