import pytest

from ticketing.roles import Role
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.procedures import PROCEDURES, StepDone, StepError, Waiver, mark_done, open_steps, waive

MOVE_IN = PROCEDURES["move_in"]


def test_a_step_that_is_done_or_waived_is_no_longer_open() -> None:
    done = mark_done(MOVE_IN, (), StepDone("keys", "li", 1, "receipt 7"))
    waived = waive(MOVE_IN, (), Waiver("rules", "zhao", 2, "lived here before"), Role.MANAGER)
    assert [step.key for step in open_steps(MOVE_IN, done, waived)] == ["documents", "facilities", "archived"]


def test_a_step_is_not_done_without_its_evidence() -> None:
    with pytest.raises(StepError, match="step keys needs a file"):
        mark_done(MOVE_IN, (), StepDone("keys", "li", 1, " "))
    assert mark_done(MOVE_IN, (), StepDone("facilities", "li", 1))


def test_a_step_done_again_has_the_later_evidence() -> None:
    first = mark_done(MOVE_IN, (), StepDone("keys", "li", 1, "receipt 7"))
    assert [step.evidence for step in mark_done(MOVE_IN, first, StepDone("keys", "li", 2, "receipt 8"))] == [
        "receipt 8"
    ]


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
def test_only_a_manager_waives_a_step(role: Role) -> None:
    with pytest.raises(StepError, match="only a manager"):
        waive(MOVE_IN, (), Waiver("rules", "li", 1, "because"), role)


def test_a_waiver_needs_a_reason() -> None:
    with pytest.raises(StepError, match="needs a reason"):
        waive(MOVE_IN, (), Waiver("rules", "zhao", 1, " "), Role.ADMIN)


def test_a_step_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(StepError, match="documents, keys"):
        mark_done(MOVE_IN, (), StepDone("dance", "li", 1))


@pytest.mark.parametrize("satisfaction", [0, 6])
def test_satisfaction_is_one_to_five(satisfaction: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        Complaint(satisfaction=satisfaction)
