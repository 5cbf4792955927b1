"""What each action on a nonconformity sets and takes back, field by field."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kit.refusals import MissingError
from kit.roles import Role
from ticketing.nonconformities.nonconformity import Asked, Nonconformity, Source, act
from ticketing.nonconformities.states import Action, State, Want

TODAY, FRIDAY, MONDAY = date(2026, 11, 25), date(2026, 11, 27), date(2026, 11, 30)
RAISED = Nonconformity(id=1, source=Source.HAND, title="消防通道堵塞", raised_at_us=0, raised_by="li")


def asked(who: str, at_us: int, **more: Any) -> Asked:
    return Asked(who, Role.MANAGER, at_us, TODAY)._replace(**more)


def changed(before: Nonconformity, action: Action, by: Asked) -> dict[str, Any]:
    """The fields that differ."""
    after = act(before, action, by)[0]
    names = Nonconformity.__dataclass_fields__
    return {name: getattr(after, name) for name in names if getattr(before, name) != getattr(after, name)}


ISSUE = asked("wang", 10, responsible="工程部 赵", due=FRIDAY)
ACT = asked("zhao", 20, corrective="清理", preventive="每日巡查")
VERIFY = asked("chen", 30, why="looked at it")
CLOSE = asked("wang", 40)
ISSUED = act(RAISED, Action.ISSUE, ISSUE)[0]
ACTED = act(ISSUED, Action.ACT, ACT)[0]
VERIFIED = act(ACTED, Action.VERIFY, VERIFY)[0]
CLOSED = act(VERIFIED, Action.CLOSE, CLOSE)[0]


def test_the_manager_who_issues_it_signs_and_says_whose_it_is_and_until_when() -> None:
    assert changed(RAISED, Action.ISSUE, ISSUE) == {
        "state": "issued",
        "version": 2,
        "issued_at_us": 10,
        "issued_by": "wang",
        "responsible": "工程部 赵",
        "due": FRIDAY,
    }


def test_who_acts_on_it_says_what_was_put_right_and_what_keeps_it_from_coming_again() -> None:
    assert changed(ISSUED, Action.ACT, ACT) == {
        "state": "acted",
        "version": 3,
        "corrective": "清理",
        "preventive": "每日巡查",
        "acted_at_us": 20,
        "acted_by": "zhao",
    }


def test_who_verifies_it_says_what_was_looked_at() -> None:
    assert changed(ACTED, Action.VERIFY, VERIFY) == {
        "state": "verified",
        "version": 4,
        "verified_at_us": 30,
        "verified_by": "chen",
        "verification": "looked at it",
    }


def test_who_closes_or_cancels_it_is_named() -> None:
    closed = {"version": 5, "closed_at_us": 40, "closed_by": "wang"}
    assert changed(VERIFIED, Action.CLOSE, CLOSE) == closed | {"state": "closed"}
    cancelled = closed | {"version": 2, "state": "cancelled"}
    assert changed(RAISED, Action.CANCEL, replace_why(CLOSE)) == cancelled


def replace_why(one: Asked) -> Asked:
    return one._replace(why="a mistake")


def test_sent_back_it_has_neither_been_acted_on_nor_verified_and_keeps_its_words() -> None:
    assert changed(VERIFIED, Action.REJECT, asked("chen", 35, why="not yet")) == {
        "state": "issued",
        "version": 5,
        "acted_at_us": None,
        "acted_by": None,
        "verified_at_us": None,
        "verified_by": None,
        "verification": "",
    }


def test_reopened_it_begins_anew_with_another_day() -> None:
    assert changed(CLOSED, Action.REOPEN, asked("chen", 50, why="again", due=MONDAY)) == {
        "state": "issued",
        "version": 6,
        "due": MONDAY,
        "acted_at_us": None,
        "acted_by": None,
        "verified_at_us": None,
        "verified_by": None,
        "verification": "",
        "closed_at_us": None,
        "closed_by": None,
    }


def test_the_row_of_its_history_says_who_did_what_when_and_why() -> None:
    change = act(VERIFIED, Action.REJECT, asked("chen", 35, why="not yet"))[1]
    assert change == (5, 35, "chen", "reject", "not yet")


@pytest.mark.parametrize(
    ("state", "possible"),
    [
        (State.RAISED, ("issue", "cancel")),
        (State.ISSUED, ("act", "cancel")),
        (State.ACTED, ("verify", "reject")),
        (State.VERIFIED, ("close", "reject")),
        (State.CLOSED, ("reopen",)),
        (State.CANCELLED, ()),
    ],
)
def test_what_may_be_done_with_it(state: State, possible: tuple[str, ...]) -> None:
    assert replace(RAISED, state=state).possible() == possible


def test_all_that_is_lacking_is_named_at_once() -> None:
    with pytest.raises(MissingError) as refused:
        act(RAISED, Action.ISSUE, asked("wang", 10, responsible=" "))
    assert refused.value.names == (Want.RESPONSIBLE, Want.DUE)
    with pytest.raises(MissingError) as refused:
        act(CLOSED, Action.REOPEN, asked("wang", 10))
    assert refused.value.names == (Want.WHY, Want.DUE)
