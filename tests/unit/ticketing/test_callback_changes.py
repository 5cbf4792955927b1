from dataclasses import replace
from datetime import time

import pytest

from kit.instants import HOUR_US, MINUTE_US
from kit.refusals import RefusedError
from telephony.facts import CallRef
from tests.unit.ticketing.calls import outbound
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.callback import AttemptOutcome, Callback, CallbackAttempt, Reason, Way
from ticketing.callbacks.changes import (
    ClaimedError,
    QuietHoursError,
    SettledError,
    agent_did_not_pick_up,
    applied,
    claim,
    released,
    require_calling_hours,
    settled_by_word,
    tried,
)
from ticketing.callbacks.merging import Cause, joined
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.proof import Link, links
from ticketing.callbacks.sightings import Numbering, sighting
from ticketing.callbacks.states import OPEN, State

NOON = at("2026-11-25 12:00")
POLICY = CallbackPolicy()
ZHANG = "+8613800138000"
PENDING = Callback(7, Reason.MISSED_CALL, ZHANG, NOON, NOON, NOON, household=3)
REACHED = replace(PENDING, state=State.REACHED)


def no_answer(place: int = 1) -> CallbackAttempt:
    return CallbackAttempt(NOON + place * HOUR_US, "1001", AttemptOutcome.NO_ANSWER, CallRef("main", str(place)))


def test_a_claim_holds_until_it_runs_out() -> None:
    mine = claim(PENDING, "1001", NOON, POLICY)
    assert mine.held_by(NOON + 10 * MINUTE_US - 1) == "1001"
    assert mine.held_by(NOON + 10 * MINUTE_US) is None
    with pytest.raises(ClaimedError):
        claim(mine, "1002", NOON + 1, POLICY)
    assert claim(mine, "1002", NOON + 10 * MINUTE_US, POLICY).claimed_by == "1002"


def test_a_claim_without_an_end_or_a_state_without_a_claim_is_nobodys() -> None:
    mine = claim(PENDING, "1001", NOON, POLICY)
    assert replace(mine, claimed_until_us=None).held_by(NOON) is None
    assert replace(mine, state=State.PENDING).held_by(NOON) is None


def test_the_same_agent_renews_a_claim() -> None:
    again = claim(claim(PENDING, "1001", NOON, POLICY), "1001", NOON + MINUTE_US, POLICY)
    assert again.held_by(NOON + 10 * MINUTE_US) == "1001"


def test_a_released_claim_leaves_nobody_s_name() -> None:
    free = released(claim(PENDING, "1001", NOON, POLICY))
    assert (free.state, free.claimed_by, free.claimed_until_us) == (State.PENDING, None, None)


@pytest.mark.parametrize("state", [State.REACHED, State.CANCELLED, State.UNREACHABLE])
def test_what_is_settled_is_not_claimed(state: State) -> None:
    with pytest.raises(SettledError, match=state):
        claim(replace(PENDING, state=state), "1001", NOON, POLICY)


def test_attempts_lead_to_unreachable() -> None:
    callback = PENDING
    for place in range(1, 5):
        assert callback.state is State.PENDING
        callback = tried(callback, no_answer(place), POLICY, SHANGHAI)
    assert (callback.state, len(callback.attempts), callback.settled_at_us) == (
        State.UNREACHABLE,
        4,
        NOON + 4 * HOUR_US,
    )


def test_one_call_is_one_attempt_however_often_it_is_told() -> None:
    once = tried(PENDING, no_answer(), POLICY, SHANGHAI)
    assert tried(once, no_answer(), POLICY, SHANGHAI) is once


def test_an_agent_who_does_not_pick_up_frees_the_callback_for_others() -> None:
    mine = claim(PENDING, "1001", NOON, POLICY)
    free = agent_did_not_pick_up(mine, "1001", NOON, POLICY, SHANGHAI)
    assert (free.state, free.claimed_by, free.not_before_us) == (State.PENDING, None, NOON + 10 * MINUTE_US)


def test_a_person_s_word_needs_a_reason_and_is_kept_apart() -> None:
    with pytest.raises(RefusedError, match="needs `why`"):
        settled_by_word(PENDING, State.REACHED, "li", " ", NOON)
    word = settled_by_word(PENDING, State.REACHED, "li", "met at the gate", NOON)
    assert (word.state, word.way, word.why) == (State.REACHED, Way.MANUAL, "li: met at the gate")


def test_calling_is_no_outcome() -> None:
    with pytest.raises(RefusedError, match="reached, unreachable, cancelled, pending"):
        settled_by_word(PENDING, State.CALLING, "li", "why", NOON)


def test_who_was_unreachable_can_be_tried_again() -> None:
    again = settled_by_word(replace(PENDING, state=State.UNREACHABLE), State.PENDING, "li", "new number", NOON)
    assert (again.state, again.way, again.settled_at_us) == (State.PENDING, None, None)


@pytest.mark.parametrize("state", [State.REACHED, State.UNREACHABLE, State.CANCELLED])
def test_what_a_word_closed_is_opened_again_and_can_be_proven_then(state: State) -> None:
    closed = settled_by_word(PENDING, state, "li", "met at the gate", NOON)
    again = settled_by_word(closed, State.PENDING, "wang", "they say nobody came", NOON)
    assert (again.state, again.way, again.settled_at_us, again.asked_by) == (State.PENDING, None, None, "wang")
    seen = sighting(outbound("1", NOON + 1, "13800138000", 20, agent="1001"), Numbering())
    [link] = links(seen, [again], [ZHANG], POLICY.talk_us_min)
    assert applied(link, seen, POLICY, SHANGHAI).way is Way.BY_HAND


@pytest.mark.parametrize("way", [Way.CLICK, Way.BY_HAND, Way.INBOUND])
def test_what_a_call_proved_is_not_opened_again(way: Way) -> None:
    with pytest.raises(SettledError, match="reached already") as refused:
        settled_by_word(replace(REACHED, way=way), State.PENDING, "li", "once more", NOON)
    assert refused.value.possible == ()


def test_what_is_open_is_not_opened_again() -> None:
    with pytest.raises(SettledError, match="pending already"):
        settled_by_word(PENDING, State.PENDING, "li", "once more", NOON)


# ---- one callback per person and reason


def missed(at_us: int = NOON + 1, phone: str = ZHANG, household: int | None = 3) -> Cause:
    return Cause(Reason.MISSED_CALL, at_us, phone, household)


@pytest.mark.parametrize(
    "cause", [missed(), missed(household=None), missed(phone="+8613900139000"), missed(at_us=NOON + 90 * HOUR_US)]
)
def test_another_missed_call_of_the_person_joins_the_open_callback(cause: Cause) -> None:
    again = joined(cause, [replace(REACHED, id=6), PENDING], POLICY.merge_window_us)
    assert again is not None
    assert (again.id, again.missed_count, again.phone, again.household) == (7, 1, cause.phone, 3)


def test_another_person_or_reason_has_a_callback_of_its_own() -> None:
    others = [missed(phone="+8613900139000", household=4), Cause(Reason.REQUESTED, NOON, ZHANG, 3)]
    assert [joined(cause, [PENDING], POLICY.merge_window_us) for cause in others] == [None, None]


def test_a_missed_call_after_they_were_reached_is_a_new_matter() -> None:
    assert joined(missed(), [REACHED], POLICY.merge_window_us) is None


@pytest.mark.parametrize(("hours", "revived"), [(2, True), (3, False)])
def test_who_was_given_up_a_little_while_ago_is_tried_again(hours: int, revived: bool) -> None:
    given_up = replace(PENDING, state=State.UNREACHABLE, settled_at_us=NOON)
    again = joined(missed(at_us=NOON + hours * HOUR_US), [given_up], POLICY.merge_window_us)
    assert (again is not None and again.state is State.PENDING) is revived


def test_each_resolved_ticket_has_its_own_callback() -> None:
    known = replace(PENDING, reason=Reason.RESOLVED_TICKET, ticket="20261125-0001")
    same = Cause(Reason.RESOLVED_TICKET, NOON, ZHANG, 3, "20261125-0001")
    assert joined(same._replace(ticket="20261125-0002"), [known], 0) is None
    again = joined(same, [known], 0)
    assert again is not None
    assert again.state in OPEN


def test_the_open_callback_of_the_same_household_is_joined_before_one_of_the_same_number() -> None:
    of_number = replace(PENDING, id=5, household=None)
    of_household = replace(PENDING, id=6, phone="+8613900139000")
    given_up = replace(PENDING, id=4, state=State.UNREACHABLE, settled_at_us=NOON)
    again = joined(missed(), [given_up, of_number, of_household], POLICY.merge_window_us)
    assert again is not None
    assert again.id == 6


def test_a_missed_call_joins_the_callback_of_its_own_household_before_that_of_another_with_the_same_number() -> None:
    of_neighbour, own = replace(PENDING, id=5, household=4), replace(PENDING, id=6, household=3)
    again = joined(missed(), [of_neighbour, own], POLICY.merge_window_us)
    assert again is not None
    assert again.id == 6


def test_two_numbers_of_no_household_are_two_people() -> None:
    unknown = replace(PENDING, household=None)
    assert joined(missed(phone="+8613900139000", household=None), [unknown], POLICY.merge_window_us) is None


# ---- asked for by key and missed, in one call

TICKET = "20261125-0042"
ASKED = Cause(Reason.REQUESTED, NOON, ZHANG, 3, TICKET, asked=True)
LEFT = Cause(Reason.MISSED_CALL, NOON + MINUTE_US, ZHANG, 3, TICKET, asked=True)
REQUESTED = replace(PENDING, reason=Reason.REQUESTED, ticket=TICKET)
MISSED = replace(PENDING, ticket=TICKET, missed_count=1)


def test_who_asked_by_key_and_leaves_joins_what_was_asked_for() -> None:
    again = joined(LEFT, [REQUESTED], POLICY.merge_window_us)
    assert again is not None
    assert (again.id, again.reason, again.missed_count) == (7, Reason.REQUESTED, 1)


def test_where_the_missed_call_is_told_first_it_becomes_what_was_asked_for_and_keeps_its_claim() -> None:
    held = claim(MISSED, "1001", NOON, POLICY)
    again = joined(ASKED, [held], POLICY.merge_window_us)
    assert again is not None
    assert (again.id, again.reason, again.missed_count) == (7, Reason.REQUESTED, 1)
    assert again.held_by(NOON + 1) == "1001"


def test_a_missed_call_joins_an_earlier_missed_one_before_what_was_asked_for() -> None:
    earlier = replace(PENDING, id=5, ticket="20261125-0001")
    again = joined(LEFT, [REQUESTED, earlier], POLICY.merge_window_us)
    assert again is not None
    assert (again.id, again.reason) == (5, Reason.MISSED_CALL)


@pytest.mark.parametrize(
    "other",
    [
        replace(MISSED, missed_count=2),  # stands for another call as well
        replace(MISSED, ticket="20261125-0001"),
        replace(MISSED, state=State.UNREACHABLE, settled_at_us=NOON),
        replace(MISSED, phone="+8613900139000", household=4),
        replace(MISSED, reason=Reason.RESOLVED_TICKET),
    ],
)
def test_what_is_about_more_than_this_call_does_not_become_what_was_asked_for(other: Callback) -> None:
    assert joined(ASKED, [other], POLICY.merge_window_us) is None


def test_asked_for_by_word_and_missed_in_another_call_stay_apart() -> None:
    assert joined(LEFT._replace(asked=False), [REQUESTED], POLICY.merge_window_us) is None
    assert joined(ASKED._replace(asked=False), [MISSED], POLICY.merge_window_us) is None


# ---- hours


@pytest.mark.parametrize(("clock", "may"), [("07:59", False), ("08:00", True), ("20:29", True), ("20:30", False)])
def test_who_calls_outside_the_hours_is_told_the_hours(clock: str, may: bool) -> None:
    now = at(f"2026-11-25 {clock}")
    if may:
        require_calling_hours(POLICY, now, SHANGHAI)
        return
    with pytest.raises(QuietHoursError, match="called from 08:00 to 20:30 only"):
        require_calling_hours(POLICY, now, SHANGHAI)


def test_quiet_hours_that_begin_earlier_than_the_last_call_are_told() -> None:
    early = replace(POLICY, quiet_from=time(20))
    with pytest.raises(QuietHoursError, match="called from 08:00 to 20:00 only"):
        require_calling_hours(early, at("2026-11-25 20:00"), SHANGHAI)


def test_an_attempt_of_nobody_we_know_is_kept_with_its_call_and_its_talk() -> None:
    seen = sighting(outbound("1", NOON + 1, "13800138000", 2, agent="1001"), Numbering())._replace(agent=None)
    link = Link(PENDING, Way.BY_HAND, AttemptOutcome.TOO_SHORT)
    [attempt] = applied(link, seen, POLICY, SHANGHAI).attempts
    assert attempt == CallbackAttempt(seen.arrived_at_us, "", AttemptOutcome.TOO_SHORT, seen.call, 2_000_000)


def test_a_callback_that_is_open_already_cannot_be_opened_again() -> None:
    with pytest.raises(SettledError, match="the callback is pending already") as refused:
        settled_by_word(PENDING, State.PENDING, "li", "once more", NOON)
    assert refused.value.possible == ()
