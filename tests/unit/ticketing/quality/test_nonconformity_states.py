from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.refusals import ImpossibleError, MissingError, NotYoursError, RefusedError
from kit.roles import Role, reaches
from ticketing.nonconformities.nonconformity import Asked, DuePastError, Nonconformity, RaisedError, Source, act
from ticketing.nonconformities.states import MAY, TRANSITIONS, WANTS, Action, State, Want

TODAY = date(2026, 11, 25)
RAISED = Nonconformity(id=1, source=Source.HAND, title="消防通道堵塞", raised_at_us=0, raised_by="li")
WORDS = Asked("wang", Role.MANAGER, 7, TODAY, "why", "工程部 赵", TODAY + timedelta(days=3), "清理", "每日巡查")


def after(*actions: Action) -> Nonconformity:
    one = RAISED
    for action in actions:
        one = act(one, action, WORDS)[0]
    return one


def test_it_goes_from_raised_to_closed_and_each_says_who_and_when() -> None:
    one = after(Action.ISSUE, Action.ACT, Action.VERIFY, Action.CLOSE)
    assert (one.state, one.version, one.responsible, one.due) == (State.CLOSED, 5, "工程部 赵", date(2026, 11, 28))
    assert (one.issued_by, one.acted_by, one.verified_by, one.closed_by) == ("wang",) * 4
    assert (one.corrective, one.preventive, one.verification) == ("清理", "每日巡查", "why")


def test_sent_back_it_is_issued_again_and_what_was_told_of_it_stays() -> None:
    one = after(Action.ISSUE, Action.ACT, Action.VERIFY, Action.REJECT)
    assert (one.state, one.acted_by, one.verified_by, one.corrective) == (State.ISSUED, None, None, "清理")


def test_reopened_it_has_another_day() -> None:
    closed = after(Action.ISSUE, Action.ACT, Action.VERIFY, Action.CLOSE)
    one = act(closed, Action.REOPEN, WORDS._replace(due=TODAY))[0]
    assert (one.state, one.due, one.closed_by) == (State.ISSUED, TODAY, None)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_an_action_that_is_not_in_the_table_is_refused_with_what_is_possible(state: State, action: Action) -> None:
    one = replace(RAISED, state=state)
    if action in TRANSITIONS[state]:
        assert act(one, action, WORDS)[0].state is TRANSITIONS[state][action]
        return
    with pytest.raises(ImpossibleError) as refused:
        act(one, action, WORDS)
    assert refused.value.possible == tuple(TRANSITIONS[state])


@pytest.mark.parametrize(("action", "want"), [(action, want) for action in Action for want in WANTS[action]])
def test_what_an_action_wants_told_is_asked_for_by_its_name(action: Action, want: Want) -> None:
    state = next(state for state in State if action in TRANSITIONS[state])
    empty: dict[str, Any] = {want.value: None if want is Want.DUE else " "}
    bare = WORDS._replace(**empty)
    with pytest.raises(MissingError) as refused:
        act(replace(RAISED, state=state), action, bare)
    assert refused.value.names == (want.value,)


def test_it_is_due_today_at_the_earliest() -> None:
    act(RAISED, Action.ISSUE, WORDS._replace(due=TODAY))
    with pytest.raises(DuePastError):
        act(RAISED, Action.ISSUE, WORDS._replace(due=TODAY - timedelta(days=1)))


def test_an_agent_acts_and_a_manager_does_all_the_rest() -> None:
    act(after(Action.ISSUE), Action.ACT, WORDS._replace(role=Role.AGENT))
    with pytest.raises(NotYoursError):
        act(RAISED, Action.ISSUE, WORDS._replace(role=Role.DISPATCHER))
    assert {action for action in Action if MAY[action] is not Role.MANAGER} == {Action.ACT}


def test_every_state_can_be_reached_and_only_what_is_cancelled_stays() -> None:
    reached, new = {State.RAISED}, {State.RAISED}
    while new:
        new = {state for one in new for state in TRANSITIONS[one].values()} - reached
        reached |= new
    assert reached == set(State)
    assert {state for state in State if not TRANSITIONS[state]} == {State.CANCELLED}


@given(st.lists(st.tuples(st.sampled_from(Action), st.sampled_from(Role), st.booleans()), max_size=12))
def test_whatever_is_asked_only_what_the_table_says_happens(steps: list[tuple[Action, Role, bool]]) -> None:
    one = RAISED
    for action, role, told in steps:
        allowed = action in TRANSITIONS[one.state] and reaches(role, MAY[action]) and (told or not WANTS[action])
        asked = WORDS if told else Asked("wang", Role.MANAGER, 7, TODAY)
        try:
            after, change = act(one, action, asked._replace(role=role))
        except RefusedError:
            assert not allowed
            continue
        assert allowed
        assert (after.state, after.version) == (TRANSITIONS[one.state][action], one.version + 1)
        assert (change.what, change.version) == (action, after.version)
        one = after


def test_what_is_raised_already_is_named() -> None:
    refused = RaisedError(7)
    assert (str(refused), refused.number) == ("this answer has nonconformity 7 already: act on that one", 7)
