import pytest

from kit.refusals import RefusedError, StaleError
from kit.roles import Role
from ticketing.tickets.categories import CATEGORIES
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.procedures import PROCEDURES, StepDone, Waiver, mark_done, open_steps, waive
from ticketing.tickets.states import Status
from ticketing.tickets.steps import step_done, step_undone, step_waived
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


def test_a_step_of_a_cancelled_ticket_is_neither_done_nor_waived_nor_undone() -> None:
    steps = (StepDone("rules", "li", 1),)
    ticket = Ticket("20261125-0001", 0, Source.HAND, "move_in", status=Status.CANCELLED, steps_done=steps)
    asked, category = Asked("zhao", 5, 1, "why"), CATEGORIES["move_in"]
    with pytest.raises(RefusedError, match="reopen it first") as refused:
        step_done(ticket, "facilities", "", asked, category)
    assert refused.value.possible == ("reopen",)
    with pytest.raises(RefusedError, match="reopen it first"):
        step_waived(ticket, "keys", asked, Role.MANAGER, category)
    with pytest.raises(RefusedError, match="reopen it first"):
        step_undone(ticket, "rules", asked, Role.MANAGER, category)


def test_a_step_that_was_not_done_after_all_is_open_again_and_no_other() -> None:
    category = CATEGORIES["move_in"]
    done = (StepDone("rules", "li", 1), StepDone("facilities", "li", 2))
    waived = (Waiver("keys", "zhao", 3, "has them"), Waiver("documents", "zhao", 4, "known"))
    ticket = Ticket("20261125-0001", 0, Source.HAND, "move_in", steps_done=done, steps_waived=waived)
    after, change = step_undone(ticket, "rules", Asked("zhao", 5, 1, "by mistake"), Role.DISPATCHER, category)
    assert (after.steps_done, after.steps_waived) == (done[1:], waived)
    assert (after.version, change.version, change.what, change.why) == (2, 2, "step undone: rules", "by mistake")
    after, _ = step_undone(ticket, "keys", Asked("zhao", 5, 1, "by mistake"), Role.MANAGER, category)
    assert (after.steps_done, after.steps_waived) == (done, waived[1:])


@pytest.mark.parametrize(
    ("step", "role", "why", "said"),
    [
        ("rules", Role.AGENT, "by mistake", "only a dispatcher"),
        ("archived", Role.MANAGER, "by mistake", "neither done nor waived"),
        ("rules", Role.MANAGER, " ", "needs `why`"),
        ("dance", Role.MANAGER, "by mistake", "documents, keys"),
    ],
)
def test_a_step_is_marked_as_not_done_by_a_dispatcher_with_a_reason(step: str, role: Role, why: str, said: str) -> None:
    ticket = Ticket("20261125-0001", 0, Source.HAND, "move_in", steps_done=(StepDone("rules", "li", 1),))
    with pytest.raises(RefusedError, match=said):
        step_undone(ticket, step, Asked("zhao", 5, 1, why), role, CATEGORIES["move_in"])


def test_a_waived_step_is_a_new_version() -> None:
    ticket = Ticket("20261125-0001", 0, Source.HAND, "move_in")
    waived, change = step_waived(ticket, "keys", Asked("zhao", 6, 1, "has them"), Role.MANAGER, CATEGORIES["move_in"])
    assert (waived.version, change.version) == (2, 2)


def test_evidence_that_comes_later_leaves_who_did_the_step_and_every_other_step() -> None:
    procedure = PROCEDURES["goods_removal"]
    first, second, *_ = (step.key for step in procedure.steps)
    done = (StepDone(first, "li", 1, "a"), StepDone(second, "wang", 2, "b"))
    assert mark_done(procedure, done, StepDone(second, "zhao", 9, "c")) == (done[0], StepDone(second, "wang", 2, "c"))
    assert mark_done(procedure, done[:1], StepDone(second, "zhao", 9, "c")) == (
        done[0],
        StepDone(second, "zhao", 9, "c"),
    )


def test_a_step_waived_again_has_the_later_reason_and_every_other_waiver_stays() -> None:
    rules, keys = Waiver("rules", "zhao", 1, "known"), Waiver("keys", "zhao", 2, "has them")
    again = keys._replace(who="li", at_us=3, why="has two")
    assert waive(MOVE_IN, (rules, keys), again, Role.MANAGER) == (rules, again)
