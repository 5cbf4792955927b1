from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US, HOUR_US, MINUTE_US
from kit.refusals import ImpossibleError, MissingError, NotYoursError, RefusedError
from kit.roles import Role
from ticketing.duties.occurrence import (
    POSSIBLE,
    WANTS_WHY,
    Action,
    Asked,
    Occurrence,
    OwnWorkError,
    State,
    TooSoonError,
    Wants,
    WrongTimeError,
    act,
    was_done_by,
)

T0 = 1_764_000_000_000_000
END = T0 + DAY_US
DUTY = Occurrence(
    id=1,
    name="daily_inspection",
    zh="部门日检查",
    en="daily inspection",
    objective=None,
    owner=Role.DISPATCHER,
    sign_off=True,
    first=date(2025, 11, 25),
    since_us=T0,
    until_us=END,
)


def asked(at_us: int = T0 + HOUR_US, role: Role = Role.MANAGER, **more: object) -> Asked:
    return Asked("li", role, at_us, "why")._replace(**more)  # type: ignore[arg-type] # by name


def test_done_before_its_end_is_done_and_the_end_itself_is_late() -> None:
    done, change = act(DUTY, Action.DO, asked(END - 1, findings="灯不亮", evidence="a.jpg"))
    assert (done.state(END + 1), done.done_by, done.findings, done.evidence) == (State.DONE, "li", "灯不亮", "a.jpg")
    assert (change.what, change.version, done.version) == ("done", 2, 2)
    assert act(DUTY, Action.DO, asked(END))[0].state(END) is State.LATE


def test_nobody_did_it_and_its_end_is_over_so_it_is_missed() -> None:
    assert (DUTY.state(END - 1), DUTY.state(END)) == (State.OPEN, State.MISSED)


def test_a_manager_signs_once_and_then_nothing_more_is_possible() -> None:
    signed = act(act(DUTY, Action.DO, asked())[0], Action.SIGN, asked(who="wang"))[0]
    assert (signed.signed_by, signed.possible(END)) == ("wang", ())
    unsigned = act(replace(DUTY, sign_off=False), Action.DO, asked())[0]
    assert unsigned.possible(END) == (Action.RETURN,)


def test_returned_it_is_open_again_or_missed_where_its_end_is_over() -> None:
    done = act(DUTY, Action.DO, asked(findings="ok"))[0]
    returned = act(done, Action.RETURN, asked(END + 1))[0]
    assert (returned.state(END - 1), returned.state(END + 1), returned.findings) == (State.OPEN, State.MISSED, "")


def test_another_time_than_now_is_a_manager_s_word_and_lies_within_reason() -> None:
    late = asked(END + HOUR_US, done_at_us=END - 1)
    assert act(DUTY, Action.DO, late)[0].state(END + HOUR_US) is State.DONE
    with pytest.raises(NotYoursError):
        act(DUTY, Action.DO, late._replace(role=Role.DISPATCHER))
    for at_us in (T0 - 1, END + HOUR_US + 1):
        with pytest.raises(WrongTimeError):
            act(DUTY, Action.DO, late._replace(done_at_us=at_us))


@pytest.mark.parametrize(
    ("action", "role", "may"),
    [
        (Action.DO, Role.AGENT, False),
        (Action.DO, Role.DISPATCHER, True),
        (Action.DO, Role.ADMIN, True),
        (Action.CALL_OFF, Role.DISPATCHER, False),
        (Action.CALL_OFF, Role.MANAGER, True),
    ],
)
def test_each_action_has_its_role(action: Action, role: Role, may: bool) -> None:
    if may:
        act(DUTY, action, asked(role=role))
        return
    with pytest.raises(NotYoursError):
        act(DUTY, action, asked(role=role))


@pytest.mark.parametrize("action", [Action.SIGN, Action.RETURN])
def test_what_is_not_in_the_table_is_refused_with_what_is_possible(action: Action) -> None:
    with pytest.raises(ImpossibleError) as refused:
        act(DUTY, action, asked())
    assert refused.value.possible == POSSIBLE[State.OPEN]


@pytest.mark.parametrize(
    ("action", "wants"), [(Action.DO, False), (Action.CALL_OFF, True), (Action.SIGN, False), (Action.RETURN, True)]
)
def test_what_takes_back_needs_a_reason(action: Action, wants: bool) -> None:
    duty = DUTY if action in (Action.DO, Action.CALL_OFF) else act(DUTY, Action.DO, asked(who="wang"))[0]
    if not wants:
        assert act(duty, action, asked(why=" "))[1].what == action
        return
    with pytest.raises(MissingError) as refused:
        act(duty, action, asked(why=" "))
    assert refused.value.names == ("why",)


def test_what_was_done_says_all_of_it_and_returned_it_says_nothing() -> None:
    done, _ = act(DUTY, Action.DO, asked(findings="ok", evidence="a.jpg", attendees="li, wang"))
    told = (done.done_at_us, done.done_by, done.findings, done.evidence, done.attendees)
    assert told == (T0 + HOUR_US, "li", "ok", "a.jpg", "li, wang")
    assert act(done, Action.RETURN, asked())[0] == replace(DUTY, version=3)


def test_who_signs_and_who_calls_off_is_kept_with_the_time() -> None:
    done, _ = act(DUTY, Action.DO, asked(who="wang"))
    signed, change = act(done, Action.SIGN, asked(END))
    assert signed == replace(done, version=3, signed_at_us=END, signed_by="li")
    assert change == (3, END, "li", "sign", "why")
    off, change = act(DUTY, Action.CALL_OFF, asked(END))
    assert off == replace(DUTY, version=2, called_off_at_us=END, called_off_by="li")
    assert (off.state(END), off.possible(END)) == (State.CALLED_OFF, ())


def test_done_at_the_first_instant_and_at_the_present_one_is_done_in_time() -> None:
    for done_us in (T0, END + HOUR_US):
        assert act(DUTY, Action.DO, asked(END + HOUR_US, done_at_us=done_us))[0].done_at_us == done_us


@given(st.lists(st.tuples(st.sampled_from(Action), st.integers(0, 2 * DAY_US), st.sampled_from(Role))))
def test_whatever_is_asked_only_what_the_table_says_happens(steps: list[tuple[Action, int, Role]]) -> None:
    duty, now_us = DUTY, T0
    for action, after_us, role in steps:
        now_us = max(now_us, T0 + after_us)
        state, possible = duty.state(now_us), duty.possible(now_us)
        assert set(possible) <= set(POSSIBLE[state])
        try:
            after, change = act(duty, action, asked(now_us, role))
        except ImpossibleError:
            assert action not in possible
            continue
        except RefusedError:
            assert action in possible
            continue
        assert action in possible
        assert (after.version, change.version) == (duty.version + 1, duty.version + 1)
        assert action not in WANTS_WHY or change.why
        assert {
            Action.DO: after.state(now_us) in (State.DONE, State.LATE),
            Action.SIGN: after.state(now_us) is state and after.signed_at_us == now_us,
            Action.RETURN: after.state(now_us) in (State.OPEN, State.MISSED),
            Action.CALL_OFF: after.state(now_us) is State.CALLED_OFF,
        }[action]
        duty = after


def test_who_did_it_does_not_sign_it() -> None:
    done = act(DUTY, Action.DO, asked())[0]
    with pytest.raises(OwnWorkError):
        act(done, Action.SIGN, asked())


@pytest.mark.parametrize(("minutes", "refused"), [(-60, False), (-59, True), (0, True), (59, True), (60, False)])
def test_two_of_a_duty_have_their_distance(minutes: int, refused: bool) -> None:
    wants = Wants(distance_minutes=60, others_us=[T0 + 3 * HOUR_US])
    now = asked(T0 + 3 * HOUR_US + minutes * MINUTE_US)
    if refused:
        with pytest.raises(TooSoonError):
            act(DUTY, Action.DO, now, wants)
    else:
        assert act(DUTY, Action.DO, now, wants)[0].done_at_us == now.at_us


@pytest.mark.parametrize(
    ("told", "lacking"),
    [
        ({}, ("attendees", "findings")),
        ({"attendees": "李、王"}, ("findings",)),
        ({"findings": "消防演练"}, ("attendees",)),
        ({"attendees": "李、王", "findings": "消防演练"}, ()),
    ],
)
def test_a_training_says_who_was_there_and_what_was_said(told: dict[str, str], lacking: tuple[str, ...]) -> None:
    now = asked()._replace(**told)  # type: ignore[arg-type] # by name
    if lacking:
        with pytest.raises(MissingError) as refused:
            act(DUTY, Action.DO, now, Wants(minutes=True))
        assert refused.value.names == lacking
    else:
        assert act(DUTY, Action.DO, now, Wants(minutes=True))[0].attendees == "李、王"


def test_the_same_request_by_the_same_person_is_heard_once() -> None:
    done = act(DUTY, Action.DO, asked(idempotency_key="one"))[0]
    assert was_done_by(done, asked(idempotency_key="one"))
    assert not was_done_by(done, asked(idempotency_key="two"))
    assert not was_done_by(done, asked(who="wang", idempotency_key="one"))
    assert not was_done_by(act(DUTY, Action.DO, asked())[0], asked())
