from dataclasses import replace

import pytest

from kit.instants import MINUTE_US, SECOND_US
from telephony.facts import Attempt, Call, Disposition, Outcome
from tests.unit.ticketing.calls import inbound, outbound
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import AttemptOutcome, Callback, Reason, Way
from ticketing.callbacks.proof import Link, linked_by_word, links, without_quiet_proof
from ticketing.callbacks.sightings import HUNG_UP_VARIABLE, Numbering, sighting
from ticketing.callbacks.states import State

NOON = at("2026-11-25 12:00")
LATER = NOON + MINUTE_US
ZHANG, DIALLED = "+8613800138000", "13800138000"
MISSED = Callback(7, Reason.MISSED_CALL, ZHANG, NOON, NOON, NOON)
RESOLVED = Callback(8, Reason.RESOLVED_TICKET, ZHANG, NOON, NOON, NOON, ticket="20261125-0001")
NUMBERING = Numbering("CN", "021", outside="9")


def found(call: Call, *callbacks: Callback, numbers: tuple[str, ...] = (ZHANG,)) -> list[tuple[int, Way, str]]:
    seen = sighting(call, NUMBERING)
    return [_short(link) for link in links(seen, callbacks, numbers, 5 * SECOND_US)]


def _short(link: Link) -> tuple[int, Way, str]:
    return link.callback.id, link.way, link.outcome


@pytest.mark.parametrize(("talk_seconds", "outcome"), [(5, "reached"), (4.999999, "too_short")])
def test_a_call_proves_when_it_was_talked_for_five_seconds(talk_seconds: float, outcome: str) -> None:
    assert found(outbound("1", LATER, DIALLED, talk_seconds), MISSED) == [(7, Way.BY_HAND, outcome)]


@pytest.mark.parametrize("dialled", ["+8613800138000", "008613800138000", "9013800138000", "913800138000"])
def test_a_number_is_the_same_however_it_was_dialled(dialled: str) -> None:
    assert found(outbound("1", LATER, dialled, 30), MISSED) == [(7, Way.BY_HAND, "reached")]


def test_a_call_to_another_number_proves_nothing() -> None:
    assert found(outbound("1", LATER, "13900139000", 30), MISSED) == []


def test_a_call_to_another_number_of_the_household_proves() -> None:
    numbers = (ZHANG, "+8613900139000")
    assert found(outbound("1", LATER, "13900139000", 30), MISSED, numbers=numbers) == [(7, Way.BY_HAND, "reached")]


def test_a_call_that_began_before_the_callback_was_born_proves_nothing() -> None:
    assert found(outbound("1", NOON - 1, DIALLED, 600), MISSED) == []


def test_the_id_that_travelled_with_the_call_says_which_callback_it_was_about() -> None:
    call = outbound("1", LATER, DIALLED, 30, variables={"TR_CALLBACK": "8"})
    assert found(call, MISSED, RESOLVED) == [(8, Way.CLICK, "reached")]


def test_an_id_of_another_callback_links_to_nothing_else() -> None:
    assert found(outbound("1", LATER, DIALLED, 30, variables={"TR_CALLBACK": "9"}), MISSED) == []


def test_an_id_does_not_prove_a_call_to_somebody_else() -> None:
    assert found(outbound("1", LATER, "13900139000", 30, variables={"TR_CALLBACK": "7"}), MISSED) == []


@pytest.mark.parametrize("text", ["", "x", "-7", "7;drop", "٧", "9" * 19])
def test_an_id_that_is_none_is_as_if_there_were_none(text: str) -> None:
    call = outbound("1", LATER, DIALLED, 30, variables={"TR_CALLBACK": text})
    assert found(call, MISSED) == [(7, Way.BY_HAND, "reached")]


def test_whom_another_agent_holds_a_call_by_hand_does_not_take_away() -> None:
    held = replace(MISSED, state=State.CALLING, claimed_by="1002", claimed_until_us=LATER + 1)
    assert found(outbound("1", LATER, DIALLED, 30), held) == []
    assert found(outbound("1", LATER + 1, DIALLED, 30), held) == [(7, Way.BY_HAND, "reached")]


def test_of_several_callbacks_the_one_that_the_agent_holds_is_meant() -> None:
    held = replace(RESOLVED, state=State.CALLING, claimed_by="1001", claimed_until_us=LATER + 1)
    assert found(outbound("1", LATER, DIALLED, 30), MISSED, held) == [(8, Way.BY_HAND, "reached")]


def test_a_call_by_hand_is_about_all_that_is_open_unless_two_tickets_are() -> None:
    call, second = outbound("1", LATER, DIALLED, 30), replace(RESOLVED, id=9, ticket="20261125-0002")
    assert [link[0] for link in found(call, MISSED, RESOLVED)] == [7, 8]
    assert [link[0] for link in found(call, MISSED, RESOLVED, second)] == [7]


def test_a_call_of_nobody_s_phone_is_no_proof() -> None:
    assert found(outbound("1", LATER, DIALLED, 30, agent=None), MISSED) == []


def test_who_calls_and_is_answered_settles_a_missed_call_but_not_a_follow_up() -> None:
    assert found(inbound("1", LATER, DIALLED, 30), MISSED, RESOLVED) == [(7, Way.INBOUND, "reached")]


@pytest.mark.parametrize("talk_seconds", [None, 3])
def test_an_inbound_call_that_is_no_proof_is_no_attempt_either(talk_seconds: float | None) -> None:
    assert found(inbound("1", LATER, DIALLED, talk_seconds), MISSED) == []


def test_who_could_not_be_reached_may_still_call() -> None:
    given_up = replace(MISSED, state=State.UNREACHABLE)
    assert found(inbound("1", LATER, DIALLED, 30), given_up) == [(7, Way.INBOUND, "reached")]


@pytest.mark.parametrize("state", [State.REACHED, State.CANCELLED])
def test_what_is_settled_is_left_alone(state: State) -> None:
    assert found(outbound("1", LATER, DIALLED, 30), replace(MISSED, state=state)) == []


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([Outcome.BUSY], "busy"),
        ([Outcome.NO_ANSWER], "no_answer"),
        ([Outcome.CANCELLED], "no_answer"),
        ([Outcome.BUSY, Outcome.NO_ANSWER], "no_answer"),
        ([Outcome.FAILED], "failed"),
        ([None], "no_answer"),
        ([], "failed"),
    ],
)
def test_an_attempt_has_the_outcome_of_the_last_device(outcomes: list[Outcome | None], said: str) -> None:
    call = outbound("1", LATER, DIALLED, None)
    call.attempts = [Attempt("trunk", "trunk", LATER, outcome=outcome) for outcome in outcomes]
    assert found(call, MISSED) == [(7, Way.BY_HAND, said)]


def test_an_answering_machine_is_not_a_person() -> None:
    call = outbound("1", LATER, DIALLED, 30, variables={"TR_AMD": "MACHINE"})
    assert found(call, MISSED) == [(7, Way.BY_HAND, "machine_suspected")]


def test_an_agent_s_word_links_a_call_that_still_has_to_prove() -> None:
    seen = sighting(inbound("1", LATER, DIALLED, 30), NUMBERING)
    link = linked_by_word(seen, RESOLVED, {ZHANG}, 5 * SECOND_US)
    assert link == Link(RESOLVED, Way.INBOUND, AttemptOutcome.REACHED)
    assert linked_by_word(seen, RESOLVED, {"+8613900139000"}, 5 * SECOND_US) is None


def test_an_agent_s_word_does_not_link_a_call_that_nobody_answered_or_that_came_before() -> None:
    for call in (
        outbound("1", LATER, DIALLED, None),
        inbound("1", LATER, DIALLED, None),
        outbound("1", NOON - 1, DIALLED, 30),
    ):
        assert linked_by_word(sighting(call, NUMBERING), MISSED, {ZHANG}, 5 * SECOND_US) is None
    by_hand = linked_by_word(sighting(outbound("1", LATER, DIALLED, 3), NUMBERING), MISSED, {ZHANG}, 5 * SECOND_US)
    assert by_hand == Link(MISSED, Way.BY_HAND, AttemptOutcome.TOO_SHORT)


@pytest.mark.parametrize(
    ("disposition", "missed"),
    [
        (Disposition.ABANDONED, True),
        (Disposition.TIMEOUT, True),
        (Disposition.NO_AGENT, True),
        (Disposition.CLOSED, False),
        (Disposition.FAILED, False),
    ],
)
def test_a_missed_call_is_one_that_a_person_should_have_answered(disposition: Disposition, missed: bool) -> None:
    assert sighting(inbound("1", NOON, DIALLED, None, disposition=disposition), NUMBERING).missed is missed


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("8123", "8123"),
        ("anonymous", ""),
        ("", ""),
        (" 13800138000 ", ZHANG),
        ("9" * 20, "9" * 20),
        ("9" * 21, ""),
        ("８００１", ""),
    ],
)
def test_a_caller_is_known_by_number_extension_or_not_at_all(raw: str, number: str) -> None:
    assert NUMBERING.of_caller(raw) == number


@pytest.mark.parametrize(
    ("way", "ticket", "any_hour", "outcome"),
    [
        (Way.BY_HAND, RESOLVED.ticket, (), "quiet_hours"),
        (Way.CLICK, RESOLVED.ticket, (), "quiet_hours"),
        (Way.BY_HAND, RESOLVED.ticket, (RESOLVED.ticket,), "reached"),
        (Way.BY_HAND, None, (RESOLVED.ticket,), "quiet_hours"),
        (Way.INBOUND, None, (), "reached"),  # they called
    ],
)
def test_in_quiet_hours_a_call_of_ours_proves_only_what_may_be_called_about_then(
    way: Way, ticket: str | None, any_hour: tuple[str, ...], outcome: str
) -> None:
    link = Link(replace(RESOLVED, ticket=ticket), way, AttemptOutcome.REACHED)
    [after] = without_quiet_proof([link], any_hour)
    assert after == link._replace(outcome=AttemptOutcome(outcome))


def test_in_quiet_hours_a_call_that_reached_nobody_stays_what_it_was() -> None:
    link = Link(RESOLVED, Way.BY_HAND, AttemptOutcome.NO_ANSWER)
    assert without_quiet_proof([link], ()) == [link]


@pytest.mark.parametrize(("told", "outcome"), [("1", "hung_up"), ("0", "failed"), ("", "failed"), ("11", "failed")])
def test_an_agent_who_hung_up_before_the_answer_is_no_attempt_at_them(told: str, outcome: str) -> None:
    call = outbound("1", LATER, DIALLED, None)
    call.attempts.clear()
    call.variables[HUNG_UP_VARIABLE] = told
    assert sighting(call, NUMBERING).outcome.value == outcome


@pytest.mark.parametrize(
    ("outside", "raw", "number"),
    [
        ("", "13800138000", "+8613800138000"),
        ("9", "913800138000", "+8613800138000"),
        ("9", "8001", "8001"),
        ("", "s", ""),
    ],
)
def test_a_dialled_number_is_known_without_what_a_phone_dials_before_it(outside: str, raw: str, number: str) -> None:
    assert Numbering(outside=outside).of_dialled(raw) == number
