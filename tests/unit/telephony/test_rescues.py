"""Which calls are due, whose phones ring for them, and which are hung up."""

from collections.abc import Collection
from datetime import UTC, time

import pytest

from telephony.agents.states import State
from telephony.facts import Attempt, Call, CallRef, CallState, Direction, Disposition, Fact, FactKind, Outcome
from telephony.rescues import Case, Crew, RescueBook, RescuePlan

S = 1_000_000
T0 = 1_764_000_000_000_000  # 16:00 UTC
PLAN = RescuePlan(5 * S, at_once_max=2, zone=UTC)
CREW = Crew(("anna", "bela"), ("chief",))


def call(linkedid: str = "1", alerted_at_us: int | None = T0) -> Call:
    return Call(
        *("main", linkedid, Direction.INBOUND, "service", "", "8001", T0),
        CallState.RINGING,
        alerted_at_us=alerted_at_us,
    )


class Book(RescueBook):
    def __init__(self, plan: RescuePlan = PLAN, crew: Crew = CREW, ahead_us: int | None = None) -> None:
        self.states: dict[str, State] = {}
        self.phones: dict[tuple[str, str], str | None] = {}
        self.crew = crew
        super().__init__(
            plan,
            lambda: self.crew,
            lambda agent: self.states.get(agent, State.READY),
            lambda agent, pbx: self.phones.get((agent, pbx), "PJSIP/1"),
            lambda _pbx: ahead_us,
        )

    def hear(
        self, about: Call, kind: FactKind = FactKind.CALL_ALERTED, attempt: Attempt | None = None
    ) -> Collection[str]:
        return self.told(Fact(kind, T0, 1, about, attempt))

    def rings(self, *calls: Call) -> list[Case]:
        for each in calls:
            self.hear(each)
        return list(self.due(T0 + 5 * S))

    def ring_all(self, case: Case) -> dict[str, str]:
        return {agent: self.ring(case, agent) for agent in self.whom(case)}


def ended(attempted: str, outcome: Outcome, *, rang: bool = True) -> Attempt:
    return Attempt(attempted, "PJSIP/1", T0, T0 if rang else None, T0 + S, outcome, is_rescue=True)


def test_a_call_is_due_when_its_ring_begins_and_not_before() -> None:
    book = Book()
    book.hear(call())
    assert book.next_due_us(T0) == T0 + 5 * S
    assert list(book.due(T0 + 5 * S - 1)) == []
    assert [case.ref.linkedid for case in book.due(T0 + 5 * S)] == ["1"]


def test_the_clock_of_the_pbx_is_taken_to_ours() -> None:
    book = Book(ahead_us=2 * S)
    book.hear(call())
    assert book.next_due_us(T0) == T0 + 3 * S


@pytest.mark.parametrize(
    "change",
    [
        {"direction": Direction.OUTBOUND},
        {"hotline": None},
        {"hotline": "sales"},
        {"dialled": "8099"},
        {"caller_raw": "8099"},
        {"alerted_at_us": None},
        {"answered_at_us": T0},
        {"state": CallState.GIVEN_UP},
        {"state": CallState.ENDED},
        {"rescue_began": True},
    ],
    ids=str,
)
def test_nobody_is_rung_for_a_call_that_is_none_or_answered_gone_excluded_or_rescued_before(
    change: dict[str, object],
) -> None:
    one, book = (
        call(),
        Book(RescuePlan(5 * S, except_hotlines=frozenset({"sales"}), test_numbers=frozenset({"8099"}))),
    )
    for name, value in change.items():
        setattr(one, name, value)
    assert book.rings(one) == []


@pytest.mark.parametrize(
    ("since", "until", "rings"),
    [("08:00", "16:00", False), ("08:00", "16:01", True), ("16:00", "08:00", True), ("16:01", "16:00", False)],
)
def test_only_within_the_hours(since: str, until: str, rings: bool) -> None:
    plan = RescuePlan(5 * S, zone=UTC, since=time.fromisoformat(since), until=time.fromisoformat(until))
    assert bool(Book(plan).rings(call())) is rings


def test_helpers_who_are_free_ring_and_managers_where_none_is() -> None:
    book = Book()
    [case] = book.rings(call())
    assert book.whom(case) == ["anna", "bela"]
    book.states = {"anna": State.TALKING, "bela": State.PAUSED}
    assert book.whom(case) == ["chief"]
    book.states["chief"] = State.UNREACHABLE
    assert book.whom(case) == []


def test_who_may_help_is_asked_anew_each_time() -> None:
    book = Book(crew=Crew(("anna",)))
    [case] = book.rings(call())
    assert book.whom(case) == ["anna"]
    book.crew = Crew((), ("bela",))
    assert book.whom(case) == ["bela"]


@pytest.mark.parametrize("state", [each for each in State if each not in (State.READY, State.REACHABLE, State.WRAP_UP)])
def test_nobody_is_rung_who_does_something_else(state: State) -> None:
    book = Book()
    book.states = dict.fromkeys(("anna", "bela", "chief"), state)
    [case] = book.rings(call())
    assert book.whom(case) == []


def test_who_still_writes_about_the_last_call_is_rung_last() -> None:
    book = Book()
    book.states["anna"] = State.WRAP_UP
    [case] = book.rings(call())
    assert book.whom(case) == ["bela", "anna"]


def test_several_calls_share_few_helpers_and_the_longest_waiting_comes_first() -> None:
    book = Book(RescuePlan(5 * S, at_once_max=1), Crew(("anna", "bela")))
    first, second, third = book.rings(call("2", T0 - S), call("1"), call("3"))
    rung = [list(book.ring_all(case)) for case in (first, second, third)]
    assert ([first.ref.linkedid, rung], book.is_rung("anna")) == (["2", [["anna"], ["bela"], []]], True)


def test_who_declines_makes_room_and_is_not_asked_again() -> None:
    one, book = call(), Book(RescuePlan(5 * S, at_once_max=1))
    [case] = book.rings(one)
    book.ring_all(case)
    book.hear(one, FactKind.ATTEMPT_ENDED, ended("anna", Outcome.BUSY))
    assert book.whom(case) == ["bela"]
    book.unanswered(case.ref, book.ring_all(case)["bela"])
    assert book.whom(case) == ["chief"]


def test_who_picks_up_while_nothing_rings_is_asked_once_more_when_the_desk_rings_anew() -> None:
    one, book = call(), Book(crew=Crew(("anna",)))
    [case] = book.rings(one)
    asked = []
    for round_began_us in (T0 + S, T0 + 2 * S, T0 + 3 * S, T0 + 4 * S):  # a helper's phone is gone at T0 + S
        one.attempts.append(Attempt("desk", "PJSIP/9", round_began_us, round_began_us))
        asked.append(list(book.ring_all(case)))
        book.hear(one, FactKind.ATTEMPT_ENDED, ended("anna", Outcome.FAILED))
    assert asked == [["anna"], ["anna"], [], []]


@pytest.mark.parametrize(
    "rings",
    [
        Attempt("desk", "PJSIP/9", T0, T0),
        Attempt("desk", "PJSIP/9", T0 + 2 * S),
        Attempt("bela", "PJSIP/8", T0 + 2 * S, T0 + 2 * S, is_rescue=True),
    ],
    ids=["rang before", "has not rung yet", "helps"],
)
def test_a_phone_that_picks_up_by_itself_is_not_rung_again_before_the_desk_rings_anew(rings: Attempt) -> None:
    one, book = call(), Book(crew=Crew(("anna",)))
    [case] = book.rings(one)
    one.attempts.append(rings)
    book.ring_all(case)
    book.hear(one, FactKind.ATTEMPT_ENDED, ended("anna", Outcome.FAILED))
    assert book.whom(case) == []


def test_a_helper_whose_phone_cannot_be_reached_is_not_asked_again() -> None:
    one, book = call(), Book(crew=Crew(("anna",)))
    [case] = book.rings(one)
    book.ring_all(case)
    one.attempts.append(Attempt("desk", "PJSIP/9", T0 + 2 * S, T0 + 2 * S))
    book.hear(one, FactKind.ATTEMPT_ENDED, ended("anna", Outcome.FAILED, rang=False))
    assert book.whom(case) == []


def test_nobody_is_asked_who_has_no_free_phone_on_the_pbx_of_the_call() -> None:
    book = Book()
    book.phones = {("anna", "main"): None, ("anna", "other"): "PJSIP/1"}
    [case] = book.rings(call())
    assert book.whom(case) == ["bela"]


@pytest.mark.parametrize("state", [State.READY, State.REACHABLE, State.WRAP_UP])
def test_whoever_is_free_may_help_also_in_no_queue_or_after_a_call(state: State) -> None:
    book = Book(crew=Crew(("anna",)))
    book.states["anna"] = state
    [case] = book.rings(call())
    assert book.whom(case) == ["anna"]


def test_no_more_phones_ring_at_once_than_the_plan_has_and_no_manager_s_while_a_helper_s_rings() -> None:
    book = Book(PLAN, Crew(("anna", "bela", "carl"), ("chief",)))
    [case] = book.rings(call())
    book.ring(case, "anna")
    assert book.whom(case) == ["bela"]
    book.states = {"bela": State.TALKING, "carl": State.TALKING}
    assert book.whom(case) == []
    book.states = {}
    book.ring(case, "bela")
    assert book.whom(case) == []


@pytest.mark.parametrize(
    ("kind", "attempt"),
    [
        (FactKind.ATTEMPT_ALERTED, Attempt("anna", "PJSIP/1", T0, T0, is_rescue=True)),
        (FactKind.ATTEMPT_ENDED, Attempt("anna", "PJSIP/9", T0, T0, T0 + S, Outcome.NO_ANSWER)),
        (FactKind.CALL_CHANGED, None),
    ],
    ids=["it rings", "their desk phone fell silent", "something else"],
)
def test_a_helper_is_rung_until_that_very_phone_has_ended(kind: FactKind, attempt: Attempt | None) -> None:
    one, book = call(), Book()
    [case] = book.rings(one)
    book.ring_all(case)
    assert (book.hear(one, kind, attempt), book.is_rung("anna")) == ((), True)


def test_the_next_call_that_becomes_due_is_the_earliest_of_those_that_are_not() -> None:
    book = Book()
    for each in (call("1", T0 + S), call("2", T0)):
        book.hear(each)
    assert [book.next_due_us(T0 + after_us) for after_us in (0, 5 * S, 6 * S)] == [T0 + 5 * S, T0 + 6 * S, None]


def test_without_hours_a_plan_holds_day_and_night() -> None:
    half_past_midnight_us = T0 + (8 * 60 + 30) * 60 * S
    one, book = call(alerted_at_us=half_past_midnight_us), Book(RescuePlan(5 * S, zone=UTC))
    one.arrived_at_us = half_past_midnight_us
    book.hear(one)
    assert book.next_due_us(T0) == half_past_midnight_us + 5 * S


def test_who_declined_is_not_asked_again_when_the_desk_rings_once_more() -> None:
    one, book = call(), Book(crew=Crew(("anna",)))
    [case] = book.rings(one)
    book.ring_all(case)
    book.hear(one, FactKind.ATTEMPT_ENDED, ended("anna", Outcome.BUSY))
    one.attempts.append(Attempt("desk", "PJSIP/9", T0 + 2 * S, T0 + 2 * S))
    assert book.whom(case) == []


def test_a_desk_phone_that_rang_before_the_helper_s_was_gone_is_no_new_ring() -> None:
    one, book = call(), Book(crew=Crew(("anna",)))
    [case] = book.rings(one)
    book.ring_all(case)
    one.attempts.append(Attempt("desk", "PJSIP/9", T0 + S // 2, T0 + S // 2))
    book.hear(one, FactKind.ATTEMPT_ENDED, ended("anna", Outcome.FAILED))  # it was over at T0 + S, and told earlier
    assert book.whom(case) == []


@pytest.mark.parametrize(
    "before",
    [ended("anna", Outcome.CANCELLED), Attempt("anna", "PJSIP/9", T0, T0, T0 + S, Outcome.ANSWERED)],
    ids=["as a helper they had it not", "they answered at their desk phone"],
)
def test_a_helper_s_phone_is_spared_only_where_it_has_the_call(before: Attempt) -> None:
    one, book = call(), Book()
    [case] = book.rings(one)
    channels = book.ring_all(case)
    one.answered_at_us = T0 + 6 * S
    one.attempts.append(before)
    assert sorted(book.hear(one, FactKind.CALL_ANSWERED)) == sorted(channels.values())


def test_when_the_desk_answers_all_helpers_are_hung_up() -> None:
    one, book = call(), Book()
    [case] = book.rings(one)
    channels = book.ring_all(case)
    one.answered_at_us = T0 + 6 * S
    assert sorted(book.hear(one, FactKind.CALL_ANSWERED)) == sorted(channels.values())
    assert list(book.due(T0 + 9 * S)) == []


def test_when_a_helper_answers_the_others_are_hung_up() -> None:
    one, book = call(), Book()
    [case] = book.rings(one)
    channels = book.ring_all(case)
    one.answered_at_us = T0 + 6 * S
    one.attempts.append(ended("anna", Outcome.ANSWERED))
    assert list(book.hear(one, FactKind.ATTEMPT_ENDED, one.attempts[0])) == [channels["bela"]]


@pytest.mark.parametrize("state", [CallState.ENDED, CallState.GIVEN_UP])
def test_when_the_caller_is_gone_or_given_up_all_are_hung_up_and_nobody_is_rung_again(state: CallState) -> None:
    one, book = call(), Book()
    [case] = book.rings(one)
    channels = book.ring_all(case)
    one.state, one.disposition = state, Disposition.ABANDONED
    assert sorted(book.hear(one, FactKind.CALL_ENDED)) == sorted(channels.values())
    one.state = CallState.RINGING
    assert book.rings(one) == []


def test_after_a_restart_a_call_that_was_rescued_is_not_rescued_again() -> None:
    before, fresh, book = call("1"), call("2"), Book()
    before.rescue_began = True
    book.seed([before, fresh])
    assert [case.ref.linkedid for case in book.due(T0 + 5 * S)] == ["2"]


def test_a_call_that_nobody_helps_with_has_no_phone_to_hang_up() -> None:
    assert Book().close(CallRef("main", "9")) == ()


def test_a_helper_s_phone_whose_end_has_no_time_ended_when_it_was_told() -> None:
    one, book = call(), Book(crew=Crew(("anna",)))
    [case] = book.rings(one)
    book.ring_all(case)
    gone = Attempt("anna", "PJSIP/1", T0, T0, None, Outcome.FAILED, is_rescue=True)
    book.hear(one, FactKind.ATTEMPT_ENDED, gone)
    one.attempts.append(Attempt("desk", "PJSIP/9", T0 + S, T0 + S))
    assert book.whom(case) == ["anna"]
