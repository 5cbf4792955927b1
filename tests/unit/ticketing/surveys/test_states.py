"""Draft, open, closed: in this order, and never back."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketing.surveys.states import TRANSITIONS, Action, ImpossibleError, State, after, possible

ORDER = list(State)
DOCUMENT = Path(__file__).parents[4] / "docs" / "surveys.md"


@pytest.mark.parametrize("state", ORDER)
@pytest.mark.parametrize("action", list(Action))
def test_what_is_not_in_the_table_is_refused_with_what_is_possible(state: State, action: Action) -> None:
    if action in TRANSITIONS[state]:
        assert after(state, action) is TRANSITIONS[state][action]
        return
    with pytest.raises(ImpossibleError) as refused:
        after(state, action)
    assert refused.value.possible == possible(state)


@given(st.lists(st.sampled_from(list(Action)), max_size=30))
def test_whatever_is_tried_a_survey_never_goes_back_and_is_answered_only_while_open(actions: list[Action]) -> None:
    state, amended_after_open = State.DRAFT, False
    for action in actions:
        try:
            following = after(state, action)
        except ImpossibleError:
            continue
        assert ORDER.index(following) - ORDER.index(state) in (0, 1)
        assert action is not Action.ANSWER or state is State.OPEN
        amended_after_open |= action is Action.AMEND and state is not State.DRAFT
        state = following
    assert not amended_after_open


def test_the_table_in_the_docs_is_this_one() -> None:
    head = [f"| | {' | '.join(Action)} |", "|---" * (len(Action) + 1) + "|"]
    rows = [
        f"| **{state}** | {' | '.join(TRANSITIONS[state].get(action, '–') for action in Action)} |" for state in State
    ]
    assert "\n".join([*head, *rows]) in DOCUMENT.read_text(encoding="utf-8")


def test_what_may_be_done_with_a_survey_in_each_state_and_what_it_leads_to() -> None:
    assert {state: dict(row) for state, row in TRANSITIONS.items()} == {
        "draft": {"amend": "draft", "invite": "draft", "open": "open"},
        "open": {"invite": "open", "answer": "open", "close": "closed"},
        "closed": {},
    }


def test_a_closed_survey_stays_as_it_is() -> None:
    assert possible(State.CLOSED) == ()
