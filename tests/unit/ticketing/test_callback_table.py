"""The states of a callback, written out; when each outcome lets the next try be; who joins whom."""

from dataclasses import replace

import pytest

from tests.unit.ticketing.moments import SHANGHAI, at, said
from ticketing.callbacks.callback import AttemptOutcome, Callback, CallbackAttempt, Reason
from ticketing.callbacks.changes import tried
from ticketing.callbacks.merging import Cause, joined
from ticketing.callbacks.policy import CallbackPolicy, next_attempt_us
from ticketing.callbacks.states import OPEN, TRANSITIONS, Signal, State, next_state

POLICY = CallbackPolicy()
MINUTE = 60_000_000
HOUR = 60 * MINUTE
NOON = at("2026-11-25 12:00")
ZHANG, LI = "+8613800138000", "+8613900139000"
MISSED = Callback(7, Reason.MISSED_CALL, ZHANG, NOON, NOON + HOUR, NOON + HOUR, household=3)

MOVES = {
    "pending": {
        "CLAIMED": "calling",
        "TRIED": "pending",
        "GAVE_UP": "unreachable",
        "REACHED": "reached",
        "CANCELLED": "cancelled",
    },
    "calling": {
        "RELEASED": "pending",
        "TRIED": "pending",
        "GAVE_UP": "unreachable",
        "REACHED": "reached",
        "CANCELLED": "cancelled",
    },
    "unreachable": {"REACHED": "reached", "REVIVED": "pending", "CANCELLED": "cancelled"},
    "reached": {"REVIVED": "pending"},
    "cancelled": {"REVIVED": "pending"},
}


def test_what_moves_a_callback_from_one_state_to_the_next() -> None:
    table = {state: {signal.name: after for signal, after in row.items()} for state, row in TRANSITIONS.items()}
    assert table == MOVES
    assert {"pending", "calling"} == OPEN


def test_who_was_given_up_and_calls_back_is_reached() -> None:
    assert next_state(State.UNREACHABLE, Signal.REACHED) is State.REACHED
    assert next_state(State.REACHED, Signal.CANCELLED) is None


NEXT = {
    AttemptOutcome.TOO_SHORT: "2026-11-25 12:10",
    AttemptOutcome.BUSY: "2026-11-25 12:10",
    AttemptOutcome.AGENT_NO_ANSWER: "2026-11-25 12:10",
    AttemptOutcome.HUNG_UP: "2026-11-25 12:10",
    AttemptOutcome.FAILED: "2026-11-25 12:10",
    AttemptOutcome.QUIET_HOURS: "2026-11-25 12:10",
    AttemptOutcome.NO_ANSWER: "2026-11-25 14:00",
    AttemptOutcome.MACHINE_SUSPECTED: "2026-11-25 14:00",
    AttemptOutcome.REACHED: "2026-11-25 14:00",
}


@pytest.mark.parametrize("outcome", AttemptOutcome)
def test_each_outcome_says_when_the_next_try_may_be(outcome: AttemptOutcome) -> None:
    tried = [CallbackAttempt(NOON, "1001", outcome)]
    assert said(next_attempt_us(POLICY, tried, SHANGHAI)) == NEXT[outcome]


@pytest.mark.parametrize("outcome", AttemptOutcome)
def test_only_a_try_that_reached_their_phone_is_one_of_the_four(outcome: AttemptOutcome) -> None:
    ours = outcome in (
        *(AttemptOutcome.AGENT_NO_ANSWER, AttemptOutcome.HUNG_UP),
        *(AttemptOutcome.FAILED, AttemptOutcome.QUIET_HOURS),
    )
    tried = [CallbackAttempt(NOON + place, "1001", outcome) for place in range(4)]
    assert (next_attempt_us(POLICY, tried, SHANGHAI) is not None) is ours


def test_the_last_try_decides_in_whatever_order_they_are_told() -> None:
    busy = CallbackAttempt(NOON, "1001", AttemptOutcome.BUSY)
    later = CallbackAttempt(NOON + HOUR, "1001", AttemptOutcome.NO_ANSWER)
    assert said(next_attempt_us(POLICY, [later, busy], SHANGHAI)) == "2026-11-25 15:00"


def test_what_the_policy_is_where_a_site_says_nothing() -> None:
    known = {name: getattr(POLICY, name) for name in CallbackPolicy.__dataclass_fields__}
    spans = {name: value // MINUTE for name, value in known.items() if name.endswith("_us")}
    assert spans == {
        "distance_us": 120,
        "busy_distance_us": 10,
        "missed_within_us": 30,
        "requested_within_us": 60,
        "merge_window_us": 120,
        "claim_us": 10,
    }
    assert (POLICY.talk_us_min, POLICY.attempts_max, POLICY.different_hours) == (5_000_000, 4, True)
    assert [str(known[name]) for name in ("quiet_from", "quiet_until", "latest_same_day")] == [
        "21:00:00",
        "08:00:00",
        "20:30:00",
    ]


def test_a_try_at_somebody_who_was_given_up_is_noted_and_changes_nothing_else() -> None:
    given_up = replace(MISSED, state=State.UNREACHABLE, settled_at_us=NOON, version=4)
    attempt = CallbackAttempt(NOON + HOUR, "1001", AttemptOutcome.NO_ANSWER)
    assert tried(given_up, attempt, POLICY, SHANGHAI) == replace(given_up, attempts=(attempt,), version=5)


# ---- who joins whom


def cause(reason: Reason, at_us: int = NOON + 5 * MINUTE, **more: object) -> Cause:
    return Cause(reason, at_us, ZHANG, 3)._replace(**more)  # type: ignore[arg-type] # by name


def join(one: Cause, *known: Callback) -> Callback | None:
    return joined(one, known, POLICY.merge_window_us)


def test_who_calls_again_is_called_back_as_soon_as_they_are_there() -> None:
    again = join(cause(Reason.MISSED_CALL), MISSED)
    assert again is not None
    assert again.not_before_us == NOON + 5 * MINUTE
    sooner = join(cause(Reason.MISSED_CALL), replace(MISSED, not_before_us=NOON))
    assert sooner is not None
    assert sooner.not_before_us == NOON


def test_a_missed_call_and_the_follow_up_of_a_ticket_stay_two() -> None:
    """Also where one call's ticket is named by both, and the key was pressed in it."""
    follow_up = replace(MISSED, reason=Reason.RESOLVED_TICKET, ticket="20261125-0001")
    for asked in (False, True):
        assert join(cause(Reason.MISSED_CALL, ticket="20261125-0001", asked=asked), follow_up) is None
        assert join(cause(Reason.RESOLVED_TICKET, ticket="20261125-0001", asked=asked), MISSED) is None


def test_a_missed_call_and_one_that_was_asked_for_in_another_call_stay_two() -> None:
    requested = replace(MISSED, reason=Reason.REQUESTED)
    assert join(cause(Reason.MISSED_CALL), requested) is None


def test_of_two_households_with_open_callbacks_each_has_its_own() -> None:
    zhang, li = MISSED, replace(MISSED, id=8, phone=LI, household=4)
    for known in ((zhang, li), (li, zhang)):
        again = join(cause(Reason.MISSED_CALL, phone=LI, household=4), *known)
        assert again is not None
        assert again.id == 8


def test_whom_somebody_calls_right_now_does_not_change() -> None:
    calling = replace(MISSED, state=State.CALLING, claimed_by="1001", claimed_until_us=NOON + HOUR, asked_by="wang")
    again = join(cause(Reason.MISSED_CALL, phone=LI, asked_by="chen"), calling)
    assert again is not None
    assert (again.phone, again.household, again.asked_by, again.state) == (ZHANG, 3, "wang", State.CALLING)
    assert (again.missed_count, again.version, again.claimed_by) == (1, 2, "1001")


def test_who_asked_is_kept_and_two_who_asked_are_several() -> None:
    asked = replace(MISSED, reason=Reason.REQUESTED, asked_by="wang")
    by = {who: join(cause(Reason.REQUESTED, asked_by=who), asked) for who in ("wang", "chen", None)}
    assert {who: one and one.asked_by for who, one in by.items()} == {
        "wang": "wang",
        "chen": "several people",
        None: None,
    }
    elsewhere = join(cause(Reason.REQUESTED, asked_by="chen", phone=LI), asked)
    assert elsewhere is not None
    assert elsewhere.asked_by == "chen"
    of_a_call = join(cause(Reason.REQUESTED, asked_by="chen"), replace(asked, asked_by=None))
    assert of_a_call is not None
    assert of_a_call.asked_by is None


def test_who_was_given_up_and_calls_again_is_tried_at_once() -> None:
    given_up = replace(MISSED, state=State.UNREACHABLE, settled_at_us=NOON, not_before_us=NOON)
    again = join(cause(Reason.MISSED_CALL), given_up)
    assert again is not None
    assert (again.state, again.settled_at_us, again.not_before_us) == (State.PENDING, None, NOON + 5 * MINUTE)


def test_a_household_that_is_known_only_now_is_theirs_from_then_on() -> None:
    of_number = replace(MISSED, household=None)
    again = join(cause(Reason.MISSED_CALL), of_number)
    assert again is not None
    assert again.household == 3
    unknown = join(cause(Reason.MISSED_CALL, household=None), MISSED)
    assert unknown is not None
    assert unknown.household == 3


def test_of_a_number_that_no_household_is_known_of_the_first_open_callback_is_joined() -> None:
    first, second = replace(MISSED, id=5, household=4), replace(MISSED, id=6, household=None)
    again = join(cause(Reason.MISSED_CALL, household=None), first, second)
    assert again is not None
    assert again.id == 5


def test_who_was_given_up_lately_is_tried_again_however_long_ago_the_callback_was_made() -> None:
    old = replace(MISSED, state=State.UNREACHABLE, born_at_us=NOON - 50 * HOUR, settled_at_us=NOON)
    again = joined(cause(Reason.MISSED_CALL, NOON + 2 * HOUR), [old], 2 * HOUR)
    assert again is not None
    assert again.state is State.PENDING
    assert joined(cause(Reason.MISSED_CALL, NOON + 2 * HOUR + 1), [old], 2 * HOUR) is None
    unsettled = replace(old, settled_at_us=None)
    assert joined(cause(Reason.MISSED_CALL, NOON), [unsettled], 2 * HOUR) is None
    assert joined(cause(Reason.MISSED_CALL, NOON - 49 * HOUR), [unsettled], 2 * HOUR) is not None
