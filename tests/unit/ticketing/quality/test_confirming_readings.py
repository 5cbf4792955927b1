"""The versions of a reading, by the table in docs/quality.md."""

from datetime import date
from decimal import Decimal

import pytest

from kit.refusals import ImpossibleError, MissingError
from kit.roles import Role
from ticketing.readings.confirming import Action, Asked, OwnReadingError, act, correct, tell
from ticketing.readings.reading import Figures, Key, State, Told

KEY = Key(3, date(2026, 11, 5), "property")
NINE, EIGHT = Figures(Decimal(9), Decimal(10)), Figures(Decimal(8), Decimal(10))
AGENT, DISPATCHER = Asked("wang", Role.AGENT, 5), Asked("zhao", Role.DISPATCHER, 5)
MANAGER, PROMOTED = Asked("li", Role.MANAGER, 6, "no ledger"), Asked("wang", Role.MANAGER, 6, "no ledger")


def reading(state: State) -> Told:
    return Told(KEY, NINE, 4, "wang", 1, "", state, "wang")


@pytest.mark.parametrize(
    ("asked", "state"), [(AGENT, State.TOLD), (DISPATCHER, State.TOLD), (MANAGER, State.CONFIRMED)]
)
def test_what_a_manager_tells_is_confirmed_and_what_others_tell_waits(asked: Asked, state: State) -> None:
    assert tell(None, KEY, NINE, asked) == Told(KEY, NINE, 1, asked.who, asked.at_us, "", state, asked.who)
    again = tell(reading(State.REJECTED), KEY, NINE, asked)
    assert again is not None
    assert (again.version, again.state, again.told_by) == (5, state, asked.who)


@pytest.mark.parametrize(
    ("state", "figures", "asked"),
    [
        (State.TOLD, NINE, AGENT),
        (State.TOLD, NINE, PROMOTED),
        (State.TOLD, EIGHT, MANAGER),
        (State.CONFIRMED, NINE, MANAGER),
        (State.CONFIRMED, EIGHT, MANAGER),
    ],
)
def test_telling_changes_nothing(state: State, figures: Figures, asked: Asked) -> None:
    assert tell(reading(state), KEY, figures, asked) is None


def test_the_same_figures_from_a_manager_confirm_what_waits() -> None:
    confirmed = tell(reading(State.TOLD), KEY, NINE, MANAGER)
    assert confirmed is not None
    assert (confirmed.state, confirmed.who, confirmed.told_by) == (State.CONFIRMED, "li", "wang")


@pytest.mark.parametrize(("action", "state"), [(Action.CONFIRM, State.CONFIRMED), (Action.REJECT, State.REJECTED)])
def test_an_action_is_a_version_of_the_same_figures(action: Action, state: State) -> None:
    assert act(reading(State.TOLD), action, MANAGER) == Told(KEY, NINE, 5, "li", 6, "no ledger", state, "wang")


@pytest.mark.parametrize("state", [State.CONFIRMED, State.REJECTED])
@pytest.mark.parametrize("action", Action)
def test_what_does_not_wait_is_neither_confirmed_nor_rejected(state: State, action: Action) -> None:
    with pytest.raises(ImpossibleError):
        act(reading(state), action, MANAGER)


def test_who_told_a_reading_may_reject_it_and_not_confirm_it() -> None:
    with pytest.raises(OwnReadingError):
        act(reading(State.TOLD), Action.CONFIRM, PROMOTED)
    assert act(reading(State.TOLD), Action.REJECT, PROMOTED).state is State.REJECTED


def test_a_rejection_has_a_reason() -> None:
    with pytest.raises(MissingError):
        act(reading(State.TOLD), Action.REJECT, MANAGER._replace(why=" "))


@pytest.mark.parametrize("state", State)
def test_what_a_manager_corrects_is_confirmed(state: State) -> None:
    corrected = correct(reading(state), EIGHT, MANAGER)
    assert corrected == Told(KEY, EIGHT, 5, "li", 6, "no ledger", State.CONFIRMED, "li")
