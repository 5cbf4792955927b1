"""Which calls wait to be stored, and how far the store is when some of them are."""

from metrics.calls.allowance import Allowance
from metrics.calls.encode import encoder
from metrics.calls.pending import Pending
from metrics.calls.service_level import Policy
from telephony.facts import Call, Direction, Fact, FactKind

ENCODE = encoder(Policy(), lambda _: None)


def call(linkedid: str = "1.1") -> Call:
    return Call("main", linkedid, Direction.INBOUND, "service", "", "8001", 1_000_000)


def fact(about: Call, position: int, kind: FactKind = FactKind.CALL_CHANGED) -> Fact:
    return Fact(kind, position, position, about)


def ended(about: Call, position: int) -> Fact:
    about.ended_at_us = position
    return fact(about, position, FactKind.CALL_ENDED)


def test_many_changes_of_a_call_are_one_write_of_how_it_stands_now() -> None:
    pending, one = Pending(ENCODE), call()
    for position in range(1, 6):
        one.agent = str(position)
        pending.mark(fact(one, position))
    (rows,) = pending.rows(pending.take())
    assert "5" in rows.call
    assert len(pending) == 0


def test_a_call_that_ended_is_kept_as_it_was_whatever_becomes_of_its_record() -> None:
    pending, one = Pending(ENCODE), call()
    pending.mark(ended(one, 5))
    one.linkedid = "used again"
    (rows,) = pending.rows(pending.take())
    assert rows.call[1] == "1.1"


def test_all_that_ended_goes_first_and_of_the_living_those_that_wait_longest() -> None:
    pending = Pending(ENCODE)
    for position, name in enumerate(("a", "b", "c"), 1):
        pending.mark(fact(call(name), position))
    pending.mark(ended(call("d"), 4))
    assert [linkedid for _, linkedid in pending.take(live_max=2)] == ["a", "b", "d"]
    assert [linkedid for _, linkedid in pending.take(live_max=2)] == ["c"]


def test_the_store_is_only_as_far_as_the_oldest_change_that_still_waits() -> None:
    pending = Pending(ENCODE)
    pending.mark(fact(call("a"), 10))
    pending.mark(fact(call("b"), 20))
    assert pending.stored_up_to(30) == 9
    pending.take(live_max=1)
    assert pending.stored_up_to(30) == 19
    pending.take()
    assert pending.stored_up_to(30) == 30


def test_a_change_that_waits_on_keeps_its_place_though_the_call_changes_again() -> None:
    pending, one = Pending(ENCODE), call()
    pending.mark(fact(one, 10))
    pending.mark(fact(one, 99))
    assert pending.stored_up_to(100) == 9


def test_what_was_put_back_is_as_old_as_it_was_and_as_new_as_it_became() -> None:
    pending, one = Pending(ENCODE), call()
    pending.mark(fact(one, 10))
    taken = pending.take()
    one.agent = "1001"
    pending.mark(ended(one, 20))
    pending.put_back(taken)
    assert pending.stored_up_to(30) == 9
    (rows,) = pending.rows(pending.take())
    assert "1001" in rows.call


def test_too_many_calls_are_told_and_forgotten_together() -> None:
    pending = Pending(ENCODE, calls_max=2)
    for position, name in enumerate(("a", "b", "c"), 1):
        pending.mark(fact(call(name), position))
    assert pending.overflowed
    pending.restart(3)
    assert (len(pending), pending.complete_from) == (0, 3)


def test_a_sibling_is_empty_and_has_the_same_limit() -> None:
    pending = Pending(ENCODE, calls_max=1)
    pending.mark(fact(call("a"), 1))
    sibling = pending.sibling()
    assert (len(sibling), sibling.complete_from) == (0, 0)
    for position, name in enumerate(("b", "c"), 1):
        assert not sibling.overflowed
        sibling.mark(fact(call(name), position))
    assert sibling.overflowed
    assert len(sibling.rows(sibling.take())) == 2


def test_an_allowance_is_earned_by_the_second_and_saved_for_one() -> None:
    allowance = Allowance(100, now_seconds=0)
    assert allowance.left(0) == 100
    allowance.spend(100)
    assert allowance.left(0.5) == 50
    assert allowance.left(60) == 100


def test_a_clock_that_steps_back_takes_no_allowance_away() -> None:
    allowance = Allowance(100, now_seconds=10)
    assert allowance.left(5) == 100


def test_debt_is_never_more_than_a_second_of_it() -> None:
    allowance = Allowance(100, now_seconds=0)
    allowance.spend(10_000)
    assert allowance.left(1) == 0
    assert allowance.left(1.5) == 50
