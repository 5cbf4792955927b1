"""Who is to call, as a dispatcher said: theirs until it is due, left to others by them, and never taken from a call."""

from dataclasses import replace

import pytest

from kit.instants import HOUR_US, MINUTE_US
from kit.refusals import RefusedError
from ticketing.callbacks.assigning import assigned, left_to_others, passed_on, released_by
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.changes import ClaimedError, SettledError, claim
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.states import State

POLICY = CallbackPolicy()
NOW = 1_000 * HOUR_US
FREE = Callback(1, Reason.REQUESTED, "+8613800138000", NOW, NOW + HOUR_US, NOW)
GIVEN = assigned(FREE, "wang", "li", NOW)


def test_it_says_who_is_to_call_who_said_so_and_when() -> None:
    assert (GIVEN.assigned_to, GIVEN.assigned_by, GIVEN.assigned_at_us) == ("wang", "li", NOW)
    assert (GIVEN.state, GIVEN.version) == (State.PENDING, 2)


def test_until_it_is_due_nobody_else_claims_it_and_from_then_on_anybody() -> None:
    with pytest.raises(ClaimedError, match="wang is to call them"):
        claim(GIVEN, "zhao", GIVEN.due_at_us - 1, POLICY)
    assert claim(GIVEN, "zhao", GIVEN.due_at_us, POLICY).claimed_by == "zhao"
    assert not claim(GIVEN, "zhao", GIVEN.due_at_us, POLICY).given
    assert claim(GIVEN, "wang", NOW, POLICY).given  # they did not pick it out


def test_another_word_or_none_takes_the_place_of_the_first() -> None:
    assert assigned(GIVEN, "zhao", "li", NOW).kept_for(NOW) == "zhao"
    free = assigned(GIVEN, None, "chen", NOW)
    assert (free.kept_for(NOW), free.assigned_by) == (None, "chen")
    assert claim(free, "zhao", NOW, POLICY).claimed_by == "zhao"


def test_who_calls_them_right_now_goes_on_and_may_be_the_one() -> None:
    calling = claim(FREE, "zhao", NOW, POLICY)
    with pytest.raises(ClaimedError):
        assigned(calling, "wang", "li", NOW + MINUTE_US)
    assert assigned(calling, "zhao", "li", NOW).assigned_to == "zhao"
    assert calling.claimed_until_us is not None
    assert assigned(calling, "wang", "li", calling.claimed_until_us).assigned_to == "wang"


def test_what_is_settled_is_given_to_nobody() -> None:
    with pytest.raises(SettledError):
        assigned(replace(FREE, state=State.REACHED), "wang", "li", NOW)


def test_they_leave_it_to_others_claimed_or_not() -> None:
    for callback in (GIVEN, claim(GIVEN, "wang", NOW, POLICY)):
        left = left_to_others(callback, "wang", NOW)
        assert (left.state, left.assigned_to, left.assigned_by, left.claimed_by) == (State.PENDING, None, "wang", None)


def test_nobody_leaves_to_others_what_is_not_theirs() -> None:
    for callback in (FREE, GIVEN):
        with pytest.raises(RefusedError):
            left_to_others(callback, "zhao", NOW)


def test_a_claim_that_ends_leaves_it_theirs() -> None:
    freed = released_by(claim(GIVEN, "wang", NOW, POLICY), "wang")
    assert (freed.state, freed.kept_for(NOW)) == (State.PENDING, "wang")


def test_who_has_another_name_goes_on_and_who_is_gone_leaves_it_free() -> None:
    assert passed_on(GIVEN, "wang2").kept_for(NOW) == "wang2"
    assert passed_on(GIVEN, None).kept_for(NOW) is None
