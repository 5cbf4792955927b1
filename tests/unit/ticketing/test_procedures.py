import pytest

from kit.refusals import RefusedError, StaleError
from kit.roles import Role
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.procedures import PROCEDURES, StepDone, Waiver, mark_done, open_steps, waive
from ticketing.tickets.steps import step_done, step_waived
from ticketing.tickets.ticket import Asked, Source, Ticket

MOVE_IN = PROCEDURES["move_in"]


def test_a_step_that_is_done_or_waived_is_no_longer_open() -> None:
    done = mark_done(MOVE_IN, (), StepDone("keys", "li", 1, "receipt 7"))
    waived = waive(MOVE_IN, (), Waiver("rules", "zhao", 2, "lived here before"), Role.MANAGER)
    assert [step.key for step in open_steps(MOVE_IN, done, waived)] == ["documents", "facilities", "archived"]


def test_a_step_is_not_done_without_its_evidence() -> None:
    with pytest.raises(RefusedError, match="step keys needs a file"):
        mark_done(MOVE_IN, (), StepDone("keys", "li", 1, " "))
    assert mark_done(MOVE_IN, (), StepDone("facilities", "li", 1))


def test_a_step_done_again_has_the_later_evidence() -> None:
    first = mark_done(MOVE_IN, (), StepDone("keys", "li", 1, "receipt 7"))
    assert [step.evidence for step in mark_done(MOVE_IN, first, StepDone("keys", "li", 2, "receipt 8"))] == [
        "receipt 8"
    ]


@pytest.mark.parametrize("role", [Role.AGENT, Role.DISPATCHER])
def test_only_a_manager_waives_a_step(role: Role) -> None:
    with pytest.raises(RefusedError, match="only a manager"):
        waive(MOVE_IN, (), Waiver("rules", "li", 1, "because"), role)


def test_a_waiver_needs_a_reason() -> None:
    with pytest.raises(RefusedError, match="needs `why`"):
        waive(MOVE_IN, (), Waiver("rules", "zhao", 1, " "), Role.ADMIN)


def test_a_step_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(RefusedError, match="documents, keys"):
        mark_done(MOVE_IN, (), StepDone("dance", "li", 1))


@pytest.mark.parametrize("satisfaction", [0, 6])
def test_satisfaction_is_one_to_five(satisfaction: int) -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        Complaint(satisfaction=satisfaction)


def test_a_step_is_a_row_of_the_history_and_a_new_version() -> None:
    ticket, category = Ticket("20261125-0001", 0, Source.HAND, "move_in"), CATEGORIES["move_in"]
    done, change = step_done(ticket, "rules", "", Asked("li", 5, 1), category)
    assert (done.steps_done, change.what, done.version) == ((StepDone("rules", "li", 5),), "step done: rules", 2)
    waived, change = step_waived(done, "keys", Asked("zhao", 6, 2, "has them"), Role.MANAGER, category)
    assert (waived.steps_waived[0].why, change.what) == ("has them", "step waived: keys")
    with pytest.raises(StaleError):
        step_done(done, "keys", "receipt", Asked("li", 5, 1), category)
    with pytest.raises(RefusedError, match="no steps"):
        step_done(ticket, "keys", "receipt", Asked("li", 5, 1), CATEGORIES["other"])


def test_a_rating_is_one_to_five() -> None:
    with pytest.raises(ValueError, match="1 to 5"):
        Ticket("20261125-0001", 0, Source.HAND, rating=6)
